package org.voicesecretary.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipParser;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.transaction.TransactionKey;

/** Finding the transaction of a request among as many as a busy server keeps (RFC 3261 §17.2.3). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TransactionKeyBenchmark {
    private static final int TRANSACTIONS = 50_000;

    private final ConcurrentHashMap<TransactionKey, Integer> transactions = new ConcurrentHashMap<>();
    private @Nullable SipRequest request;

    /** Fills the table. */
    @Setup
    public void fill() throws SipParseException {
        for (int i = 0; i < TRANSACTIONS; i++) {
            request = request("z9hG4bK" + i);
            transactions.put(TransactionKey.ofRequest(request), i);
        }
    }

    private static SipRequest request(String branch) throws SipParseException {
        byte[] bytes =
                SipParseBenchmark.INVITE.replace("z9hG4bK776asdhds", branch).getBytes(StandardCharsets.US_ASCII);
        return (SipRequest) SipParser.parseDatagram(bytes, 0, bytes.length);
    }

    /** The number of the transaction. */
    @Benchmark
    public @Nullable Integer match() {
        SipRequest asked = request;
        return asked == null ? null : transactions.get(TransactionKey.ofRequest(asked));
    }
}
