-- Events wait in the database, not in memory: what is due is read endpoint by endpoint, a page at a time.
-- call_no: the call's timeline gets an entry for each attempt. confidential: what the script replies is not kept.
ALTER TABLE outbox_events ADD COLUMN endpoint VARCHAR(2000) NOT NULL DEFAULT '';
ALTER TABLE outbox_events ADD COLUMN call_no BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox_events ADD COLUMN confidential SMALLINT NOT NULL DEFAULT 1;

DROP INDEX outbox_pending;
CREATE INDEX outbox_due ON outbox_events (endpoint, next_attempt_at, event_id) WHERE state = 'PENDING';
