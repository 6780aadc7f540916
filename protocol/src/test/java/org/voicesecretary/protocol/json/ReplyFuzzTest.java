package org.voicesecretary.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.EventReader;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.FormField;
import org.voicesecretary.protocol.MalformedFormException;
import org.voicesecretary.protocol.ParsedReply;
import org.voicesecretary.protocol.RestSignature;

/** Mutates real input, always in the same way for the same seed: {@code -Dfuzz.seed=}, {@code -Dfuzz.rounds=}. */
@Tag("fuzz")
class ReplyFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 20250304L);
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 40_000);
    private static final String[] WORDS = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "null",
        "true",
        "1e999",
        "-0",
        "0.0000000001",
        "\\ud800",
        "\\u0000",
        "wait_dtmf",
        "ivr_saytext",
        "ivr_saynumber",
        "ivr_saydigits",
        "redirect",
        "language",
        "<b>",
        "&amp;",
        "\uFEFF",
        "99999999999999999999",
        "%00",
        "%",
        "&",
        "=",
        "[]",
        "--",
        "\r\n",
        "wait_dtmf[digits]",
        "Content-Disposition: form-data; name=\"a\""
    };

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    @Test
    void whateverAScriptAnswersTheParserAlwaysHasAnOutcomeThatHolds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : ReplyFixturesTest.replies()) {
            seeds.add(Files.readAllBytes(file));
        }
        int understood = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = mutated(seeds);
            ParsedReply reply = ReplyFixturesTest.PARSER.parse(body);
            reply.lints().forEach(lint -> assertThat(lint.sentence()).isNotBlank());
            if (reply instanceof ParsedReply.Instructions first) {
                understood++;
                assertThat(first.list()).isNotEmpty();
                var again = (ParsedReply.Instructions)
                        ReplyFixturesTest.PARSER.parse(first.correctedJson().getBytes(StandardCharsets.UTF_8));
                assertThat(again.list())
                        .as(() -> new String(body, StandardCharsets.UTF_8))
                        .isEqualTo(first.list());
            }
        }
        // A fuzz run that only ever makes garbage proves little.
        assertThat(understood).isBetween(ROUNDS / 10, ROUNDS);
    }

    @Test
    void whateverIsSentAsAFormItIsReadOrRefused() {
        List<FormField> fields = List.of(
                new FormField("event", "NOTIFY_IVR"),
                new FormField("wait_dtmf[name]", "main.1 é"),
                new FormField("wait_dtmf[digits]", "12#"),
                new FormField("call_start", "2025-03-04 10:11:12"));
        FormBody urlencoded = FormBody.urlencoded(fields);
        FormBody multipart = FormBody.multipart(fields);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            FormBody from = random.nextBoolean() ? urlencoded : multipart;
            byte[] body = mutated(List.of(from.bytes()));
            try {
                List<FormField> decoded = FormBody.decode(from.contentType(), body);
                if (EventReader.read(decoded).isPresent()) {
                    read++;
                }
                RestSignature.verify("secret", "/v1/x/", new String(body, StandardCharsets.UTF_8), "x");
            } catch (MalformedFormException declared) {
                assertThat(declared)
                        .hasMessageContaining("expected")
                        .satisfiesAnyOf(
                                e -> assertThat(e).hasMessageContaining("body"),
                                e -> assertThat(e).hasMessageContaining("form"));
            }
        }
        assertThat(read).isGreaterThan(ROUNDS / 10);
    }

    private byte[] mutated(List<byte[]> seeds) {
        byte[] body = seeds.get(random.nextInt(seeds.size())).clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            body = changed(body, seeds);
        }
        return body;
    }

    private byte[] changed(byte[] body, List<byte[]> seeds) {
        int at = random.nextInt(body.length + 1);
        int to = Math.min(body.length, at + random.nextInt(8));
        return switch (random.nextInt(6)) {
            case 0 -> joined(body, at, to, new byte[0]);
            case 1 -> joined(body, at, at, new byte[] {(byte) random.nextInt(256)});
            case 2 -> joined(body, at, to, WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8));
            case 3 -> Arrays.copyOf(body, at);
            case 4 -> joined(body, at, at, Arrays.copyOfRange(body, at, to));
            default -> joined(body, at, at, seeds.get(random.nextInt(seeds.size())));
        };
    }

    private static byte[] joined(byte[] body, int from, int to, byte[] middle) {
        byte[] joined = new byte[from + middle.length + body.length - to];
        System.arraycopy(body, 0, joined, 0, from);
        System.arraycopy(middle, 0, joined, from, middle.length);
        System.arraycopy(body, to, joined, from + middle.length, body.length - to);
        return joined;
    }
}
