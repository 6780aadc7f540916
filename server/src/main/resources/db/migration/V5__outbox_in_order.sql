-- What comes next in a call. Without it PostgreSQL may look at all that is pending instead.
CREATE INDEX outbox_in_order ON outbox_events (call_id, event_id) WHERE state = 'PENDING';
