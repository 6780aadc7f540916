package org.voicesecretary.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The open transaction that a {@link WriteUnit} writes in. The few statements that every call needs stay prepared from one transaction
 * to the next: preparing them anew costs several times what running them does. On the writer's thread only.
 */
public final class Writing {
    private static final int KEPT = 64;

    private final Handle handle;
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

    Writing(Handle handle) {
        this.handle = handle;
    }

    /** For everything that is not written with every call. */
    public Handle handle() {
        return handle;
    }

    /**
     * Runs a statement that changes rows.
     *
     * @param sql with {@code ?} for each value; a constant, so that it is prepared once
     * @return how many rows it changed
     */
    public int execute(String sql, @Nullable Object... values) {
        try {
            PreparedStatement statement = prepared.get(sql);
            if (statement == null) {
                statement = prepare(sql);
            }
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                if (value == null) {
                    statement.setNull(i + 1, Types.NULL);
                } else if (value instanceof String text && text.indexOf('\0') >= 0) {
                    statement.setString(i + 1, text.replace('\0', '\uFFFD')); // PostgreSQL takes no such text
                } else {
                    statement.setObject(i + 1, value);
                }
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new RefusedStatementException(sql, e);
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = handle.getConnection().prepareStatement(sql);
        prepared.put(sql, statement);
        if (prepared.size() > KEPT) {
            String oldest = prepared.keySet().iterator().next();
            PreparedStatement unused = prepared.remove(oldest);
            if (unused != null) {
                unused.close();
            }
        }
        return statement;
    }

    /** A statement that the database did not run; its cause says why. */
    static final class RefusedStatementException extends RuntimeException {
        RefusedStatementException(String sql, SQLException cause) {
            super("statement failed: " + cause.getMessage() + "  [" + sql + "]", cause);
        }
    }
}
