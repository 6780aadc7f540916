-- An event that is sent again starts anew: its age counts from resent_at, its waits from attempts_before on.
ALTER TABLE outbox_events ADD COLUMN resent_at BIGINT;
ALTER TABLE outbox_events ADD COLUMN attempts_before INTEGER NOT NULL DEFAULT 0;

-- Scripts that have taken no event since failing_since; those that take theirs have no row. switched_off_at: NULL = it is still tried.
CREATE TABLE outbox_troubles (
    url             VARCHAR(2000) NOT NULL PRIMARY KEY,
    failing_since   BIGINT        NOT NULL,
    failures        BIGINT        NOT NULL,
    last_failure_at BIGINT        NOT NULL,
    problem         VARCHAR(1000) NOT NULL,
    switched_off_at BIGINT
);
