package org.voicesecretary.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Makes the installation what a backup says: all of it, or nothing where something is wrong. The server must be stopped.",
            "A backup of an older version is brought to this one; one of a newer version is refused."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary restore /backup/voice-secretary-2026-11-24",
            "  ./voice-secretary restore /backup/voice-secretary-2026-11-24 --key /safe/secret.key"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "DIR", description = "What \"backup\" made.")
    private @Nullable Path backup;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "A copy of the key file, where this installation has not the one of the backup.")
    private @Nullable Path key;

    RestoreCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        InstallationConfig installation = config.load(surroundings).config();
        Path directory = surroundings.workingDirectory().resolve(Objects.requireNonNull(backup, "picocli sees to it"));
        Path named = key == null ? null : surroundings.workingDirectory().resolve(key);
        DataDirectory data = DataDirectory.prepare(installation.dataDir());
        Restore.Report done = new Restore(installation.database(), data, InstantSource.system()).run(directory, named);
        surroundings
                .out()
                .println("restored what version " + done.version() + " saved at " + done.made() + ": " + done.rows()
                        + " rows, " + done.files() + " files");
        done.aside()
                .ifPresent(aside -> surroundings
                        .out()
                        .println("what was there before is in " + aside + "; remove it when you are sure"));
        surroundings.out().flush();
        return ExitCode.WELL;
    }
}
