package org.voicesecretary.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The torture messages, mutated: the parser may refuse, and may do nothing else. The seeds are fixed, so that what
 * fails once fails again; {@code -Dfuzz.rounds=1000000} digs deeper.
 */
@Tag("fuzz")
class ParserFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20_000);
    private static final byte[][] SPICE = spice(
            "\r\n",
            "\r",
            "\n",
            "\r\n ",
            "\"",
            "<",
            ">",
            ";",
            ",",
            "%",
            "%00",
            "%ff",
            "=",
            ":",
            "@",
            "[",
            "]",
            "\\",
            "\0",
            " ",
            "\t",
            "sip:",
            "SIP/2.0",
            "Content-Length: 5\r\n",
            "l: -1\r\n",
            "v:",
            "*",
            "99999999999999999999",
            "ü",
            "\ufffd",
            "z9hG4bK",
            "--",
            "?a=b&c",
            "[::1]",
            "\r\n\r\n");

    private final List<byte[]> corpus = new ArrayList<>(Torture.messages().values());

    private static byte[][] spice(String... texts) {
        return Arrays.stream(texts).map(t -> t.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutatedMessagesAreReadOrRefusedAndNothingElse(long seed) {
        var random = new Random(seed);
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = mutated(random);
            String shown = "seed " + seed + " round " + i + ":\n" + new String(bytes, StandardCharsets.ISO_8859_1);
            boolean[] good = new boolean[1];
            assertThatCode(() -> good[0] = exercised(bytes)).as(shown).doesNotThrowAnyException();
            assertThatCode(() -> streamed(bytes, random)).as(shown).doesNotThrowAnyException();
            if (good[0]) read++;
        }
        // a parser that refuses everything would pass all the rest
        assertThat(read).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
    }

    private byte[] mutated(Random random) {
        byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, at + random.nextInt(12));
            bytes = switch (random.nextInt(6)) {
                case 0 -> spliced(bytes, at, to, new byte[0]);
                case 1 -> spliced(bytes, at, at, SPICE[random.nextInt(SPICE.length)]);
                case 2 -> spliced(bytes, at, to, SPICE[random.nextInt(SPICE.length)]);
                case 3 -> spliced(bytes, at, Math.min(bytes.length, at + 1), new byte[] {(byte) random.nextInt(256)});
                case 4 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                default -> {
                    byte[] other = corpus.get(random.nextInt(corpus.size()));
                    int from = random.nextInt(other.length);
                    yield spliced(bytes, at, at, Arrays.copyOfRange(other, from, Math.min(other.length, from + 80)));
                }
            };
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(with);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    /** Reads, judges, asks for everything, writes and reads again; false where the message was refused. */
    private static boolean exercised(byte[] bytes) throws SipParseException {
        var check = new MessageCheck(Torture.ENDPOINT);
        SipMessage message;
        try {
            message = Torture.parse(bytes);
        } catch (SipParseException e) {
            if (check.check(e) instanceof Verdict.Refuse refused && e.partial() != null) {
                refused.answer(e.partial().headers(), "tag").encode();
            }
            assertThat(e.getMessage()).doesNotContain("\n", "\r", "\0").hasSizeLessThan(600);
            return false;
        }
        Verdict verdict = switch (message) {
            case SipRequest request -> check.check(request);
            case SipResponse response -> check.check(response);
        };
        if (verdict instanceof Verdict.Refuse refused)
            refused.answer(message.headers(), "tag").encode();
        askForEverything(message);
        assertThat(Torture.parse(message.encode())).isEqualTo(message);
        SipMessage touched = message.withHeaders(message.headers().toBuilder().build());
        assertThat(Torture.parse(touched.encode())).isEqualTo(message);
        return true;
    }

    private static void askForEverything(SipMessage message) {
        message.topVia().text();
        message.vias();
        message.from().text();
        message.to().text();
        message.contacts().forEach(c -> assertThat(c.uri().equivalent(c.uri())).isTrue());
        message.routes();
        message.recordRoutes();
        message.contentType();
        message.maxForwards();
        message.expires();
        message.minSe();
        message.sessionExpires();
        message.rack();
        message.reasons();
        message.retryAfter();
        message.supports("100rel");
        message.typed(HeaderName.AUTHORIZATION, AuthValue::parse);
        message.typed(HeaderName.REPLACES, Replaces::parse);
        message.typed(HeaderName.EVENT, EventHeader::parse);
        message.typedList(HeaderName.WARNING, Warning::parse);
        message.typedList(HeaderName.PRIVACY, Privacy::parse);
        BodyPart.of(message);
        message.headers().withTopVia(message.topVia().withSource("192.0.2.1", 5060));
        assertThat(message.headers().toString()).isNotEmpty();
    }

    private static void streamed(byte[] bytes, Random random) {
        var parser = new SipStreamParser(new ParserLimits(4096, 2048, 64, 4096));
        int events = 0;
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(200));
            parser.feed(bytes, at, length);
            at += length;
            while (parser.next() != null) events++;
        }
        assertThat(events).isLessThanOrEqualTo(bytes.length);
    }

    @Test
    void valuesMadeToBeSlowAreNot() {
        for (String piece : List.of(
                ";",
                ",",
                "\"",
                "<",
                ">",
                "%",
                "\\",
                "(",
                "a=b;",
                ";a",
                "<sip:a@b>,",
                "\"\\",
                " ",
                "\t,",
                "&a=b",
                "[",
                ":",
                "\r\n ",
                "--b\r\n",
                ";a=\"",
                "%41")) {
            String value = piece.repeat(60_000 / piece.length());
            for (String message : List.of(
                    request("sip:a@example.org", "From: <sip:a@b>;tag=1", "Contact: " + value),
                    request("sip:a@example.org", "From: " + value, "X: y"),
                    request("sip:a@example.org" + value.replace("\r\n ", "x"), "From: <sip:a@b>;tag=1", "X: y"),
                    request("sip:a@example.org", "From: <sip:a@b>;tag=1", "Route: <sip:x>,".concat(value)),
                    request(
                            "sip:a@example.org",
                            "From: <sip:a@b>;tag=1",
                            "Content-Type: multipart/mixed;boundary=b\r\n\r\n" + value))) {
                byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
                Assertions.assertTimeout(
                        Duration.ofSeconds(1),
                        () -> {
                            exercised(bytes);
                            patient(bytes);
                        },
                        () -> "slow for " + SipParseException.shown(piece));
            }
        }
    }

    /** With limits so wide that the value gets past them. */
    private static void patient(byte[] bytes) {
        try {
            askForEverything(SipParser.parseDatagram(
                    bytes, 0, bytes.length, new ParserLimits(100_000, 100_000, 100_000, 100_000)));
        } catch (SipParseException e) {
            assertThat(e.status()).isGreaterThanOrEqualTo(400);
        }
    }

    private static String request(String uri, String from, String more) {
        return "INVITE " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n" + from
                + "\r\nTo: <sip:b@c>\r\nCall-ID: i\r\nCSeq: 1 INVITE\r\n" + more + "\r\n\r\n";
    }

    @Test
    void noiseNeverMakesTheStreamParserKeepMoreThanItsLimits() {
        var random = new Random(4);
        var parser = new SipStreamParser(new ParserLimits(4096, 2048, 64, 4096));
        var noise = new byte[1000];
        int fed = 0;
        SipStreamParser.Event last = null;
        while (!(last instanceof SipStreamParser.Event.Malformed(var problem, var fatal) && fatal) && fed < 1_000_000) {
            random.nextBytes(noise);
            for (int i = 0; i < noise.length; i++) if (noise[i] == '\n' || noise[i] == '\r') noise[i] = 'x';
            parser.feed(noise, 0, noise.length);
            fed += noise.length;
            last = parser.next();
        }
        assertThat(fed).isLessThanOrEqualTo(6000);
    }
}
