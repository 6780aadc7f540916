package org.voicesecretary.benchmarks.phones;

import org.jspecify.annotations.Nullable;

/** A call that a {@link Desk} gets. On the thread of its {@link DeskBank} only. */
final class DeskCall {
    private static final long RESEND_NANOS = 500_000_000L;

    /** Which phone it is to the {@link MediaBank}. */
    final int seat;

    private final SipHead invite;
    private final String tag;
    private final String contact;
    private String last = "";
    private boolean answered;
    private boolean acknowledged;
    private long resendAt;
    private @Nullable MediaLeg leg;

    DeskCall(SipHead invite, int seat, String self) {
        this.invite = invite;
        this.seat = seat;
        this.tag = "c" + seat;
        this.contact = "Contact: <sip:" + invite.requestUser() + "@" + self + ">\r\n";
    }

    String ringing() {
        last = invite.answer("180 Ringing", tag, contact, "");
        return last;
    }

    /** The 200, with a session description for {@code mediaPort}. */
    String answer(int mediaPort, MediaLeg joined, long now) {
        answered = true;
        leg = joined;
        resendAt = now + RESEND_NANOS;
        String body = "v=0\r\no=desk 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + mediaPort
                + " RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=rtcp-mux\r\n";
        last = invite.answer("200 OK", tag, contact + "Content-Type: application/sdp\r\n", body);
        return last;
    }

    /** The 487 after a CANCEL. */
    String cancelled() {
        last = invite.answer("487 Request Terminated", tag, "", "");
        return last;
    }

    boolean answered() {
        return answered;
    }

    void acknowledged() {
        acknowledged = true;
    }

    /** Whether the 200 is to be sent again, since no ACK came. RFC 3261 §13.3.1.4 */
    boolean resendDue(long now) {
        return answered && !acknowledged && now - resendAt >= 0;
    }

    /** The last answer once more. */
    String resend(long now) {
        resendAt = now + RESEND_NANOS;
        return last;
    }

    /** Where the server's sound comes from, as its offer says. */
    int audioPort() {
        return invite.audioPort();
    }

    @Nullable
    MediaLeg leg() {
        return leg;
    }
}
