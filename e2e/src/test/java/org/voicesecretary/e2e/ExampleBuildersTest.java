package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.client.Request;

/** The reply builders of the examples have the words of the Java one, write the same and refuse the same. */
@Tag("e2e")
class ExampleBuildersTest {
    private static final Path EXAMPLES =
            Path.of("..", "examples").toAbsolutePath().normalize();

    /** A language of the examples: how a line of it is run, and how a chain of builder calls is written in it. */
    enum Builder {
        PHP(List.of("php", "-r"), "require 'voice_secretary.php'; echo (new Request())%s->json();", "->"),
        NODE(
                List.of("node", "--input-type=module", "-e"),
                "import { Request } from './voice_secretary.mjs'; console.log(new Request()%s.json());",
                "."),
        PYTHON(List.of("python3", "-B", "-c"), "from voice_secretary import Request; print(Request()%s.json())", ".");

        private final List<String> command;
        private final String program;
        private final String arrow;

        Builder(List<String> command, String program, String arrow) {
            this.command = command;
            this.program = program;
            this.arrow = arrow;
        }

        private record Result(int code, String out) {}

        /** @param calls as {@code setHangup()}, with quotes and numbers only, which the three languages write alike */
        private Result run(String... calls) throws IOException, InterruptedException {
            String chain = arrow + String.join(arrow, calls);
            var all = new ArrayList<>(command);
            all.add(program.formatted(chain));
            Process process = new ProcessBuilder(all)
                    .directory(EXAMPLES.resolve(name().toLowerCase(Locale.ROOT)).toFile())
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return new Result(process.exitValue(), out);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyWordIsWrittenAsTheJavaBuilderWritesIt(Builder builder) throws Exception {
        assertSame(
                builder.run(
                        "setCallerName('Shop')",
                        "setIvrSayText('Grüße', 'de', 'de+f2')",
                        "setIvrPlay('welcome')",
                        "setIvrSayPopular(4, 'de')",
                        "setIvrSayDigits('007', 'de')",
                        "setIvrSayNumber(-7, 'de')",
                        "setWaitDtmf(5, 2, 4, 'birthday', 'hangup')"),
                new Request()
                        .setCallerName("Shop")
                        .setIvrSayText("Grüße", "de", "de+f2")
                        .setIvrPlay("welcome")
                        .setIvrSayPopular(4, "de")
                        .setIvrSayDigits("007", "de")
                        .setIvrSayNumber(-7, "de")
                        .setWaitDtmf(5, 2, 4, "birthday", "hangup"));
        assertSame(
                builder.run("setRedirect('100', 15, '+442037691880')"),
                new Request().setRedirect("100", 15, "+442037691880"));
        assertSame(
                builder.run("setRedirect('0-1')", "setHangup()"),
                new Request().setRedirect("0-1").setHangup());
        String yes = builder == Builder.PYTHON ? "True" : "true";
        assertSame(
                builder.run("setWaitDtmf(5, 1, 4, 'pin', 'hangup', " + yes + ")"),
                new Request().setWaitDtmf(5, 1, 4, "pin", "hangup", true));
    }

    @ParameterizedTest
    @EnumSource
    void aSecondValueForOneKeyIsRefusedAndNotTakenSilently(Builder builder) throws Exception {
        for (Map.Entry<List<String>, String> twice : Map.of(
                        List.of("setIvrSayText('a', 'en')", "setIvrSayText('b', 'en')"), "ivr_saytext twice",
                        List.of("setWaitDtmf(5, 1, 4, 'a', '')", "setWaitDtmf(5, 1, 4, 'b', '')"), "wait_dtmf twice",
                        List.of("setIvrSayDigits('1', 'en')", "setIvrSayPopular(1, 'pl')"), "languages, en and pl")
                .entrySet()) {
            var result = builder.run(twice.getKey().toArray(String[]::new));
            assertThat(result.code).as(result.out).isNotZero();
            assertThat(result.out).contains("reply has ", twice.getValue());
        }
    }

    private static void assertSame(Builder.Result written, Request expected) {
        assertThat(written.code).as(written.out).isZero();
        assertThat(keys(written.out)).isEqualTo(keys(expected.toJson()));
    }

    /** The keys and values in one order and one spacing: nobody depends on either. */
    private static List<String> keys(String json) {
        return List.of(json.replaceAll("^\\{|}$", "")
                        .replaceAll("(?<=[:,]) ", "")
                        .split(",(?![^{]*})"))
                .stream()
                .sorted()
                .toList();
    }
}
