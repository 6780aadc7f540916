package org.voicesecretary.server;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.webhook.EndpointTrouble;
import org.voicesecretary.webhook.ScriptEndpoints;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "endpoints",
        description = {
            "Lists the scripts that take no informational events (NOTIFY_END …), and switches one on again that was switched off.",
            "A running server takes that up within seconds."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary endpoints",
            "  ./voice-secretary endpoints --switch-on https://shop.example.com/hook"
        })
final class EndpointsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--switch-on",
            paramLabel = "URL",
            description =
                    "Gives this script its events again, from now on, or forgets its failures. Write it as the list does.")
    private @Nullable String switchOn;

    EndpointsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        InstallationConfig installation = config.load(surroundings).config();
        DataDirectory data = DataDirectory.prepare(installation.dataDir());
        try (var database = Database.open(installation.database(), data);
                var writer = GroupCommitWriter.start(
                        database,
                        installation.database().queue(),
                        installation.database().patience(),
                        new CompositeMeterRegistry())) {
            var endpoints = new ScriptEndpoints(database, installation.webhook().switchOffAfter());
            endpoints.load();
            int exit = switchOn == null ? list(endpoints.troubles()) : on(endpoints, writer, switchOn);
            surroundings.out().flush();
            return exit;
        }
    }

    private int on(ScriptEndpoints endpoints, GroupCommitWriter writer, String url) {
        if (endpoints.switchOn(url, writer)) {
            surroundings.out().println(url + " is switched on and gets its events again");
            return ExitCode.WELL;
        }
        surroundings
                .err()
                .println(
                        "endpoints: \"" + url
                                + "\" has no trouble; expected one that ./voice-secretary endpoints lists, written as it is there");
        return ExitCode.FAILED;
    }

    private int list(List<EndpointTrouble> troubles) {
        if (troubles.isEmpty()) {
            surroundings.out().println("all scripts take their events");
        }
        for (EndpointTrouble trouble : troubles) {
            surroundings
                    .out()
                    .println((trouble.isOff() ? "OFF   " : "FAILS ") + trouble.url() + "  since "
                            + trouble.failingSince() + ", " + trouble.failures() + " attempts, the last: "
                            + trouble.problem()
                            + (trouble.isOff() ? "; switched off " + trouble.switchedOff() : ""));
        }
        return ExitCode.WELL;
    }
}
