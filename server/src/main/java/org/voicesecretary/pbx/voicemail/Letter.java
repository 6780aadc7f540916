package org.voicesecretary.pbx.voicemail;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail.
 *
 * @param attachment null = none
 */
record Letter(
        String from,
        List<String> to,
        String subject,
        String text,
        @Nullable Attachment attachment) {
    Letter {
        to = List.copyOf(to);
    }

    /** @param type such as {@code audio/mpeg} */
    record Attachment(Path file, String name, String type) {}
}
