package org.voicesecretary.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.protocol.JsonText;

/** Whether this server can take calls: a list of named checks, each asked anew every time. */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** The answer of one check. */
    public sealed interface Check {
        record Fine(String note) implements Check {}

        /** @param problem what is missing and what to do about it */
        record Failing(String problem) implements Check {}

        /** @param problem what is missing although calls can come in, and what to do about it */
        record Impaired(String problem) implements Check {}
    }

    /** @param ready whether calls can come in */
    public record Report(boolean ready, boolean draining, Map<String, Check> checks) {
        /** {@code {"status":"ready","checks":[{"name":"sip","ok":true,"note":"udp:0.0.0.0:5060"}]}}. */
        public String json() {
            String list = checks.entrySet().stream()
                    .map(entry -> switch (entry.getValue()) {
                        case Check.Fine(var note) ->
                            new JsonText()
                                    .text("name", entry.getKey())
                                    .raw("ok", "true")
                                    .text("note", note)
                                    .close();
                        case Check.Failing(var problem) -> trouble(entry.getKey(), problem);
                        case Check.Impaired(var problem) -> trouble(entry.getKey(), problem);
                    })
                    .collect(Collectors.joining(",", "[", "]"));
            return new JsonText()
                    .text("status", draining ? "draining" : ready ? "ready" : "not ready")
                    .raw("checks", list)
                    .close();
        }

        private static String trouble(String name, String problem) {
            return new JsonText()
                    .text("name", name)
                    .raw("ok", "false")
                    .text("problem", problem)
                    .close();
        }
    }

    private record Named(String name, Supplier<Check> check) {}

    private volatile List<Named> checks = List.of();
    private volatile boolean draining;

    /** Adds a check. It must answer at once; one that throws has failed. */
    public synchronized void check(String name, Supplier<Check> check) {
        var more = new ArrayList<>(checks);
        more.add(new Named(name, check));
        checks = List.copyOf(more);
    }

    /** From now on no new calls come in, whatever the checks say. */
    public void drain() {
        draining = true;
    }

    public Report report() {
        var answers = new LinkedHashMap<String, Check>();
        for (Named named : checks) {
            answers.put(named.name, ask(named));
        }
        boolean fine = answers.values().stream().noneMatch(answer -> answer instanceof Check.Failing);
        return new Report(fine && !draining, draining, answers);
    }

    private static Check ask(Named named) {
        try {
            return named.check.get();
        } catch (RuntimeException e) {
            LOG.error("health check {} failed to answer", named.name, e);
            return new Check.Failing("the check itself failed: " + e);
        }
    }
}
