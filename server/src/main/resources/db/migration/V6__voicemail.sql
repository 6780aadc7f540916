-- Messages of callers; the sound of each is a file below data-dir/voicemail. mail_due: 1 until it is sent by e-mail, or need not be.
CREATE TABLE voicemail_messages (
    message_no  BIGINT       NOT NULL PRIMARY KEY,
    pbx_id      BIGINT       NOT NULL REFERENCES accounts (pbx_id),
    extension   VARCHAR(3)   NOT NULL,
    call_id     VARCHAR(64)  NOT NULL,
    caller      VARCHAR(64)  NOT NULL,
    caller_name VARCHAR(200) NOT NULL,
    received_at BIGINT       NOT NULL,
    length_ms   BIGINT       NOT NULL,
    file        VARCHAR(200) NOT NULL,
    heard       SMALLINT     NOT NULL,
    mail_due    SMALLINT     NOT NULL,
    expires_at  BIGINT       NOT NULL
);

CREATE INDEX voicemail_messages_of ON voicemail_messages (pbx_id, extension, message_no);
CREATE INDEX voicemail_messages_expiry ON voicemail_messages (expires_at);
CREATE INDEX voicemail_messages_mail ON voicemail_messages (mail_due, message_no);
