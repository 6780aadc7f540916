package org.voicesecretary.prompt;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is not usable as a sound. The message names the file, what is wrong with it and what to do. */
public final class SoundImportException extends IOException {
    private static final long serialVersionUID = 1L;

    public SoundImportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
