package org.voicesecretary.pbx.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.SystemCallClock;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.Binding;

@Tag("unit")
class LinesTest {
    private final Lines lines = new Lines(login -> login.equals("7-101") ? 2 : 0);

    private static DialOrder telephone(String contact) throws SipParseException {
        Binding binding = Binding.parse("<sip:" + contact + "@192.0.2.7>;cseq=1;reg-id=0;priority=1000;expires=0"
                + ";reach=CONTACT;aor=\"7-101\";call-id=\"c\";source=\"udp:192.0.2.7:5060\";local=\"udp:192.0.2.1:5060\""
                + ";user-agent=\"\";instance=\"\"");
        return new DialOrder("101", new DialOrder.To.Device(binding), InviteOptions.DEFAULTS);
    }

    private static Mailbox call() {
        return new Mailbox(new SystemCallClock());
    }

    @Test
    void callsThatAnExtensionMakesAndGetsCountAlike() throws Exception {
        Lines.Line own = lines.take("7-101").orElseThrow();
        Runnable ringing = lines.admit(telephone("a"), call()).orElseThrow();
        assertThat(lines.take("7-101")).isEmpty();
        assertThat(lines.admit(telephone("a"), call())).isEmpty();

        own.close();
        own.close();
        assertThat(lines.inUse("7-101")).isEqualTo(1);
        ringing.run();
        assertThat(lines.inUse("7-101")).isZero();
    }

    @Test
    void telephonesThatRingForOneCallAreOneLine() throws Exception {
        Mailbox call = call();
        Runnable first = lines.admit(telephone("a"), call).orElseThrow();
        Runnable second = lines.admit(telephone("b"), call).orElseThrow();
        assertThat(lines.inUse("7-101")).isEqualTo(1);
        first.run();
        assertThat(lines.inUse("7-101")).isEqualTo(1);
        second.run();
        assertThat(lines.inUse("7-101")).isZero();
    }

    @Test
    void anExtensionThatIsGoneHasNoLineAndAddressesOutsideHaveAny() throws Exception {
        assertThat(lines.take("7-999")).isEmpty();
        var outside =
                new DialOrder("out", new DialOrder.To.Address(SipUri.parse("sip:a@192.0.2.9")), InviteOptions.DEFAULTS);
        Optional<Runnable> admitted = lines.admit(outside, call());
        assertThat(admitted).isPresent();
        admitted.get().run();
    }
}
