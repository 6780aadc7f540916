package org.voicesecretary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class TroubleTest {
    @Test
    void aBarePathBecomesASentence() {
        assertThat(Trouble.inWords(new NoSuchFileException("a/b")))
                .isEqualTo("a/b is not there: create it, or name another");
        assertThat(Trouble.inWords(new AccessDeniedException("a/b")))
                .isEqualTo("a/b is closed to the user " + System.getProperty("user.name")
                        + ": let that user read and write it, or name another");
        assertThat(Trouble.inWords(new FileAlreadyExistsException("a/b")))
                .isEqualTo("a/b is a file, expected a directory: remove it, or name another");
        assertThat(Trouble.inWords(new FileSystemException("a/b", null, "No space left on device")))
                .isEqualTo("a/b: No space left on device");
    }

    @Test
    void whatHasAMessageOfItsOwnKeepsIt() {
        assertThat(Trouble.inWords(new SocketException("Network is unreachable")))
                .isEqualTo("Network is unreachable");
        assertThat(Trouble.inWords(new IOException())).isEqualTo("IOException");
    }
}
