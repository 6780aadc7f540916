package org.voicesecretary.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.WriteUnit;

/** The table of users. */
final class UserRepository {
    private final Database database;

    record Stored(User user, String hash) {}

    UserRepository(Database database) {
        this.database = database;
    }

    /** By their logins. */
    List<User> of(long pbxId) {
        return database.read(h -> h.createQuery("SELECT * FROM users WHERE pbx_id = ? ORDER BY login")
                .bind(0, pbxId)
                .map((rs, ctx) -> user(rs))
                .list());
    }

    Optional<Stored> byLogin(String login) {
        return database.read(h -> h.createQuery("SELECT * FROM users WHERE login = ?")
                .bind(0, login)
                .map((rs, ctx) -> new Stored(user(rs), rs.getString("hash")))
                .findOne());
    }

    static WriteUnit insert(User user, String hash) {
        return writing -> writing.execute(
                "INSERT INTO users (user_id, pbx_id, login, name, role, hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                user.id(),
                user.pbxId(),
                user.login(),
                user.name(),
                user.role().name(),
                hash,
                user.createdAt().toEpochMilli());
    }

    /** @param hash null = the password stays */
    static WriteUnit update(User user, @Nullable String hash) {
        return writing -> writing.execute(
                "UPDATE users SET login = ?, name = ?, role = ?, hash = COALESCE(CAST(? AS VARCHAR(300)), hash)"
                        + " WHERE pbx_id = ? AND user_id = ?",
                user.login(),
                user.name(),
                user.role().name(),
                hash,
                user.pbxId(),
                user.id());
    }

    static WriteUnit delete(long pbxId, String id) {
        return writing -> writing.execute("DELETE FROM users WHERE pbx_id = ? AND user_id = ?", pbxId, id);
    }

    private static User user(ResultSet rs) throws SQLException {
        return new User(
                rs.getString("user_id"),
                rs.getLong("pbx_id"),
                rs.getString("login"),
                rs.getString("name"),
                User.Role.valueOf(rs.getString("role")),
                Instant.ofEpochMilli(rs.getLong("created_at")));
    }
}
