package org.voicesecretary.speech.espeak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.speech.Places;
import org.voicesecretary.speech.SpeakableText;
import org.voicesecretary.speech.SpeechEngine;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.SpeechRequest;
import org.voicesecretary.speech.Voice;
import org.voicesecretary.speech.program.ChildProcess;
import org.voicesecretary.speech.program.ProgramException;

/**
 * espeak-ng as separate one-shot processes. The text goes over standard input, never into the command line; SSML ({@code -m})
 * stays off; phoneme brackets are taken out of the text.
 */
public final class EspeakEngine implements SpeechEngine {
    private static final String ID = "espeak-ng";
    private static final Pattern VERSION = Pattern.compile("text-to-speech:\\s*(\\S+)");

    /** Ten minutes at 22,050 Hz: far more than a text of the permitted length can take. */
    private static final int MAX_OUTPUT = 27_000_000;

    private final EspeakConfig config;
    private final String version;
    private final EspeakVoices voices;
    private final ReadyProcesses ready;
    private final Places places;

    private EspeakEngine(EspeakConfig config, String version, EspeakVoices voices) {
        this.config = config;
        this.version = version;
        this.voices = voices;
        this.ready = new ReadyProcesses(config.readyPerVoice(), config.readyInAll());
        this.places = new Places(ID, config.concurrent(), config.timeout());
    }

    /**
     * Asks the program for its version and voices.
     *
     * @throws SpeechException with kind OPERATOR if the program is missing or is not espeak-ng
     */
    public static EspeakEngine open(EspeakConfig config) throws SpeechException, InterruptedException {
        String about = ask(config, "--version");
        Matcher matcher = VERSION.matcher(about);
        if (!matcher.find()) {
            throw new SpeechException(
                    SpeechException.Kind.OPERATOR,
                    "speech engine espeak-ng: '" + config.command() + " --version' says '"
                            + about.strip().lines().findFirst().orElse("nothing")
                            + "', expected 'eSpeak NG text-to-speech: …'; set speech.espeak.program to espeak-ng");
        }
        EspeakVoices voices = EspeakVoices.parse(ask(config, "--voices"));
        if (voices.arguments().isEmpty()) {
            throw new SpeechException(
                    SpeechException.Kind.OPERATOR,
                    "speech engine espeak-ng: '" + config.command()
                            + " --voices' lists no voice; install its data (apt install espeak-ng-data)");
        }
        return new EspeakEngine(config, matcher.group(1), voices);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String version() {
        return version + "/" + config.wordsPerMinute();
    }

    @Override
    public List<Voice> voices() {
        return List.copyOf(voices.arguments().keySet());
    }

    @Override
    public Pcm render(SpeechRequest request) throws SpeechException, InterruptedException {
        List<String> command = command(request);
        String text = SpeakableText.of(request.text(), 20_000).text();
        if (text.isEmpty()) {
            throw new SpeechException(
                    SpeechException.Kind.SCRIPT, "text to speak is empty once control characters and markup are gone");
        }
        places.enter();
        try {
            return render(command, text + "\n");
        } finally {
            places.leave();
        }
    }

    /** Starts processes for a voice before it is first used. */
    @Override
    public void prepare(Voice voice) throws SpeechException {
        ready.refill(command(new SpeechRequest("x", voice, voice.language())));
    }

    @Override
    public void close() {
        ready.close();
    }

    private Pcm render(List<String> command, String text) throws SpeechException, InterruptedException {
        byte[] input = text.getBytes(StandardCharsets.UTF_8);
        try {
            return WavFile.parse(run(command, input), "the output of '" + config.command() + "'");
        } catch (ProgramException e) {
            throw failure(config, e);
        } catch (IOException e) {
            throw new SpeechException(SpeechException.Kind.UPSTREAM, "speech engine espeak-ng: " + e.getMessage(), e);
        }
    }

    private byte[] run(List<String> command, byte[] input) throws ProgramException, InterruptedException {
        try (ChildProcess process = ready.take(command)) {
            return process.communicate(input, config.timeout(), MAX_OUTPUT).stdout();
        } catch (ProgramException e) {
            return switch (e.failure()) {
                // It may have been dead before the text came (an upgrade, somebody's kill): a fresh one tells.
                case FAILED, BROKEN -> fresh(command, input);
                case NOT_STARTED, TIMED_OUT, TOO_MUCH_OUTPUT -> throw e;
            };
        }
    }

    private byte[] fresh(List<String> command, byte[] input) throws ProgramException, InterruptedException {
        try (ChildProcess process = ChildProcess.start(command)) {
            return process.communicate(input, config.timeout(), MAX_OUTPUT).stdout();
        }
    }

    private List<String> command(SpeechRequest request) throws SpeechException {
        String argument = voices.arguments().get(request.voice());
        if (argument == null) {
            throw new SpeechException(
                    SpeechException.Kind.INTERNAL,
                    "speech engine espeak-ng: voice '" + request.voice().id() + "' is not one of its voices");
        }
        List<String> command = new ArrayList<>(List.of(config.command(), "-v", argument, "-b", "1", "-z"));
        command.addAll(List.of("-s", Integer.toString(config.wordsPerMinute() * request.ratePercent() / 100)));
        command.addAll(List.of("-p", Integer.toString(Math.clamp(request.pitchPercent() - 50, 0, 99))));
        command.addAll(List.of("--stdin", "--stdout"));
        return List.copyOf(command);
    }

    private static String ask(EspeakConfig config, String question) throws SpeechException, InterruptedException {
        try (ChildProcess process = ChildProcess.start(List.of(config.command(), question))) {
            byte[] answer = process.communicate(new byte[0], config.timeout(), 1_000_000)
                    .stdout();
            return new String(answer, StandardCharsets.UTF_8);
        } catch (ProgramException e) {
            throw failure(config, e);
        }
    }

    private static SpeechException failure(EspeakConfig config, ProgramException e) {
        return switch (e.failure()) {
            case NOT_STARTED ->
                new SpeechException(
                        SpeechException.Kind.OPERATOR,
                        "speech engine espeak-ng: " + e.getMessage()
                                + "; install it (apt install espeak-ng) or set speech.espeak.program, now '"
                                + config.command() + "'",
                        e);
            case TIMED_OUT, TOO_MUCH_OUTPUT, FAILED, BROKEN ->
                new SpeechException(SpeechException.Kind.UPSTREAM, "speech engine espeak-ng: " + e.getMessage(), e);
        };
    }
}
