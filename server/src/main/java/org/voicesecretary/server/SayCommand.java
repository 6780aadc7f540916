package org.voicesecretary.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.SpeechConfig;
import org.voicesecretary.prompt.SoundImport;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Say;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechCache;
import org.voicesecretary.speech.SpeechEngines;
import org.voicesecretary.speech.SpeechException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "say",
        description = "Says a text into a WAV file, as callers would hear it, or lists the voices.",
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary say \"Добрый день!\" --language ru -o hello.wav",
            "  ./voice-secretary say \"Good morning.\" --voice en-gb+f2 -o hello.wav",
            "  ./voice-secretary say --list-voices --language de"
        })
final class SayCommand implements Callable<Integer> {
    private static final long MEMORY_BYTES = 16L << 20;

    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "What to say.")
    private @Nullable String text;

    @Option(names = "--language", paramLabel = "LANGUAGE", description = "Such as en, ua or pt-br. Default: en.")
    private @Nullable String language;

    @Option(
            names = "--voice",
            paramLabel = "VOICE",
            description = "One of --list-voices. Default: the language's first.")
    private @Nullable String voice;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The WAV file.")
    private @Nullable Path output;

    @Option(names = "--list-voices", description = "Lists all voices, or those of --language.")
    private boolean list;

    SayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list == (text != null)) {
            throw usage("expected either a TEXT or --list-voices");
        }
        if (text != null && output == null) {
            throw usage("--output is missing: name the WAV file, such as -o hello.wav");
        }
        SpeechConfig speech = config.load(surroundings).config().speech();
        SoundImport imports = SoundImport.onThisMachine(SoundImport.Limits.DEFAULT);
        Path cache = Files.createTempDirectory("voice-secretary-say");
        try (SpeechEngines engines = SpeechEngines.open(speech, file -> imports.decode(file, "speech"))) {
            engines.failures().forEach(failure -> surroundings.err().println(failure.getMessage()));
            var say = new Say(new Speaker(
                    engines.catalog(speech),
                    SpeechCache.open(cache, speech.cache().bytes(), MEMORY_BYTES, InstantSource.system()),
                    InstantSource.system()));
            List<String> lines = list ? say.voices(wish()) : said(say);
            lines.forEach(surroundings.out()::println);
            return list && lines.size() == 1 ? nothing() : ExitCode.WELL;
        } catch (SpeechException e) {
            surroundings.err().println(e.getMessage());
            return ExitCode.FAILED;
        } finally {
            delete(cache);
        }
    }

    private List<String> said(Say say) throws IOException, InterruptedException, SpeechException {
        Path file = surroundings.workingDirectory().resolve(Objects.requireNonNull(output, "checked before"));
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory"));
        return say.toFile(Objects.requireNonNull(text, "checked before"), language, voice, file);
    }

    private @Nullable Language wish() {
        if (language == null) {
            return null;
        }
        Optional<Language> wish = Language.parse(language);
        return wish.orElseThrow(
                () -> usage("--language is \"" + language + "\": expected a language such as en, ua or pt-br"));
    }

    private int nothing() {
        surroundings.err().println("no voice speaks that: see ./voice-secretary say --list-voices");
        return ExitCode.FAILED;
    }

    private ParameterException usage(String problem) {
        return new ParameterException(
                Objects.requireNonNull(spec, "picocli sets it").commandLine(), problem);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
