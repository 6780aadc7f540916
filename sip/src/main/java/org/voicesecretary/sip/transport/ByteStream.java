package org.voicesecretary.sip.transport;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of one connection. One thread reads, another one writes, a third one may close: all may block but the closing. */
interface ByteStream extends Closeable {

    Transport transport();

    /** Connects where that is to be done, and shakes hands. */
    void open() throws IOException;

    /** How many bytes came, at least one; −1 at the end. */
    int read(byte[] buffer) throws IOException;

    void write(byte[] bytes) throws IOException;
}
