package org.voicesecretary.media;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.srtp.SrtpKeys;
import org.voicesecretary.media.srtp.SrtpSession;

/** Encrypts and decrypts the packets of a session, where that was agreed. On the loop's thread only. */
final class Encryption {
    private final StreamHome home;
    private @Nullable SrtpSession srtp;
    private @Nullable SrtpSession last; // its counts go on, even after a time in the clear: our key stays the same
    private boolean awaited;

    Encryption(StreamHome home) {
        this.home = home;
    }

    /** Nothing goes or comes before there are keys, which a handshake will bring. */
    void await() {
        awaited = true;
    }

    /** From now on with these keys; null in the clear. */
    void agree(@Nullable SrtpKeys keys) {
        if (keys == null) {
            srtp = null;
            return;
        }
        SrtpSession session = last;
        if (session == null || !session.keys().equals(keys)) {
            session = new SrtpSession(keys, session);
            last = session;
        }
        srtp = session;
    }

    /**
     * Protects what is between position and limit of a buffer of the scratch, which has room for it.
     *
     * @return false where it must not be sent: another packet of the same number was
     */
    boolean protect(ByteBuffer packet, boolean rtcp) {
        SrtpSession session = srtp;
        if (session == null) {
            return !awaited;
        }
        byte[] bytes = home.scratch().secured;
        int length = packet.remaining();
        packet.get(packet.position(), bytes, 0, length);
        int secured = rtcp ? session.protectRtcp(bytes, length) : session.protect(bytes, length);
        if (secured < 0) {
            return false;
        }
        replace(packet, bytes, secured);
        return true;
    }

    /** Opens what has come, in its buffer; false where it is not authentic. */
    boolean open(ByteBuffer packet, boolean rtcp) {
        SrtpSession session = srtp;
        if (session == null) {
            return !awaited;
        }
        int length = packet.remaining();
        if (length > LoopScratch.LONGEST) {
            return false;
        }
        byte[] bytes = home.scratch().secured;
        packet.get(packet.position(), bytes, 0, length);
        int opened = rtcp ? session.openRtcp(bytes, length) : session.open(bytes, length);
        if (opened < 0) {
            return false;
        }
        replace(packet, bytes, opened);
        return true;
    }

    private static void replace(ByteBuffer packet, byte[] bytes, int length) {
        packet.clear();
        packet.put(bytes, 0, length).flip();
    }
}
