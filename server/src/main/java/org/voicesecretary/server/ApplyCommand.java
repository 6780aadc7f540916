package org.voicesecretary.server;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.ApplyPlan;
import org.voicesecretary.account.SoundFiles;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.pbx.office.OfficeReader;
import org.voicesecretary.prompt.AccountPrompts;
import org.voicesecretary.prompt.PromptLibrary;
import org.voicesecretary.prompt.VoiceDoubts;
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
            "Listens to the sound files and renders the texts first; if anything is wrong, nothing is changed.",
            "A running server takes the change up within 2 seconds. Applying twice changes nothing."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary apply account.yaml --dry-run",
            "  ./voice-secretary apply account.yaml"
        })
final class ApplyCommand implements Callable<Integer> {
    /** A speech engine that hangs must not keep the change away: the server renders what is left. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

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
    public Integer call() throws IOException, InterruptedException {
        Path named = Objects.requireNonNull(file, "picocli sees to it");
        Path resolved = surroundings.workingDirectory().resolve(named);
        InstallationConfig installation = config.load(surroundings).config();
        DataDirectory data = DataDirectory.prepare(installation.dataDir());
        InstantSource clock = InstantSource.system();
        List<String> notes = new ArrayList<>();
        try (var speech = SpeechRoom.open(installation.speech(), data, clock);
                var database = Database.open(installation.database(), data);
                var writer = GroupCommitWriter.start(
                        database,
                        installation.database().queue(),
                        installation.database().patience(),
                        new CompositeMeterRegistry())) {
            PromptLibrary library = speech.library();
            var accounts = new Accounts(
                    database, writer, data, library::problem, new OfficeReader(), clock, new SecureRandom());
            var prompts = new AccountPrompts(library, new SoundFiles(data));
            Instant end = clock.instant().plus(PATIENCE);
            ApplyPlan plan = dryRun
                    ? accounts.plan(resolved, named.toString())
                    : accounts.apply(
                            resolved,
                            named.toString(),
                            after -> notes.addAll(
                                    rehearse(prompts, AccountSnapshot.of(after, installation.webhook()), clock, end)));
            surroundings.out().print((dryRun ? "would change " : "") + plan.print());
            notes.addAll(VoiceDoubts.in(plan.after(), speech.voices()));
        }
        notes.stream().distinct().forEach(note -> surroundings.out().println("note: " + note));
        surroundings.out().flush();
        return ExitCode.WELL;
    }

    private static List<String> rehearse(
            AccountPrompts prompts, AccountSnapshot after, InstantSource clock, Instant end) {
        try {
            return prompts.follow(after, () -> clock.instant().isBefore(end));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("texts were not rendered: interrupted");
        }
    }
}
