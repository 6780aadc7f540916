package org.voicesecretary.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.ByteSize;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.storage.Backup;
import org.voicesecretary.storage.DataDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = {
            "Copies database, sounds, messages and recordings to a directory that it makes; the server may go on running.",
            "Passwords and secrets in it are sealed. The key that opens them stays away unless --with-key is given: keep a copy"
                    + " of it elsewhere, for without it a backup cannot be restored on another machine."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary backup /backup/voice-secretary-$(date +%F)",
            "  ./voice-secretary restore /backup/voice-secretary-2026-11-24"
        })
final class BackupCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "DIR", description = "Is made, and must not be there yet.")
    private @Nullable Path target;

    @Option(
            names = "--with-key",
            description = "Takes the key along. Whoever gets hold of the backup then has all passwords and secrets.")
    private boolean withKey;

    BackupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        InstallationConfig installation = config.load(surroundings).config();
        Path directory = surroundings.workingDirectory().resolve(Objects.requireNonNull(target, "picocli sees to it"));
        var data = new DataDirectory(installation.dataDir());
        Backup.Report made = new Backup(installation.database(), data, InstantSource.system(), VersionCommand.version())
                .make(directory, withKey);
        surroundings
                .out()
                .println("backup in " + made.directory() + ": " + made.rows() + " rows, " + made.files() + " files, "
                        + new ByteSize(made.bytes()));
        surroundings
                .out()
                .println(made.key()
                        .map(key -> "it contains the key of the secrets (" + key.getFileName()
                                + "): keep it as safe as the passwords themselves")
                        .orElseGet(() -> "it does not contain the key of the secrets, "
                                + installation.database().keyFile().orElse(data.keyFile())
                                + ": without a copy of that it cannot be restored elsewhere"));
        surroundings.out().flush();
        return ExitCode.WELL;
    }
}
