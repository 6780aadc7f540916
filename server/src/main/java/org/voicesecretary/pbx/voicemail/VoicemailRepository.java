package org.voicesecretary.pbx.voicemail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.WriteUnit;

/** The table of messages. */
final class VoicemailRepository {
    private final Database database;

    VoicemailRepository(Database database) {
        this.database = database;
    }

    static WriteUnit save(VoicemailMessage message, boolean mailDue) {
        return writing -> writing.execute(
                "INSERT INTO voicemail_messages (message_no, pbx_id, extension, call_id, caller, caller_name, received_at,"
                        + " length_ms, file, heard, mail_due, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (message_no) DO NOTHING",
                message.messageNo(),
                message.pbxId(),
                message.extension(),
                message.callId(),
                message.caller(),
                message.callerName(),
                message.receivedAt().toEpochMilli(),
                message.length().toMillis(),
                message.file(),
                message.heard() ? 1 : 0,
                mailDue ? 1 : 0,
                message.expiresAt().toEpochMilli());
    }

    static WriteUnit heard(long messageNo) {
        return writing -> writing.execute("UPDATE voicemail_messages SET heard = 1 WHERE message_no = ?", messageNo);
    }

    static WriteUnit mailed(long messageNo) {
        return writing -> writing.execute("UPDATE voicemail_messages SET mail_due = 0 WHERE message_no = ?", messageNo);
    }

    /** The oldest first. */
    List<VoicemailMessage> mailDue(int atMost) {
        return database.read(
                h -> h.createQuery("SELECT * FROM voicemail_messages WHERE mail_due = 1 ORDER BY message_no LIMIT ?")
                        .bind(0, atMost)
                        .map((rs, ctx) -> message(rs))
                        .list());
    }

    static WriteUnit forget(long messageNo) {
        return writing -> writing.execute("DELETE FROM voicemail_messages WHERE message_no = ?", messageNo);
    }

    /** The newest first. */
    List<VoicemailMessage> of(long pbxId, String extension) {
        return database.read(h -> h.createQuery(
                        "SELECT * FROM voicemail_messages WHERE pbx_id = ? AND extension = ? ORDER BY message_no DESC")
                .bind(0, pbxId)
                .bind(1, extension)
                .map((rs, ctx) -> message(rs))
                .list());
    }

    List<VoicemailMessage> expired(Instant time, int atMost) {
        return database.read(
                h -> h.createQuery("SELECT * FROM voicemail_messages WHERE expires_at < ? ORDER BY expires_at LIMIT ?")
                        .bind(0, time.toEpochMilli())
                        .bind(1, atMost)
                        .map((rs, ctx) -> message(rs))
                        .list());
    }

    private static VoicemailMessage message(ResultSet rs) throws SQLException {
        return new VoicemailMessage(
                rs.getLong("message_no"),
                rs.getLong("pbx_id"),
                rs.getString("extension"),
                rs.getString("call_id"),
                rs.getString("caller"),
                rs.getString("caller_name"),
                Instant.ofEpochMilli(rs.getLong("received_at")),
                Duration.ofMillis(rs.getLong("length_ms")),
                rs.getString("file"),
                rs.getInt("heard") != 0,
                Instant.ofEpochMilli(rs.getLong("expires_at")));
    }
}
