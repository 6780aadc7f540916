-- What webhook-signature is made with (Standard Webhooks): whsec_ and base64. retires_at: NULL = until it is exchanged for another.
CREATE TABLE webhook_secrets (
    pbx_id     BIGINT       NOT NULL,
    secret_no  BIGINT       NOT NULL,
    secret     VARCHAR(200) NOT NULL,
    created_at BIGINT       NOT NULL,
    retires_at BIGINT,
    PRIMARY KEY (pbx_id, secret_no)
);
