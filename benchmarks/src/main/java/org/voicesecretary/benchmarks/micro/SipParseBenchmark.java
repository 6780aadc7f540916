package org.voicesecretary.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipParser;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/** An INVITE with its description of sound, read, and answered. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SipParseBenchmark {
    /** As a trunk would send it. */
    static final String INVITE = """
            INVITE sip:442037691881@192.0.2.10:5060 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.77:5060;branch=z9hG4bK776asdhds;rport
            Via: SIP/2.0/UDP 198.51.100.4:5060;branch=z9hG4bKnashds8;received=198.51.100.4
            Record-Route: <sip:192.0.2.77;lr>
            Max-Forwards: 69
            From: "Anna" <sip:+493012345678@trunk.example>;tag=1928301774
            To: <sip:442037691881@192.0.2.10>
            Call-ID: a84b4c76e66710@198.51.100.4
            CSeq: 314159 INVITE
            Contact: <sip:493012345678@198.51.100.4:5060>
            Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, PRACK
            Supported: 100rel, timer, replaces
            Session-Expires: 1800
            P-Asserted-Identity: <sip:+493012345678@trunk.example>
            User-Agent: Example trunk 4.2
            Content-Type: application/sdp
            Content-Length: 212

            v=0
            o=- 20518 0 IN IP4 198.51.100.4
            s=-
            c=IN IP4 198.51.100.4
            t=0 0
            m=audio 40376 RTP/AVP 8 0 101
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            """.replace("\n", "\r\n");

    private final byte[] bytes = INVITE.getBytes(StandardCharsets.US_ASCII);
    private final SipRequest request = request();

    private SipRequest request() {
        try {
            return (SipRequest) SipParser.parseDatagram(bytes, 0, bytes.length);
        } catch (SipParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes to message. */
    @Benchmark
    public SipMessage parse() throws SipParseException {
        return SipParser.parseDatagram(bytes, 0, bytes.length);
    }

    /** The headers that every request is asked for. */
    @Benchmark
    public int look() {
        return request.topVia().port()
                + request.callId().length()
                + (int) request.cseq().number();
    }

    /** A response and its bytes. */
    @Benchmark
    public byte[] answer() {
        return SipResponse.answering(request, 180, "Ringing", "tag4711").encode();
    }
}
