package org.voicesecretary.benchmarks.phones;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One phone and the call it is in. On the signalling thread only, but for {@link #leg}. */
final class Phone {
    /** Where the call stands. */
    enum State {
        FREE,
        CALLING,
        PROCEEDING,
        TALKING,
        HANGING_UP
    }

    /** RFC 3261 T1, and how long a transaction is waited for: shorter than 64·T1, so that a lost call does not hold up the run. */
    private static final long FIRST_RESEND_NANOS = 500_000_000L;

    private static final long GIVE_UP_NANOS = 10_000_000_000L;

    final int number;
    private final InetSocketAddress server;
    private final String self;
    private int generation;
    private State state = State.FREE;
    private @Nullable DialRun run;
    private volatile @Nullable MediaLeg leg;
    private String requestUri = "";
    private String callId = "";
    private String to = "";
    private String target = "";
    private String pending = "";
    private long since;
    private long resendAt;
    private long resendAfter;

    Phone(int number, InetSocketAddress server, String self) {
        this.number = number;
        this.server = server;
        this.self = self;
    }

    /** Which call of this phone it is, for telling late messages of the last one. */
    int generation() {
        return generation;
    }

    State state() {
        return state;
    }

    /** When the state was entered. */
    long since() {
        return since;
    }

    DialRun run() {
        DialRun current = run;
        if (current == null) {
            throw new IllegalStateException("phone " + number + " is in no call");
        }
        return current;
    }

    @Nullable
    MediaLeg leg() {
        return leg;
    }

    /** The INVITE of a new call. */
    String dial(DialRun forRun, int mediaPort, String salt, long now) {
        generation++;
        run = forRun;
        leg = null;
        callId = number + "." + generation + "." + salt;
        requestUri = "sip:" + forRun.plan().number() + "@" + server.getHostString() + ":" + server.getPort();
        to = "<" + requestUri + ">";
        target = requestUri;
        enter(State.CALLING, now);
        String sdp = "v=0\r\no=bench 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + mediaPort
                + " RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=rtcp-mux\r\n";
        pending = request("INVITE", requestUri, 1, "i")
                + "Contact: <sip:bench@" + self + ">\r\nAllow: INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE\r\n"
                + "Content-Type: application/sdp\r\nContent-Length: " + sdp.length() + "\r\n\r\n" + sdp;
        return resendLater(now);
    }

    void proceeds() {
        if (state == State.CALLING) {
            state = State.PROCEEDING;
        }
    }

    /** The ACK to the 200. */
    String answered(SipHead response, MediaLeg joined, long now) {
        to = response.to();
        target = response.target(requestUri);
        leg = joined;
        enter(State.TALKING, now);
        return ackOfOk();
    }

    String ackOfOk() {
        return request("ACK", target, 1, "a" + generation) + "Content-Length: 0\r\n\r\n";
    }

    /** The ACK to a refusal. RFC 3261 §17.1.1.3: the branch of the INVITE. */
    String ackOfRefusal(SipHead response) {
        to = response.to();
        return request("ACK", requestUri, 1, "i") + "Content-Length: 0\r\n\r\n";
    }

    String bye(long now) {
        enter(State.HANGING_UP, now);
        pending = request("BYE", target, 2, "b") + "Content-Length: 0\r\n\r\n";
        return resendLater(now);
    }

    void free() {
        state = State.FREE;
        run = null;
        leg = null;
        pending = "";
    }

    /** Whether the request under way is to be sent again now. */
    boolean resendDue(long now) {
        return (state == State.CALLING || state == State.HANGING_UP) && now - resendAt >= 0;
    }

    /** Whether nobody need wait any longer for the answer to the request under way. */
    boolean givenUp(long now) {
        return (state == State.CALLING || state == State.PROCEEDING || state == State.HANGING_UP)
                && now - since > GIVE_UP_NANOS;
    }

    /** The request under way once more. */
    String resend(long now) {
        resendAfter *= 2;
        resendAt = now + resendAfter;
        return pending;
    }

    private String resendLater(long now) {
        resendAfter = FIRST_RESEND_NANOS;
        resendAt = now + resendAfter;
        return pending;
    }

    private void enter(State next, long now) {
        state = next;
        since = now;
    }

    private String request(String method, String uri, int cseq, String branch) {
        return method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + self + ";branch=z9hG4bK" + branch + callId
                + ";rport\r\nMax-Forwards: 70\r\nFrom: <sip:4930" + (1_000_000 + number) + "@127.0.0.1>;tag=f" + callId
                + "\r\nTo: " + to + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + " " + method + "\r\n";
    }
}
