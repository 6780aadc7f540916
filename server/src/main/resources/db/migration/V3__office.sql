-- What makes an office of an account: each setting is a document, normalised JSON, known by its section and key. Its meaning is in the
-- program; nothing here is looked up by anything inside a document.
CREATE TABLE office_items (
    pbx_id   BIGINT        NOT NULL REFERENCES accounts (pbx_id),
    section  VARCHAR(40)   NOT NULL,
    item_key VARCHAR(1000) NOT NULL,
    position INTEGER       NOT NULL,
    body     TEXT          NOT NULL,
    PRIMARY KEY (pbx_id, section, item_key)
);

-- ISO 3166, two letters; NULL = not said.
ALTER TABLE accounts ADD COLUMN country VARCHAR(2);

-- own_target: where calls go that no script steers. hours: a name of the section. NULL = not said.
ALTER TABLE numbers ADD COLUMN own_target VARCHAR(200);
ALTER TABLE numbers ADD COLUMN hours VARCHAR(200);
ALTER TABLE numbers ADD COLUMN recording VARCHAR(16);
