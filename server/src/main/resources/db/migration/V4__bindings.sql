-- Where telephones are, a row for each, so that calls find them after a restart. device: a hash of its instance, else of its Contact.
CREATE TABLE bindings (
    login      VARCHAR(100) NOT NULL,
    device     VARCHAR(64)  NOT NULL,
    expires_at BIGINT       NOT NULL,
    body       TEXT         NOT NULL,
    PRIMARY KEY (login, device)
);

-- What this installation makes up once and has to remember. Hexadecimal.
CREATE TABLE installation_secrets (
    name VARCHAR(100) NOT NULL PRIMARY KEY,
    body VARCHAR(200) NOT NULL
);
