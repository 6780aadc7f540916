package org.voicesecretary.storage;

/** The database did not do what it was asked. The message says what to do about it. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Fault {
        /** Nothing can be stored until there is room. */
        DISK_FULL,
        /** Another process holds the database, or the queue of writes is full. */
        BUSY,
        /** The file is damaged or is no database. */
        CORRUPT,
        /** The database, its directory or its server cannot be reached or written. */
        UNAVAILABLE,
        /** The schema was written by a newer version, or a migration failed. */
        SCHEMA,
        /** The statement was refused: a rule of the schema, or a bug. */
        REFUSED
    }

    private final Fault fault;

    public StorageException(Fault fault, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
