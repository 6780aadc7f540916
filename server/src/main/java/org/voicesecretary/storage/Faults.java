package org.voicesecretary.storage;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.voicesecretary.storage.StorageException.Fault;

/** Says what a failure of the database means and what to do. */
final class Faults {
    private final String where;

    /** @param where what to call the database in messages */
    Faults(String where) {
        this.where = where;
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
        String advice = switch (fault) {
            case DISK_FULL -> "the disk is full; make room, the server then goes on by itself";
            case BUSY -> "it is locked by another process; find out which (fuser, lsof) and end it";
            case CORRUPT -> "the file is damaged or no database; restore it from a backup";
            case UNAVAILABLE -> "it cannot be read or written; check the path, its owner and the disk";
            case SCHEMA -> "its schema does not fit this version";
            case REFUSED -> "a statement was refused";
        };
        return new StorageException(fault, "database " + where + ": " + advice + " (" + innermost(error) + ")", error);
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
        if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57")) {
            return Fault.UNAVAILABLE;
        }
        return state.startsWith("40") || state.startsWith("55") ? Fault.BUSY : Fault.REFUSED;
    }

    private static String innermost(Throwable error) {
        Throwable t = error;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return String.valueOf(t.getMessage());
    }
}
