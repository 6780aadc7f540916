-- What version 0.1.0-preview left behind. Never change a released file.
-- migration 1 checksum 616172142
-- migration 2 checksum 754396077
-- migration 3 checksum -978410024
-- migration 4 checksum -191184222
-- migration 5 checksum 119831034
-- migration 6 checksum -422875730
INSERT INTO accounts (pbx_id, name, api_key, secret, time_zone, language, voice, filler, filler_after_ms, webhook_url, webhook_fallback_url, webhook_timeout_ms, webhook_body, webhook_signature, untouched, created_at, country) VALUES (123456, 'Demo shop', '1a2b3c4d5e6f7a8b9c0d', '0d1c2b3a4f5e6d7c8b9a', 'Europe/Berlin', 'de', NULL, 'tone', 1500, 'http://127.0.0.1:9000/hook', '', 5000, 'URLENCODED', 'HEX', 0, 1767225600000, 'DE');
INSERT INTO numbers (number, pbx_id, language, voice, filler, filler_after_ms, webhook_url, webhook_fallback_url, webhook_timeout_ms, webhook_body, webhook_signature, own_target, hours, recording) VALUES ('442037691881', 123456, 'en', NULL, NULL, NULL, 'http://127.0.0.1:9001/', NULL, NULL, NULL, NULL, '0', 'office', 'OFF');
INSERT INTO trunks (pbx_id, name, allow) VALUES (123456, 'provider', '192.0.2.0/24,198.51.100.7/32');
INSERT INTO sounds (pbx_id, sound_id, language, voice, spoken, file_name, content_hash, bytes) VALUES (123456, 'welcome', 'en', NULL, 'Welcome to the demo shop.', NULL, NULL, NULL);
INSERT INTO sounds (pbx_id, sound_id, language, voice, spoken, file_name, content_hash, bytes) VALUES (123456, 'jingle', NULL, NULL, NULL, 'jingle.wav', '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b', 44);
INSERT INTO phrases (pbx_id, language, phrase, spoken) VALUES (123456, 'en', 1, 'Hello');
UPDATE directory_version SET version = 7 WHERE id = 1;
INSERT INTO calls (call_no, call_id, pbx_id, caller, called, source, started_at, answered_at, ended_at, duration_s, disposition, cause, ended_by, fault) VALUES (1853020492800000001, 'in_0000000000000000000000000000000000000001', 123456, '442037690001', '442037691881', 'udp:192.0.2.1:5060', 1767225600000, 1767225601000, 1767225631000, 30, 'answered', 16, 'caller', NULL);
INSERT INTO calls (call_no, call_id, pbx_id, caller, called, source, started_at, answered_at, ended_at, duration_s, disposition, cause, ended_by, fault) VALUES (1853020492800000002, 'in_0000000000000000000000000000000000000002', 123456, '0', '442037691881', 'udp:192.0.2.1:5060', 1767225700000, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO timeline_entries (call_no, seq, at_ms, offset_ms, kind, subject, detail) VALUES (1853020492800000001, 1, 1767225600000, 0, 'call-started', 'call from 442037690001 to 442037691881', '{}');
INSERT INTO outbox_events (event_id, call_id, pbx_id, event, url, content_type, body, signature, created_at, state, attempts, next_attempt_at, done_at, endpoint, call_no, confidential) VALUES (1853020492800000003, 'in_0000000000000000000000000000000000000001', 123456, 'NOTIFY_END', 'http://127.0.0.1:9001/', 'application/x-www-form-urlencoded', 'event=NOTIFY_END', 'c2ln', 1767225631000, 'DELIVERED', 2, 1767225632000, 1767225633000, 'http://127.0.0.1:9001', 1853020492800000001, 0);
INSERT INTO outbox_events (event_id, call_id, pbx_id, event, url, content_type, body, signature, created_at, state, attempts, next_attempt_at, done_at, endpoint, call_no, confidential) VALUES (1853020492800000004, 'in_0000000000000000000000000000000000000001', 123456, 'NOTIFY_END', 'http://127.0.0.1:9001/', 'application/x-www-form-urlencoded', 'event=NOTIFY_END', NULL, 1767225641000, 'PENDING', 1, 1767225642000, NULL, 'http://127.0.0.1:9001', 1853020492800000001, 0);
INSERT INTO outbox_attempts (event_id, attempt, at_ms, outcome, status, latency_ms, note, response) VALUES (1853020492800000003, 1, 1767225631000, 'REFUSED', 503, 12, NULL, 'busy');
INSERT INTO outbox_attempts (event_id, attempt, at_ms, outcome, status, latency_ms, note, response) VALUES (1853020492800000003, 2, 1767225633000, 'DELIVERED', 200, 9, NULL, '');
INSERT INTO office_items (pbx_id, section, item_key, position, body) VALUES (123456, 'extensions', '101', 0, '{"number": "101", "name": "Anna", "password": "old-plain-password"}');
INSERT INTO office_items (pbx_id, section, item_key, position, body) VALUES (123456, 'hours', 'office', 1, '{"name": "office", "week": {"mon-fri": "09:00-18:00"}}');
INSERT INTO office_items (pbx_id, section, item_key, position, body) VALUES (123456, 'menus', '0', 2, '{"id": "0", "title": "Main", "greeting": {"text": "Hello."}}');
INSERT INTO office_items (pbx_id, section, item_key, position, body) VALUES (123456, 'trunks', 'provider', 3, '{"name": "provider", "host": "sip.example.net", "user": "shop", "password": "old-trunk-password"}');
INSERT INTO bindings (login, device, expires_at, body) VALUES ('123456-101', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 1767229200000, 'unreadable');
INSERT INTO installation_secrets (name, body) VALUES ('registrar-decoys', '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');
INSERT INTO voicemail_messages (message_no, pbx_id, extension, call_id, caller, caller_name, received_at, length_ms, file, heard, mail_due, expires_at) VALUES (1853020492800000005, 123456, '101', 'in_0000000000000000000000000000000000000001', '442037690001', '', 1767225620000, 9000, '123456/101/1853020492800000005.wav', 0, 0, 4102444800000);
