package org.voicesecretary.pbx.registrar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.sip.RequestAuthenticator;
import org.voicesecretary.sip.RequestReply;
import org.voicesecretary.sip.RequestReply.HeaderField;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipParser;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.time.WheelTimers;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.ListeningPoint;
import org.voicesecretary.sip.transport.Transport;

/** Whether somebody who guesses can tell an extension that exists from one that does not: by the answer, or by how long it takes. */
@Tag("db")
@Timeout(60)
class WrongPasswordTimeTest {
    private static final int LOGINS = 20;
    private static final int PAIRS = 1_500;
    /** By so much the medians may differ: less than a digest that is left out, or a look-up more, makes. */
    private static final double SAME = 0.05;
    /** A difference that is there is there in each round; one of the machine is not. */
    private static final int ROUNDS = 40;

    @TempDir
    Path directory;

    private final WheelTimers timers =
            new WheelTimers(task -> Thread.ofVirtual().start(task));
    private AppliedOffice office;
    private PhoneRegistrar registrar;

    @BeforeEach
    void open() {
        office = new AppliedOffice(directory);
        var yaml = new StringBuilder(AppliedOffice.ACCOUNT).append("extensions:\n");
        for (int i = 0; i < LOGINS; i++) {
            yaml.append("  - {number: ").append(200 + i).append(", password: secret-of-somebody}\n");
        }
        office.apply(yaml.toString());
        registrar = PhoneRegistrar.open(
                new OfficeSubscribers(office.followed()),
                new DeviceAddresses(),
                (source, username) -> {},
                office.database().database(),
                office.database().writer(),
                new PhoneRegistrar.Surroundings(InstantSource.system(), timers, new SecureRandom()));
    }

    @AfterEach
    void close() {
        timers.close();
        office.close();
    }

    /** A phone that is far away. */
    private record Somewhere() implements Flow {
        @Override
        public Transport transport() {
            return Transport.UDP;
        }

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress("192.0.2.1", 5060);
        }

        @Override
        public ListeningPoint point() {
            return ListeningPoint.parse("udp:127.0.0.1:5060");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void send(byte[] message, Consumer<IOException> onFailure) {
            throw new AssertionError("the answer is returned, not sent");
        }
    }

    private static SipRequest request(String method, String login, String... more) throws SipParseException {
        String text = """
                %s sip:office.example SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
                From: <sip:%s@office.example>;tag=1
                To: <sip:%s@office.example>
                Call-ID: guess
                CSeq: 1 %s
                Contact: <sip:192.0.2.1>
                %s
                """.formatted(method, login, login, method, String.join("\n", more))
                        .stripTrailing() + "\n\n";
        byte[] bytes = text.replace("\n", "\r\n").getBytes(UTF_8);
        return (SipRequest) SipParser.parseDatagram(bytes, 0, bytes.length);
    }

    private RequestReply answer(SipRequest request) throws InterruptedException {
        if (request.method().name().equals("REGISTER")) {
            return registrar.onRequest(request, new Somewhere());
        }
        return switch (registrar.caller(request, new Somewhere())) {
            case RequestAuthenticator.Result.Unknown(var reply) -> reply;
            case RequestAuthenticator.Result.Wrong(var _, var reply) -> reply;
            case RequestAuthenticator.Result.Known(var login) -> throw new AssertionError(login + " is known");
        };
    }

    /** Requests with the wrong password, which answer a challenge of ours, for so many extensions from {@code first} on. */
    private List<SipRequest> guesses(String method, int first) throws Exception {
        String kind = method.equals("REGISTER") ? "Authorization" : "Proxy-Authorization";
        List<SipRequest> guesses = new ArrayList<>();
        for (int i = 0; i < LOGINS; i++) {
            String login = "123456-" + (first + i);
            String challenge =
                    answer(request(method, login)).headers().getFirst().value();
            String nonce = challenge.replaceAll(".*nonce=\"([^\"]+)\".*", "$1");
            guesses.add(request(
                    method,
                    login,
                    kind + ": Digest username=\"" + login
                            + "\", realm=\"voice-secretary\", nonce=\"" + nonce
                            + "\", uri=\"sip:office.example\", response=\"0123456789abcdef0123456789abcdef\","
                            + " algorithm=MD5, qop=auth, nc=00000001, cnonce=\"0a4f113b\""));
        }
        return guesses;
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "INVITE"})
    void theAnswerIsTheSameButForWhatIsNewInEachChallenge(String method) throws Exception {
        SipRequest existing = guesses(method, 200).getFirst();
        SipRequest unknown = guesses(method, 800).getFirst();

        assertThat(text(answer(unknown))).isEqualTo(text(answer(existing)));
        assertThat(text(answer(request(method, "123456-800"))))
                .as("without a password")
                .isEqualTo(text(answer(request(method, "123456-200"))));
    }

    private static String text(RequestReply reply) {
        var text = new StringBuilder(reply.status() + " " + reply.reason());
        for (HeaderField header : reply.headers()) {
            text.append('\n').append(header.name()).append(": ").append(header.value());
        }
        return text.toString().replaceAll("nonce=\"[^\"]{43}\"", "nonce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "INVITE"})
    void theAnswerTakesAsLong(String method) throws Exception {
        List<SipRequest> existing = guesses(method, 200);
        List<SipRequest> unknown = guesses(method, 800);
        compare(existing, unknown); // the code is compiled meanwhile

        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double ratio = compare(existing, unknown);
            ratios.add(ratio);
            if (Math.abs(ratio - 1) < SAME) {
                return;
            }
        }
        assertThat(ratios)
                .as("time for an unknown extension through time for a wrong password, in each round")
                .anyMatch(ratio -> Math.abs(ratio - 1) < SAME);
    }

    /** The median time for those that do not exist through that for those that do, asked in turns. */
    private double compare(List<SipRequest> existing, List<SipRequest> unknown) throws Exception {
        long[] first = new long[PAIRS];
        long[] second = new long[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            first[i] = nanos(existing.get(i % LOGINS));
            second[i] = nanos(unknown.get(i % LOGINS));
        }
        Arrays.sort(first);
        Arrays.sort(second);
        return (double) second[PAIRS / 2] / first[PAIRS / 2];
    }

    private long nanos(SipRequest guess) throws InterruptedException {
        long begin = System.nanoTime();
        RequestReply reply = answer(guess);
        long taken = System.nanoTime() - begin;
        assertThat(reply.status()).isBetween(401, 407);
        return taken;
    }
}
