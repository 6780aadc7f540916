package org.voicesecretary.storage;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.voicesecretary.storage.StorageException.Fault;

/** Says what a failure of the database means and what to do. */
final class Faults {
    private final Engine engine;
    private final String where;

    /** @param where what to call the database in messages */
    Faults(Engine engine, String where) {
        this.engine = engine;
        this.where = where;
    }

    String where() {
        return where;
    }

    Fault fault(Throwable error) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            if (t instanceof StorageException known) {
                return known.fault();
            }
            if (t instanceof SQLException sql) {
                return fault(sql);
            }
        }
        return Fault.REFUSED;
    }

    StorageException describe(Throwable error) {
        if (error instanceof StorageException known) {
            return known;
        }
        Fault fault = fault(error);
        return new StorageException(
                fault, "database " + where + ": " + engine.advice(fault) + " (" + innermost(error) + ")", error);
    }

    private static Fault fault(SQLException e) {
        // SQLite's primary result codes are the low byte; PostgreSQL tells by SQLSTATE class.
        if (e.getClass().getName().startsWith("org.sqlite.")) {
            return switch (e.getErrorCode() & 0xff) {
                case 13 -> Fault.DISK_FULL; // SQLITE_FULL
                case 5, 6 -> Fault.BUSY; // SQLITE_BUSY, SQLITE_LOCKED
                case 11, 26 -> Fault.CORRUPT; // SQLITE_CORRUPT, SQLITE_NOTADB
                case 8, 10, 14, 23 -> Fault.UNAVAILABLE; // READONLY, IOERR, CANTOPEN, AUTH
                default -> Fault.REFUSED;
            };
        }
        if (e instanceof SQLTransientConnectionException) {
            return Fault.UNAVAILABLE; // the pool got no connection
        }
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.equals("53100")) {
            return Fault.DISK_FULL;
        }
        return switch (state.isEmpty() ? "" : state.substring(0, 2)) {
            // connection, authorization, no such database, resources, operator (it is being stopped), its machine
            case "08", "28", "3D", "53", "57", "58" -> Fault.UNAVAILABLE;
            case "25" -> state.equals("25006") ? Fault.UNAVAILABLE : Fault.REFUSED; // a standby, which is read only
            case "40", "55" -> Fault.BUSY; // deadlock, lock not available
            case "XX" -> state.equals("XX000") ? Fault.REFUSED : Fault.CORRUPT;
            default -> Fault.REFUSED;
        };
    }

    private static String innermost(Throwable error) {
        Throwable t = error;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return String.valueOf(t.getMessage());
    }
}
