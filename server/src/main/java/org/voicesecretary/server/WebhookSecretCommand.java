package org.voicesecretary.server;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.config.Units;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.webhook.WebhookSecrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "webhook-secret",
        description = {
            "Prints the secrets that an account's webhook-signature headers are made with (Standard Webhooks), the newest first.",
            "With --rotate it makes a new one; the old one goes on signing beside it for a while, so that scripts can be changed meanwhile.",
            "A running server takes that up within seconds."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary webhook-secret",
            "  ./voice-secretary webhook-secret --account 1a2b3c4d5e6f7a8b9c0d --rotate --overlap 3d"
        })
final class WebhookSecretCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--account",
            paramLabel = "KEY",
            description = "The account's key; not needed where there is one account only.")
    private @Nullable String key;

    @Option(names = "--rotate", description = "Makes a new secret.")
    private boolean rotate;

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            defaultValue = "1d",
            description =
                    "How long the old secrets go on signing, such as 12h or 3d; 0s where one has leaked. Default: 1d.")
    private String overlap = "1d";

    @Spec
    private @Nullable CommandSpec spec;

    WebhookSecretCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Duration kept = overlap();
        InstallationConfig installation = config.load(surroundings).config();
        DataDirectory data = DataDirectory.prepare(installation.dataDir());
        try (var database = Database.open(installation.database(), data);
                var writer = GroupCommitWriter.start(
                        database,
                        installation.database().queue(),
                        installation.database().patience(),
                        new CompositeMeterRegistry());
                var secrets = new WebhookSecrets(database, writer, new SecureRandom(), InstantSource.system());
                var directory = AccountDirectory.start(database, installation.webhook())) {
            List<Account> accounts = directory.snapshot().accounts().stream()
                    .map(AccountData::account)
                    .filter(account -> key == null || key.equals(account.key()))
                    .toList();
            if (accounts.size() != 1) {
                surroundings
                        .err()
                        .println("webhook-secret: "
                                + (accounts.isEmpty() ? "there is no such account" : "there are several accounts")
                                + "; expected --account with the key of one of those that were applied");
                return ExitCode.FAILED;
            }
            long pbxId = accounts.getFirst().pbxId();
            secrets.load();
            if (rotate) {
                secrets.rotate(pbxId, kept);
            }
            secrets.stored(pbxId)
                    .forEach(one -> surroundings
                            .out()
                            .println(one.secret().text()
                                    + (one.retiresAt() == null ? "" : "  signs until " + one.retiresAt())));
            surroundings.out().flush();
            return ExitCode.WELL;
        }
    }

    private Duration overlap() {
        try {
            return Units.duration(overlap);
        } catch (IllegalArgumentException e) {
            CommandSpec own = java.util.Objects.requireNonNull(spec, "picocli sees to it");
            throw new ParameterException(own.commandLine(), "--overlap: " + e.getMessage(), e);
        }
    }
}
