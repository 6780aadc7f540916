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
import org.voicesecretary.protocol.ParsedReply;
import org.voicesecretary.protocol.json.ReplyParser;

/** A script's reply, from bytes to instructions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReplyParseBenchmark {
    private final ReplyParser parser = new ReplyParser(language -> true);
    private final byte[] clean =
            "{\"ivr_play\":\"welcome\",\"wait_dtmf\":{\"timeout\":5,\"attempts\":2,\"maxdigits\":4,\"name\":\"number\",\"default\":\"hangup\"}}"
                    .getBytes(StandardCharsets.UTF_8);
    private final byte[] odd =
            "<br />\n<b>Warning</b>: something in /var/www/hook.php on line 3<br />\n{\"ivr_play\":\"welcome\",\"wait_dtmf\":{\"timeout\":\"5\",\"maxsymbols\":4}}"
                    .getBytes(StandardCharsets.UTF_8);

    /** A reply as it should be. */
    @Benchmark
    public ParsedReply clean() {
        return parser.parse(clean);
    }

    /** A reply behind HTML, with a misspelt key and a wrong type. */
    @Benchmark
    public ParsedReply odd() {
        return parser.parse(odd);
    }
}
