package org.voicesecretary.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Held by the one server that works in a {@code data-dir}: a second one would take the calls of the first for cut off. Commands
 * such as {@code apply} do not need it. The system drops it with the process, however that ends.
 */
public final class ServerLock implements AutoCloseable {
    private final FileChannel channel;

    private ServerLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StorageException if another server holds it */
    public static ServerLock take(DataDirectory data) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    data.path().resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) != null) {
                return new ServerLock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Fault.UNAVAILABLE, "data-dir " + data.path() + " cannot be locked: " + e, e);
        }
        throw new StorageException(
                StorageException.Fault.UNAVAILABLE,
                "data-dir " + data.path()
                        + " is in use by another running server; stop that one, or give this one a data-dir of its own",
                null);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // another server in this very process
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
