-- Written for SQLite and PostgreSQL alike: no generated keys, no vendor types. Times are milliseconds since 1970, UTC.
-- ${clustered} is WITHOUT ROWID on SQLite and nothing elsewhere.
-- A setting that is NULL is inherited (number, then account, then installation); an URL that is '' is "none" by choice.

CREATE TABLE accounts (
    pbx_id               BIGINT       NOT NULL PRIMARY KEY,
    name                 VARCHAR(200) NOT NULL,
    api_key              VARCHAR(64)  NOT NULL UNIQUE,
    secret               VARCHAR(200),
    time_zone            VARCHAR(64)  NOT NULL,
    language             VARCHAR(16)  NOT NULL,
    voice                VARCHAR(100),
    filler               VARCHAR(500),
    filler_after_ms      BIGINT,
    webhook_url          VARCHAR(2000),
    webhook_fallback_url VARCHAR(2000),
    webhook_timeout_ms   BIGINT,
    webhook_body         VARCHAR(16),
    webhook_signature    VARCHAR(16),
    untouched            SMALLINT     NOT NULL,
    created_at           BIGINT       NOT NULL
);

CREATE TABLE numbers (
    number               VARCHAR(32)  NOT NULL PRIMARY KEY,
    pbx_id               BIGINT       NOT NULL REFERENCES accounts (pbx_id),
    language             VARCHAR(16),
    voice                VARCHAR(100),
    filler               VARCHAR(500),
    filler_after_ms      BIGINT,
    webhook_url          VARCHAR(2000),
    webhook_fallback_url VARCHAR(2000),
    webhook_timeout_ms   BIGINT,
    webhook_body         VARCHAR(16),
    webhook_signature    VARCHAR(16)
);

CREATE TABLE trunks (
    pbx_id BIGINT        NOT NULL REFERENCES accounts (pbx_id),
    name   VARCHAR(100)  NOT NULL,
    allow  VARCHAR(8000) NOT NULL,
    PRIMARY KEY (pbx_id, name)
);

CREATE TABLE sounds (
    pbx_id       BIGINT       NOT NULL REFERENCES accounts (pbx_id),
    sound_id     VARCHAR(200) NOT NULL,
    language     VARCHAR(16),
    voice        VARCHAR(100),
    spoken       VARCHAR(5000),
    file_name    VARCHAR(500),
    content_hash VARCHAR(64),
    bytes        BIGINT,
    PRIMARY KEY (pbx_id, sound_id)
);

CREATE TABLE phrases (
    pbx_id   BIGINT        NOT NULL REFERENCES accounts (pbx_id),
    language VARCHAR(16)   NOT NULL,
    phrase   INTEGER       NOT NULL,
    spoken   VARCHAR(5000) NOT NULL,
    PRIMARY KEY (pbx_id, language, phrase)
);

-- One row; counts changes to the tables above, so that a running server notices what another process applied.
CREATE TABLE directory_version (
    id      SMALLINT NOT NULL PRIMARY KEY,
    version BIGINT   NOT NULL
);
INSERT INTO directory_version (id, version) VALUES (1, 0);

-- Made when the call starts, completed when it ends. Rows outlive their account.
CREATE TABLE calls (
    call_no     BIGINT      NOT NULL PRIMARY KEY,
    call_id     VARCHAR(64) NOT NULL UNIQUE,
    pbx_id      BIGINT      NOT NULL,
    caller      VARCHAR(64) NOT NULL,
    called      VARCHAR(64) NOT NULL,
    source      VARCHAR(80) NOT NULL,
    started_at  BIGINT      NOT NULL,
    answered_at BIGINT,
    ended_at    BIGINT,
    duration_s  BIGINT,
    disposition VARCHAR(32),
    cause       INTEGER,
    ended_by    VARCHAR(16),
    fault       VARCHAR(16)
);
CREATE INDEX calls_of_account ON calls (pbx_id, started_at);
CREATE INDEX calls_unfinished ON calls (started_at) WHERE ended_at IS NULL;

CREATE TABLE timeline_entries (
    call_no   BIGINT      NOT NULL,
    seq       INTEGER     NOT NULL,
    at_ms     BIGINT      NOT NULL,
    offset_ms BIGINT      NOT NULL,
    kind      VARCHAR(40) NOT NULL,
    subject   TEXT        NOT NULL,
    detail    TEXT,
    PRIMARY KEY (call_no, seq)
) ${clustered};

-- Ready to send: a retry carries the same bytes and signature whatever changed meanwhile.
CREATE TABLE outbox_events (
    event_id        BIGINT        NOT NULL PRIMARY KEY,
    call_id         VARCHAR(64)   NOT NULL,
    pbx_id          BIGINT        NOT NULL,
    event           VARCHAR(40)   NOT NULL,
    url             VARCHAR(2000) NOT NULL,
    content_type    VARCHAR(200)  NOT NULL,
    body            TEXT          NOT NULL,
    signature       VARCHAR(200),
    created_at      BIGINT        NOT NULL,
    state           VARCHAR(16)   NOT NULL,
    attempts        INTEGER       NOT NULL,
    next_attempt_at BIGINT        NOT NULL,
    done_at         BIGINT
);
CREATE INDEX outbox_pending ON outbox_events (event_id) WHERE state = 'PENDING';
CREATE INDEX outbox_of_call ON outbox_events (call_id);

CREATE TABLE outbox_attempts (
    event_id   BIGINT      NOT NULL,
    attempt    INTEGER     NOT NULL,
    at_ms      BIGINT      NOT NULL,
    outcome    VARCHAR(16) NOT NULL,
    status     INTEGER,
    latency_ms BIGINT      NOT NULL,
    note       VARCHAR(1000),
    response   TEXT,
    PRIMARY KEY (event_id, attempt)
) ${clustered};
