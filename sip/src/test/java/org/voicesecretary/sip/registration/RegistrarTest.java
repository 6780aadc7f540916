package org.voicesecretary.sip.registration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.sip.message.SipParser;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.time.ManualTimers;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.Transport;

/** RFC 3261 §10.3, RFC 3327 and RFC 5626 by hand-moved time. */
@Tag("unit")
class RegistrarTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String AOR = "7-101";
    private static final String INSTANCE = ";+sip.instance=\"<urn:uuid:0001>\"";

    private final ManualTimers time = new ManualTimers();
    private final InstantSource clock = () -> START.plusNanos(time.nanoTime());
    private final List<String> changes = new ArrayList<>();
    private final BindingStore store = new BindingStore(clock, time, this::note);
    private final Registrar registrar = new Registrar(
            new RegistrarPolicy(
                    Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofMinutes(30), 2, Duration.ofSeconds(120)),
            store,
            clock);
    private final FakeFlow udp = new FakeFlow(Transport.UDP, "192.0.2.1", 5062);
    private long cseq;

    private void note(BindingChange change) {
        changes.add(change.getClass().getSimpleName()
                + (change instanceof BindingChange.Removed removed ? " " + removed.cause() : ""));
    }

    private static SipRequest request(String callId, long number, String more) {
        String text = """
                REGISTER sip:office.example SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bKr%d
                From: <sip:7-101@office.example>;tag=f
                To: <sip:7-101@office.example>
                Call-ID: %s
                CSeq: %d REGISTER
                """.formatted(number, callId, number) + more + "\n\n";
        byte[] bytes = text.replace("\n\n\n", "\n\n").replace("\n", "\r\n").getBytes(UTF_8);
        try {
            return (SipRequest) SipParser.parseDatagram(bytes, 0, bytes.length);
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }

    private Registrar.Answer register(String more) {
        return register(more, udp);
    }

    private Registrar.Answer register(String more, Flow source) {
        return registrar.register(AOR, request("call", ++cseq, more), source);
    }

    private Registrar.Answer contact(String contact) {
        return register("Contact: " + contact);
    }

    private List<String> there() {
        return store.of(AOR).stream().map(binding -> binding.contact().text()).toList();
    }

    // ---- RFC 3261 §10.3

    @Test
    void aContactIsBoundAndAnsweredWithItsTimeAndTheDate() {
        Registrar.Answer answer = contact("<sip:7-101@192.0.2.1:5062>;expires=600;q=0.5");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().all("Contact")).containsExactly("<sip:7-101@192.0.2.1:5062>;expires=600;q=0.500");
        assertThat(answer.headers().first("Date")).isEqualTo("Sun, 01 Mar 2026 10:00:00 GMT");
        assertThat(answer.headers().has("Service-Route")).isFalse();
        assertThat(changes).containsExactly("Added");
        assertThat(store.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'Contact: <sip:a@192.0.2.1>', 1800",
        "'Contact: <sip:a@192.0.2.1>\nExpires: 90', 90",
        "'Contact: <sip:a@192.0.2.1>;expires=120\nExpires: 90', 120",
        "'Contact: <sip:a@192.0.2.1>;expires=7200', 3600",
        "'Contact: <sip:a@192.0.2.1>;expires=99999999999', 3600",
        "'Contact: <sip:a@192.0.2.1>;expires=soon', 3600",
    })
    void theTimeIsTheParameterElseTheHeaderElseWhatIsUsual(String more, String granted) {
        assertThat(register(more).headers().first("Contact")).contains("expires=" + granted);
    }

    @Test
    void tooShortATimeIsRefusedAndChangesNothing() {
        Registrar.Answer answer = contact("<sip:a@192.0.2.1>;expires=600, <sip:b@192.0.2.1>;expires=59");
        assertThat(answer.status()).isEqualTo(423);
        assertThat(answer.headers().first("Min-Expires")).isEqualTo("60");
        assertThat(there()).isEmpty();
    }

    @Test
    void aBindingExpiresByItself() {
        contact("<sip:a@192.0.2.1>;expires=60");
        time.advance(Duration.ofSeconds(59));
        assertThat(there()).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(there()).isEmpty();
        assertThat(store.size()).isZero();
        assertThat(changes).containsExactly("Added", "Removed EXPIRED");
        assertThat(time.pending()).isZero();
    }

    @Test
    void aRefreshedBindingLivesOn() {
        contact("<sip:a@192.0.2.1>;expires=60");
        time.advance(Duration.ofSeconds(50));
        contact("<sip:a@192.0.2.1>;expires=60");
        time.advance(Duration.ofSeconds(50));
        assertThat(there()).hasSize(1);
        assertThat(changes).containsExactly("Added", "Refreshed");
        assertThat(time.pending()).isEqualTo(1);
    }

    @Test
    void aQueryHasNoContactAndChangesNothing() {
        contact("<sip:a@192.0.2.1>");
        assertThat(register("Expires: 0").headers().all("Contact")).hasSize(1);
        assertThat(changes).containsExactly("Added");
    }

    @Test
    void bindingsComeByPriority() {
        contact("<sip:low@192.0.2.1>;q=0.1, <sip:high@192.0.2.1>;q=0.9");
        assertThat(there()).containsExactly("sip:high@192.0.2.1", "sip:low@192.0.2.1");
    }

    @Test
    void zeroRemovesOneAndAStarRemovesAll() {
        contact("<sip:a@192.0.2.1>, <sip:b@192.0.2.1>");
        contact("<sip:a@192.0.2.1>;expires=0");
        assertThat(there()).containsExactly("sip:b@192.0.2.1");
        contact("<sip:a@192.0.2.1>");
        assertThat(register("Contact: *\nExpires: 0").headers().has("Contact")).isFalse();
        assertThat(there()).isEmpty();
        assertThat(changes).endsWith("Removed UNREGISTERED", "Removed UNREGISTERED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contact: *", "Contact: *\nExpires: 60", "Contact: *, <sip:a@192.0.2.1>\nExpires: 0"})
    void aStarThatIsNotARemovalIsMalformed(String more) {
        contact("<sip:a@192.0.2.1>");
        assertThat(register(more).status()).isEqualTo(400);
        assertThat(there()).hasSize(1);
    }

    @Test
    void anOlderRequestOfTheSameRegistrationChangesNothing() {
        contact("<sip:a@192.0.2.1>");
        contact("<sip:a@192.0.2.1>");
        var old = request("call", 1, "Contact: <sip:b@192.0.2.1>, <sip:a@192.0.2.1>;expires=0");
        assertThat(registrar.register(AOR, old, udp).status()).isEqualTo(500);
        assertThat(registrar
                        .register(AOR, request("call", 1, "Contact: *\nExpires: 0"), udp)
                        .status())
                .isEqualTo(500);
        assertThat(there()).containsExactly("sip:a@192.0.2.1");
        var restarted = request("another", 1, "Contact: <sip:a@192.0.2.1>;expires=0");
        assertThat(registrar.register(AOR, restarted, udp).status()).isEqualTo(200);
        assertThat(there()).isEmpty();
    }

    @Test
    void oneDeviceTooManyIsRefusedButTheOthersMayRefresh() {
        contact("<sip:a@192.0.2.1>, <sip:b@192.0.2.1>");
        assertThat(contact("<sip:c@192.0.2.1>").status()).isEqualTo(403);
        assertThat(contact("<sip:a@192.0.2.1>").status()).isEqualTo(200);
        assertThat(contact("<sip:a@192.0.2.1>;expires=0, <sip:c@192.0.2.1>").status())
                .isEqualTo(200);
        assertThat(there()).containsExactlyInAnyOrder("sip:b@192.0.2.1", "sip:c@192.0.2.1");
    }

    @Test
    void contactsAreComparedAsUris() {
        contact("<sip:a@192.0.2.1;transport=udp>");
        contact("<sip:a@192.0.2.1;TRANSPORT=UDP>");
        assertThat(there()).hasSize(1);
        contact("<sip:a@192.0.2.1>");
        assertThat(there()).hasSize(2);
    }

    // ---- RFC 3327

    @Test
    void thePathIsKeptAndToldToThoseWhoKnowIt() {
        String path = "Path: <sip:edge2.example;lr>,<sip:token@edge1.example;lr;ob>\n";
        Registrar.Answer silent = register(path + "Contact: <sip:a@192.0.2.1>");
        assertThat(silent.headers().has("Path")).isFalse();
        Registrar.Answer told = register("Supported: path\n" + path + "Contact: <sip:a@192.0.2.1>");
        assertThat(told.headers().list("Path")).hasSize(2);
        Binding binding = store.of(AOR).getFirst();
        assertThat(binding.path())
                .extracting(Object::toString)
                .containsExactly("sip:edge2.example;lr", "sip:token@edge1.example;lr;ob");
        assertThat(binding.reach()).isEqualTo(Binding.Reach.CONTACT);
    }

    @Test
    void aPathThatIsNoSipUriIsMalformed() {
        assertThat(register("Path: <tel:+123>\nContact: <sip:a@192.0.2.1>").status())
                .isEqualTo(400);
    }

    // ---- RFC 5626

    private String outbound(int port, int regId) {
        return "Supported: path, outbound\nContact: <sip:a@10.0.0.7:" + port + ";ob>;reg-id=" + regId + INSTANCE;
    }

    @Test
    void aFlowIsAcceptedAndReplacesTheOneItTakesTheNumberOf() {
        var first = new FakeFlow(Transport.TCP, "192.0.2.1", 40_001);
        var second = new FakeFlow(Transport.TCP, "192.0.2.1", 40_002);
        Registrar.Answer answer = register(outbound(40_001, 1), first);
        assertThat(answer.headers().first("Require")).isEqualTo("outbound");
        assertThat(answer.headers().first("Flow-Timer")).isEqualTo("120");
        assertThat(answer.headers().first("Contact")).contains("reg-id=1", "+sip.instance=\"<urn:uuid:0001>\"");
        assertThat(first.held).isEqualTo(Duration.ofMinutes(30));
        register(outbound(40_002, 1), second);
        assertThat(store.of(AOR)).singleElement().satisfies(binding -> {
            assertThat(binding.flow()).isSameAs(second);
            assertThat(binding.reach()).isEqualTo(Binding.Reach.FLOW_ONLY);
        });
        assertThat(changes).containsExactly("Added", "Refreshed");
        store.onFlowClosed(first);
        assertThat(there()).hasSize(1);
    }

    @Test
    void severalFlowsOfOneDeviceCountAsOneDevice() {
        register(outbound(40_001, 1), new FakeFlow(Transport.TCP, "192.0.2.1", 40_001));
        register(outbound(40_002, 2), new FakeFlow(Transport.TCP, "192.0.2.1", 40_002));
        assertThat(there()).hasSize(2);
        assertThat(contact("<sip:b@192.0.2.1>").status()).isEqualTo(200);
    }

    @Test
    void aClosedConnectionTakesItsBindingWithIt() {
        var flow = new FakeFlow(Transport.TCP, "192.0.2.1", 40_001);
        register(outbound(40_001, 1), flow);
        store.onFlowClosed(flow);
        assertThat(there()).isEmpty();
        assertThat(changes).containsExactly("Added", "Removed FLOW_FAILED");
    }

    @Test
    void aConnectionThatClosedMeanwhileTakesItsBindingToo() {
        var flow = new FakeFlow(Transport.TCP, "192.0.2.1", 40_001);
        flow.open = false;
        register(outbound(40_001, 1), flow);
        assertThat(there()).isEmpty();
    }

    @Test
    void aProxyThatKnowsNoFlowsIsToldSo() {
        String second = "Via: SIP/2.0/UDP 10.0.0.7:5060;branch=z9hG4bKx\n";
        assertThat(register(second + outbound(5060, 1)).status()).isEqualTo(439);
        assertThat(register(second + "Path: <sip:edge.example;lr;ob>\n" + outbound(5060, 1))
                        .status())
                .isEqualTo(200);
        assertThat(store.of(AOR).getFirst().regId()).isEqualTo(1);
    }

    @Test
    void aNumberWithoutSupportIsIgnoredButTheInstanceIsStillTheDevice() {
        register("Contact: <sip:a@192.0.2.1:5062>;reg-id=1" + INSTANCE);
        Registrar.Answer moved = register("Contact: <sip:a@192.0.2.1:5099>;reg-id=1" + INSTANCE);
        assertThat(moved.headers().has("Require")).isFalse();
        assertThat(there()).containsExactly("sip:a@192.0.2.1:5099");
        register("Contact: <sip:a@192.0.2.1:5099>;expires=0");
        assertThat(there()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, sip:a@192.0.2.1:5062, CONTACT",
        "UDP, sip:a@192.0.2.1:6000, CONTACT",
        "UDP, sip:a@10.0.0.7:5062, FLOW_ONLY",
        "UDP, sip:a@phone.invalid, FLOW_ONLY",
        "TCP, sip:a@192.0.2.1:5060, FLOW_FIRST",
        "TCP, sip:a@192.0.2.1:5062, FLOW_ONLY",
        "TCP, sip:a@10.0.0.7:5060, FLOW_ONLY",
    })
    void aDeviceBehindANatIsReachedByTheWayItCame(Transport transport, String contact, Binding.Reach reach) {
        register("Contact: <" + contact + ">", new FakeFlow(transport, "192.0.2.1", 5062));
        assertThat(store.of(AOR).getFirst().reach()).isEqualTo(reach);
    }

    // ---- restarts

    @Test
    void whatWasStoredComesBackButNotWhatAConnectionReached() throws Exception {
        contact("<sip:a@10.0.0.7;transport=udp>;q=0.7" + INSTANCE);
        register(outbound(40_001, 1), new FakeFlow(Transport.TCP, "192.0.2.1", 40_001));
        List<Binding> before = store.of(AOR);
        var read = new ArrayList<Binding>();
        for (Binding binding : before) {
            read.add(Binding.parse(binding.text()));
        }
        assertThat(read).isEqualTo(before.stream().map(Binding::withoutFlow).toList());
        var again = new BindingStore(clock, time, this::note);
        assertThat(again.restore(read))
                .singleElement()
                .satisfies(lost -> assertThat(lost.isOutbound()).isTrue());
        assertThat(again.of(AOR))
                .singleElement()
                .satisfies(kept -> assertThat(kept.source()).hasToString("udp:192.0.2.1:5062"));
        time.advance(Duration.ofHours(2));
        assertThat(again.size()).isZero();
    }

    @Test
    void fiftyThousandBindingsTakeLessThanFourKilobytesEach() throws Exception {
        System.gc();
        long before = used();
        for (int i = 0; i < 50_000; i++) {
            var from = new FakeFlow(Transport.UDP, "10.0." + i % 200 + ".7", 1024 + i % 60_000);
            var request = request(
                    "call-" + i,
                    1,
                    "User-Agent: Phone 1.0\nContact: <sip:7-" + i
                            + "@192.168.1.2:5060;line=abcdef>;+sip.instance=\"<urn:uuid:" + i + ">\"");
            registrar.register("7-" + i, request, from);
        }
        System.gc();
        assertThat(store.size()).isEqualTo(50_000);
        assertThat((used() - before) / 50_000).as("bytes a binding").isLessThan(4_000);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
