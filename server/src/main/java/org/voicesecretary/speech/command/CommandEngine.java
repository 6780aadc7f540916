package org.voicesecretary.speech.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Places;
import org.voicesecretary.speech.SpeechEngine;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.SpeechKey;
import org.voicesecretary.speech.SpeechRequest;
import org.voicesecretary.speech.Voice;
import org.voicesecretary.speech.program.ChildProcess;
import org.voicesecretary.speech.program.ProgramException;

/** Runs a configured program once for each text. */
public final class CommandEngine implements SpeechEngine {
    private static final String OUTPUT = "{output}";

    /** Programs with neural voices take a core each: more at once would only be slower. */
    private static final int AT_ONCE = 4;

    private final CommandConfig config;
    private final Places places;

    public CommandEngine(CommandConfig config) {
        this.config = config;
        this.places = new Places(config.id(), AT_ONCE, config.timeout());
    }

    @Override
    public String id() {
        return config.id();
    }

    @Override
    public String version() {
        return config.version() + "/"
                + SpeechKey.ofParts(config.command().toArray(String[]::new)).hex();
    }

    @Override
    public List<Voice> voices() {
        return config.voices();
    }

    @Override
    public Pcm render(SpeechRequest request) throws SpeechException, InterruptedException {
        boolean toFile = config.command().stream().anyMatch(part -> part.contains(OUTPUT));
        Path file = null;
        places.enter();
        try {
            file = toFile ? Files.createTempFile("voice-secretary-speech", ".wav") : null;
            byte[] wav = run(request, file);
            return WavFile.parse(wav, "the output of '" + config.command().getFirst() + "'");
        } catch (IOException e) {
            throw new SpeechException(
                    SpeechException.Kind.UPSTREAM,
                    "speech engine " + config.id() + ": " + e.getMessage() + "; expected a WAV file",
                    e);
        } finally {
            places.leave();
            delete(file);
        }
    }

    @Override
    public void close() {
        // Nothing outlives a text.
    }

    private byte[] run(SpeechRequest request, @Nullable Path file)
            throws SpeechException, IOException, InterruptedException {
        List<String> command = config.command().stream()
                .map(part -> filled(part, request, file))
                .toList();
        byte[] text = (request.text() + "\n").getBytes(StandardCharsets.UTF_8);
        try (ChildProcess process = ChildProcess.start(command)) {
            byte[] stdout = process.communicate(text, config.timeout(), config.maxBytes())
                    .stdout();
            if (file == null) {
                return stdout;
            }
            if (Files.size(file) > config.maxBytes()) {
                throw new SpeechException(
                        SpeechException.Kind.UPSTREAM,
                        "speech engine " + config.id() + ": wrote " + Files.size(file) + " bytes, expected at most "
                                + config.maxBytes());
            }
            return Files.readAllBytes(file);
        } catch (ProgramException e) {
            throw new SpeechException(kind(e), "speech engine " + config.id() + ": " + e.getMessage(), e);
        }
    }

    private static String filled(String part, SpeechRequest request, @Nullable Path file) {
        String filled = part.replace("{voice}", request.voice().id())
                .replace(
                        "{language}",
                        request.language().equals(Language.UA)
                                ? "uk"
                                : request.language().code())
                .replace("{rate}", Integer.toString(request.ratePercent()));
        return file == null ? filled : filled.replace(OUTPUT, file.toString());
    }

    private static SpeechException.Kind kind(ProgramException e) {
        return switch (e.failure()) {
            case NOT_STARTED -> SpeechException.Kind.OPERATOR;
            case TIMED_OUT, TOO_MUCH_OUTPUT, FAILED, BROKEN -> SpeechException.Kind.UPSTREAM;
        };
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
