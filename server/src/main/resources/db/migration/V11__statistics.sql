-- direction: in, out, internal. extension: that calls, or that has taken a call from outside.
ALTER TABLE calls ADD COLUMN direction VARCHAR(8) NOT NULL DEFAULT 'in';
ALTER TABLE calls ADD COLUMN extension VARCHAR(3);

-- Pages of a month, by number of rows to skip: found in an index alone. Only calls that have ended are in the statistics.
DROP INDEX calls_of_account;
CREATE INDEX calls_ended ON calls (pbx_id, started_at, call_no, duration_s) WHERE ended_at IS NOT NULL;
CREATE INDEX calls_ended_by_direction ON calls (pbx_id, direction, started_at, call_no, duration_s) WHERE ended_at IS NOT NULL;
CREATE INDEX calls_ended_of_extension ON calls (pbx_id, extension, started_at, call_no, direction, duration_s) WHERE ended_at IS NOT NULL AND extension IS NOT NULL;

-- The phones that a call rang, in the order of their ends.
CREATE TABLE call_legs (
    call_no     BIGINT       NOT NULL,
    leg         INTEGER      NOT NULL,
    party       VARCHAR(200) NOT NULL,
    extension   VARCHAR(3),
    started_at  BIGINT       NOT NULL,
    answered_at BIGINT,
    ended_at    BIGINT       NOT NULL,
    disposition VARCHAR(32)  NOT NULL,
    cause       INTEGER      NOT NULL,
    ended_by    VARCHAR(16)  NOT NULL,
    PRIMARY KEY (call_no, leg)
) ${clustered};

-- hour: hours since 1970 on the account's clock. kind: number (calls from outside, by the number called), extension (calls that
-- extensions make), step (inputs of callers, with what was pressed as outcome).
CREATE TABLE call_counters (
    pbx_id   BIGINT       NOT NULL,
    kind     VARCHAR(16)  NOT NULL,
    hour     BIGINT       NOT NULL,
    subject  VARCHAR(200) NOT NULL,
    outcome  VARCHAR(16)  NOT NULL,
    calls    BIGINT       NOT NULL,
    answered BIGINT       NOT NULL,
    seconds  BIGINT       NOT NULL,
    PRIMARY KEY (pbx_id, kind, hour, subject, outcome)
) ${clustered};
