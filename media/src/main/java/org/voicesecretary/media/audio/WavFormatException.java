package org.voicesecretary.media.audio;

import java.io.IOException;

/** A file or a byte sequence is not a WAV sound that can be read; the message says what was found and what was expected. */
public final class WavFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    public WavFormatException(String message) {
        super(message);
    }
}
