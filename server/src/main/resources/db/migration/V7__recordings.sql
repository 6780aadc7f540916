-- Recordings of calls; the sound of each is a file below data-dir/recordings. number: whose script is told ('' = the account's own), null = nobody.
-- state: running, encoding (the WAV file is whole, its MP3 is due), ready, failed (problem says why; there is no file).
CREATE TABLE recordings (
    recording_no BIGINT       NOT NULL PRIMARY KEY,
    rec_id       VARCHAR(40)  NOT NULL UNIQUE,
    call_no      BIGINT       NOT NULL,
    call_id      VARCHAR(64)  NOT NULL,
    pbx_id       BIGINT       NOT NULL,
    extension    VARCHAR(3),
    number       VARCHAR(64),
    started_at   BIGINT       NOT NULL,
    length_ms    BIGINT       NOT NULL,
    bytes        BIGINT       NOT NULL,
    file         VARCHAR(200) NOT NULL,
    mp3          SMALLINT     NOT NULL,
    state        VARCHAR(10)  NOT NULL,
    problem      VARCHAR(500),
    expires_at   BIGINT       NOT NULL
);

CREATE INDEX recordings_of_call ON recordings (call_id);
CREATE INDEX recordings_expiry ON recordings (expires_at);
CREATE INDEX recordings_state ON recordings (state);

-- Who has such a token may fetch the file until then.
CREATE TABLE recording_links (
    token        VARCHAR(64) NOT NULL PRIMARY KEY,
    recording_no BIGINT      NOT NULL REFERENCES recordings (recording_no),
    expires_at   BIGINT      NOT NULL
);

CREATE INDEX recording_links_of ON recording_links (recording_no);
CREATE INDEX recording_links_expiry ON recording_links (expires_at);
