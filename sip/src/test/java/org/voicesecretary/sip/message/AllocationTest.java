package org.voicesecretary.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What messages cost in garbage: the garbage collector decides how many calls a machine holds. */
@Tag("unit")
class AllocationTest {
    private static final byte[] INVITE =
            """
            INVITE sip:442037691881@192.0.2.10:5060 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-524287-1---7a2b;rport
            Max-Forwards: 70
            Contact: <sip:441234567890@192.0.2.1:5060>
            To: <sip:442037691881@192.0.2.10>
            From: "Trunk" <sip:441234567890@192.0.2.1>;tag=7a2b9e01
            Call-ID: 96b7b1d0a3f34c0e8d1f@192.0.2.1
            CSeq: 1 INVITE
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, PRACK
            Supported: 100rel, timer, replaces
            Session-Expires: 1800;refresher=uac
            Min-SE: 90
            P-Asserted-Identity: <sip:+441234567890@192.0.2.1>
            User-Agent: Carrier SBC 7.2
            Content-Type: application/sdp
            Content-Length: 6

            v=0\r
            """.replace("\n", "\r\n").replace("\r\r\n", "\r\n").concat("\n").getBytes(StandardCharsets.US_ASCII);

    private final MessageCheck check = new MessageCheck(Torture.ENDPOINT);
    private int sink;

    private void answered() {
        try {
            var invite = (SipRequest) Torture.parse(INVITE);
            if (!(check.check(invite) instanceof Verdict.Accept)) throw new AssertionError(check.check(invite));
            SipRequest noted = invite.withTopVia(invite.topVia().withSource("192.0.2.1", 5060));
            sink += SipResponse.answering(noted, 200, "OK", "t1").encode().length;
        } catch (SipParseException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readingAnInviteAndAnsweringItCostsLittleGarbage() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 2_000; i++) answered();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) answered();
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;
        assertThat(sink).isPositive();
        assertThat(each).isLessThan(9_000);
    }
}
