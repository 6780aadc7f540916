package org.voicesecretary.pbx.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallKind;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.FakeLeg;
import org.voicesecretary.call.Filler;
import org.voicesecretary.call.Guards;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.call.Recorder;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.SimulatedTime;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.call.Talk;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.sip.message.Host;
import org.voicesecretary.sip.registration.Binding;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.CallTimeline;

/** What telephones show of a caller. */
@Tag("db")
class RegisteredPhonesTest {
    @TempDir
    Path directory;

    private AppliedOffice applied;

    @BeforeEach
    void open() {
        applied = new AppliedOffice(directory);
        applied.apply(ACCOUNT + "extensions: [{number: 101, name: Anna}, {number: 102, name: Bob, enabled: false}]");
    }

    @AfterEach
    void close() {
        applied.close();
    }

    private List<DialOrder> rung(String extension, Talk talk, String... contacts) {
        Map<String, List<Binding>> bindings = Map.of(
                "123456-" + extension,
                List.of(contacts).stream().map(RegisteredPhonesTest::binding).toList());
        var phones = new RegisteredPhones(
                login -> bindings.getOrDefault(login, List.of()), telephone -> new Host("192.0.2.1"));
        Office office = applied.office();
        return phones.party(talk, office, office.extension(extension).orElseThrow())
                .phones();
    }

    private static Binding binding(String contact) {
        try {
            return Binding.parse("<sip:" + contact + "@192.0.2.7>;cseq=1;reg-id=0;priority=1000;expires=0"
                    + ";reach=CONTACT;aor=\"123456-101\";call-id=\"c\";source=\"udp:192.0.2.7:5060\""
                    + ";local=\"udp:192.0.2.1:5060\";user-agent=\"\";instance=\"\"");
        } catch (org.voicesecretary.sip.message.SipParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String from(List<DialOrder> rung) {
        return rung.getFirst().options().from().orElseThrow().text();
    }

    @Test
    void theNumberOfACallerOutsideWithTheNameThatTheScriptGave() {
        assertThat(from(rung("101", new Caller(new CallKind.Incoming(), "442037690000", null), "a")))
                .isEqualTo("<sip:442037690000@192.0.2.1>");
        assertThat(from(rung("101", new Caller(new CallKind.Incoming(), "442037690000", "Mr \"X\" Ü"), "a")))
                .isEqualTo("\"Mr \\\"X\\\" Ü\" <sip:442037690000@192.0.2.1>");
    }

    @Test
    void aCallerWithoutANumberStaysAnonymous() {
        List<DialOrder> rung = rung("101", new Caller(new CallKind.Incoming(), "0", null), "a");
        assertThat(from(rung)).isEqualTo("\"Anonymous\" <sip:anonymous@anonymous.invalid>");
        assertThat(rung.getFirst().options().headers())
                .extracting(field -> field.name() + ": " + field.value())
                .containsExactly("Privacy: id");
        assertThat(from(rung("101", new Caller(new CallKind.Incoming(), "0", "VIP"), "a")))
                .isEqualTo("\"VIP\" <sip:anonymous@anonymous.invalid>");
    }

    @Test
    void nameAndNumberOfAColleague() {
        List<DialOrder> rung = rung("101", new Caller(new CallKind.Internal("102"), "102", null), "a");
        assertThat(from(rung)).isEqualTo("\"Bob\" <sip:102@192.0.2.1>");
        assertThat(rung.getFirst().options().to().orElseThrow().text()).isEqualTo("\"Anna\" <sip:101@192.0.2.1>");
    }

    @Test
    void allTelephonesOfAnExtensionRingAndNoneOfOneThatIsSwitchedOff() {
        Caller caller = new Caller(new CallKind.Incoming(), "442037690000", null);
        assertThat(rung("101", caller, "a", "b"))
                .extracting(DialOrder::label)
                .containsExactly("101 at udp:192.0.2.7:5060", "101 at udp:192.0.2.7:5060");
        assertThat(rung("101", caller)).isEmpty();
        assertThat(rung("102", caller, "a")).isEmpty();
    }

    /** A call of which only the caller is of interest. */
    private record Caller(
            CallKind kind, String number, @Nullable String name) implements Talk {
        @Override
        public CallContext call() {
            var settings = new NumberSettings(
                    "1a2b3c4d5e6f7a8b9c0d",
                    "442037691881",
                    Language.EN,
                    java.time.ZoneOffset.UTC,
                    null,
                    new Filler(false, java.time.Duration.ofSeconds(1), ""),
                    new Guards(java.time.Duration.ofHours(1), 100, 20, java.time.Duration.ofMillis(200)));
            return new CallContext(
                    new CallId("in_" + "0".repeat(40)), kind, number, "442037691881", Instant.EPOCH, settings);
        }

        @Override
        public Optional<String> callerName() {
            return Optional.ofNullable(name);
        }

        @Override
        public Speaker caller() {
            var time = new SimulatedTime(Instant.EPOCH);
            return new Speaker(
                    new FakeLeg(time, new Mailbox(time)), number, kind.from().orElse(null));
        }

        @Override
        public void callerIs(Speaker speaker) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RedirectTargets targets() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mailbox mailbox() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CallTimeline timeline() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long now() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long never() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CallSignal await(long deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CallEnd endOf(CallSignal.Ending ending) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean answered() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void soundBeforeAnswer() {}

        @Override
        public Optional<CallEnd> answer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CallEnd> say(List<Announcement> announcements) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void callersTurn() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void tell(WebhookEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Recorder recorder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void takenBy(String extension) {
            throw new UnsupportedOperationException();
        }
    }
}
