package org.voicesecretary.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.ServerLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rotate-key",
        description = {
            "Makes a fresh key for the passwords and secrets in the database and seals them anew with it.",
            "The server must be stopped. Backups made before need the key that they were made with: keep a copy of it."
        },
        footer = {"", "Example:", "  ./voice-secretary rotate-key --config /etc/voice-secretary/voice-secretary.yaml"})
final class RotateKeyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    RotateKeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        InstallationConfig installation = config.load(surroundings).config();
        DataDirectory data = DataDirectory.prepare(installation.dataDir());
        try (var _ = ServerLock.take(data)) {
            String key = Database.rotateKey(installation.database(), data);
            surroundings
                    .out()
                    .println("secrets are sealed with key " + key + " now; copy "
                            + installation.database().keyFile().orElse(data.keyFile())
                            + " to a safe place, and not beside the backups");
            surroundings.out().flush();
        }
        return ExitCode.WELL;
    }
}
