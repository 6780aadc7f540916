package org.voicesecretary.cdr.recording;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.WriteUnit;

/** The tables of recordings and of the links to them. */
final class RecordingRepository {
    private final Database database;

    RecordingRepository(Database database) {
        this.database = database;
    }

    /** The row as it is now, whether or not it was there before. */
    static WriteUnit save(CallRecording recording) {
        return writing -> writing.execute(
                "INSERT INTO recordings (recording_no, rec_id, call_no, call_id, pbx_id, extension, number, started_at, length_ms,"
                        + " bytes, file, mp3, state, problem, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (recording_no) DO UPDATE SET length_ms = excluded.length_ms, bytes = excluded.bytes,"
                        + " file = excluded.file, state = excluded.state, problem = excluded.problem",
                recording.recordingNo(),
                recording.id(),
                recording.callNo(),
                recording.callId(),
                recording.pbxId(),
                recording.extension(),
                recording.number(),
                recording.startedAt().toEpochMilli(),
                recording.length().toMillis(),
                recording.bytes(),
                recording.file(),
                recording.mp3() ? 1 : 0,
                word(recording.state()),
                recording.problem(),
                recording.expiresAt().toEpochMilli());
    }

    static WriteUnit forget(long recordingNo) {
        return writing -> {
            writing.execute("DELETE FROM recording_links WHERE recording_no = ?", recordingNo);
            writing.execute("DELETE FROM recordings WHERE recording_no = ?", recordingNo);
        };
    }

    static WriteUnit link(String token, long recordingNo, Instant until) {
        return writing -> writing.execute(
                "INSERT INTO recording_links (token, recording_no, expires_at) VALUES (?, ?, ?) ON CONFLICT (token) DO NOTHING",
                token,
                recordingNo,
                until.toEpochMilli());
    }

    static WriteUnit forgetLinks(Instant time) {
        return writing -> writing.execute("DELETE FROM recording_links WHERE expires_at < ?", time.toEpochMilli());
    }

    Optional<CallRecording> find(long pbxId, String id) {
        return database.read(h -> h.createQuery("SELECT * FROM recordings WHERE rec_id = ? AND pbx_id = ?")
                .bind(0, id)
                .bind(1, pbxId)
                .map((rs, ctx) -> recording(rs))
                .findOne());
    }

    Optional<CallRecording> find(long recordingNo) {
        return database.read(h -> h.createQuery("SELECT * FROM recordings WHERE recording_no = ?")
                .bind(0, recordingNo)
                .map((rs, ctx) -> recording(rs))
                .findOne());
    }

    /** The oldest first. */
    List<CallRecording> ofCall(long pbxId, String callId) {
        return database.read(
                h -> h.createQuery("SELECT * FROM recordings WHERE call_id = ? AND pbx_id = ? ORDER BY recording_no")
                        .bind(0, callId)
                        .bind(1, pbxId)
                        .map((rs, ctx) -> recording(rs))
                        .list());
    }

    /** The oldest first. */
    List<CallRecording> in(CallRecording.State state) {
        return database.read(h -> h.createQuery("SELECT * FROM recordings WHERE state = ? ORDER BY recording_no")
                .bind(0, word(state))
                .map((rs, ctx) -> recording(rs))
                .list());
    }

    List<CallRecording> expired(Instant time, int atMost) {
        return database.read(
                h -> h.createQuery("SELECT * FROM recordings WHERE expires_at < ? AND state IN ('ready', 'failed')"
                                + " ORDER BY expires_at LIMIT ?")
                        .bind(0, time.toEpochMilli())
                        .bind(1, atMost)
                        .map((rs, ctx) -> recording(rs))
                        .list());
    }

    Optional<CallRecording> behind(String token, Instant now) {
        return database.read(h -> h.createQuery("SELECT r.* FROM recordings r JOIN recording_links l"
                        + " ON l.recording_no = r.recording_no WHERE l.token = ? AND l.expires_at >= ?")
                .bind(0, token)
                .bind(1, now.toEpochMilli())
                .map((rs, ctx) -> recording(rs))
                .findOne());
    }

    private static String word(CallRecording.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static CallRecording recording(ResultSet rs) throws SQLException {
        return new CallRecording(
                rs.getLong("recording_no"),
                rs.getString("rec_id"),
                rs.getLong("call_no"),
                rs.getString("call_id"),
                rs.getLong("pbx_id"),
                rs.getString("extension"),
                rs.getString("number"),
                Instant.ofEpochMilli(rs.getLong("started_at")),
                Duration.ofMillis(rs.getLong("length_ms")),
                rs.getLong("bytes"),
                rs.getString("file"),
                rs.getInt("mp3") != 0,
                CallRecording.State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
                rs.getString("problem"),
                Instant.ofEpochMilli(rs.getLong("expires_at")));
    }
}
