-- Of the API under /api/. hash: SHA-256 of the token, which is kept nowhere. scopes: words with spaces between.
CREATE TABLE api_tokens (
    token_id     VARCHAR(32)   NOT NULL PRIMARY KEY,
    pbx_id       BIGINT        NOT NULL,
    name         VARCHAR(200)  NOT NULL,
    hash         VARCHAR(64)   NOT NULL UNIQUE,
    scopes       VARCHAR(1000) NOT NULL,
    created_at   BIGINT        NOT NULL,
    expires_at   BIGINT,
    last_used_at BIGINT
);

-- What was replied to requests with an Idempotency-Key; body is sealed. status NULL = the request is being carried out.
CREATE TABLE api_replies (
    token_id    VARCHAR(32)  NOT NULL,
    request_key VARCHAR(255) NOT NULL,
    fingerprint VARCHAR(64)  NOT NULL,
    status      INTEGER,
    body        TEXT,
    created_at  BIGINT       NOT NULL,
    PRIMARY KEY (token_id, request_key)
);
CREATE INDEX api_replies_by_age ON api_replies (created_at);

-- People who look after accounts. login: in lower case. role: ADMIN, OPERATOR, VIEWER. hash: of the password, with how it is made.
CREATE TABLE users (
    user_id    VARCHAR(32)  NOT NULL PRIMARY KEY,
    pbx_id     BIGINT       NOT NULL,
    login      VARCHAR(100) NOT NULL UNIQUE,
    name       VARCHAR(200) NOT NULL,
    role       VARCHAR(16)  NOT NULL,
    hash       VARCHAR(300) NOT NULL,
    created_at BIGINT       NOT NULL
);
