package org.voicesecretary.media;

import java.nio.ByteBuffer;
import org.voicesecretary.media.rtp.RtpView;
import org.voicesecretary.media.srtp.SrtpSession;

/** What all sessions of a loop use in turn, so that none has buffers of its own and no packet needs new ones. */
final class LoopScratch {
    /** Longer than any payload taken in; a packet of G.722 that long decodes to twice as many samples. */
    static final int LONGEST = 2048;

    final ByteBuffer packet = ByteBuffer.allocateDirect(LONGEST + SrtpSession.OVERHEAD);
    final byte[] secured = new byte[LONGEST + SrtpSession.OVERHEAD];
    final byte[] frame = new byte[LONGEST];
    final byte[] payload = new byte[LONGEST];
    final short[] samples = new short[2 * LONGEST];
    final short[] silence = new short[2 * LONGEST];
    final RtpView view = new RtpView();
}
