package org.voicesecretary.server;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.ApplyPlan;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = {
            "Makes an account what FILE says: numbers, trunks, sounds, phrases, webhook.",
            "A running server takes the change up within 2 seconds. Applying twice changes nothing."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary apply account.yaml --dry-run",
            "  ./voice-secretary apply account.yaml"
        })
final class ApplyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE", description = "The account, such as account.yaml.")
    private @Nullable Path file;

    @Option(names = "--dry-run", description = "Shows what would change and changes nothing.")
    private boolean dryRun;

    ApplyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path named = Objects.requireNonNull(file, "picocli sees to it");
        InstallationConfig installation = config.load(surroundings).config();
        DataDirectory data = DataDirectory.prepare(installation.dataDir());
        try (var database = Database.open(installation.database(), data);
                var writer = GroupCommitWriter.start(
                        database,
                        installation.database().queue(),
                        installation.database().patience(),
                        new CompositeMeterRegistry())) {
            var accounts = new Accounts(database, writer, data, InstantSource.system(), new SecureRandom());
            Path resolved = surroundings.workingDirectory().resolve(named);
            ApplyPlan plan =
                    dryRun ? accounts.plan(resolved, named.toString()) : accounts.apply(resolved, named.toString());
            surroundings.out().print((dryRun ? "would change " : "") + plan.print());
            surroundings.out().flush();
        }
        return ExitCode.WELL;
    }
}
