package org.voicesecretary.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What a machine has; a port, so that a check is tested for machines that are full. */
interface Machine {
    /** Bytes that this user may still write on the disk of a directory. */
    long free(Path directory) throws IOException;

    /** How many files and sockets a process may have open; empty where no limit is known. */
    OptionalLong openFiles();

    /** This one. */
    static Machine ofSystem() {
        return new Machine() {
            @Override
            public long free(Path directory) throws IOException {
                return Files.getFileStore(directory).getUsableSpace();
            }

            @Override
            public OptionalLong openFiles() {
                return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                        ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                        : OptionalLong.empty();
            }
        };
    }
}
