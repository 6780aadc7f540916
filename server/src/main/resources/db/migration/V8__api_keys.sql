-- Keys of the REST API besides the account's own.
CREATE TABLE api_keys (
    api_key    VARCHAR(64)  NOT NULL PRIMARY KEY,
    pbx_id     BIGINT       NOT NULL REFERENCES accounts (pbx_id),
    secret     VARCHAR(200) NOT NULL,
    role       VARCHAR(16)  NOT NULL,
    name       VARCHAR(200) NOT NULL,
    created_at BIGINT       NOT NULL
);
CREATE INDEX api_keys_of ON api_keys (pbx_id);

-- To the minute; of the accounts' own keys, too. A table of its own, for a use is no change that servers have to take up.
CREATE TABLE api_key_uses (
    api_key      VARCHAR(64) NOT NULL PRIMARY KEY,
    last_used_at BIGINT      NOT NULL
);

-- Names of events that are not sent, with commas between them. NULL = nothing is said.
ALTER TABLE accounts ADD COLUMN webhook_mute VARCHAR(300);
ALTER TABLE numbers ADD COLUMN webhook_mute VARCHAR(300);
