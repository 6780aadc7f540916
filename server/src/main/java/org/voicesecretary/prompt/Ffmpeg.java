package org.voicesecretary.prompt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.speech.Mastering;
import org.voicesecretary.speech.program.ChildProcess;
import org.voicesecretary.speech.program.ProgramException;

/** ffmpeg as a separate process, kept to the containers of plain audio files and to one local file. */
public final class Ffmpeg {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** No playlists and no network: a "sound" must not make ffmpeg open other files or hosts. */
    private static final String CONTAINERS = "mp3,ogg,flac,wav,aac,mov,mp4,m4a,3gp,matroska,webm,aiff,amr,caf,au";

    private final String command;

    private Ffmpeg(String command) {
        this.command = command;
    }

    /** Empty if there is none that runs. */
    public static Optional<Ffmpeg> find(String command) throws InterruptedException {
        try (ChildProcess process = ChildProcess.start(List.of(command, "-version"))) {
            process.communicate(new byte[0], Duration.ofSeconds(10), 100_000);
            return Optional.of(new Ffmpeg(command));
        } catch (ProgramException e) {
            return Optional.empty();
        }
    }

    Pcm decode(byte[] content, SoundImport.Limits limits, String what)
            throws SoundImportException, InterruptedException {
        try {
            // A file and not a pipe: the index of an M4A may be at its end.
            Path copy = Files.createTempFile("voice-secretary-import", ".bin");
            try {
                Files.write(copy, content);
                return samples(run(copy, limits));
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (ProgramException e) {
            throw new SoundImportException(
                    what + " cannot be decoded by ffmpeg: " + e.getMessage() + "; expected WAV, MP3, Ogg, FLAC or M4A",
                    e);
        } catch (IOException e) {
            throw new SoundImportException(what + " cannot be decoded: " + e, e);
        }
    }

    /**
     * Makes an MP3 of a WAV file of ours.
     *
     * @throws IOException where it cannot be made
     */
    public void encodeMp3(Path wav, Path mp3) throws IOException, InterruptedException {
        List<String> arguments = List.of(
                command,
                "-hide_banner",
                "-nostdin",
                "-loglevel",
                "error",
                "-y",
                "-protocol_whitelist",
                "file",
                "-format_whitelist",
                "wav",
                "-i",
                "file:" + wav,
                "-b:a",
                "48k",
                "-f",
                "mp3",
                "file:" + mp3);
        try (ChildProcess process = ChildProcess.start(arguments)) {
            process.communicate(new byte[0], TIMEOUT, 100_000);
        } catch (ProgramException e) {
            throw new IOException(wav + " cannot be made an MP3 by ffmpeg: " + e.getMessage(), e);
        }
    }

    private byte[] run(Path file, SoundImport.Limits limits) throws ProgramException, InterruptedException {
        int rate = Mastering.SAMPLE_RATE;
        int seconds = limits.maxSeconds() + 1; // One more than permitted, so that "too long" is noticed.
        List<String> arguments = List.of(
                command,
                "-hide_banner",
                "-nostdin",
                "-loglevel",
                "error",
                "-protocol_whitelist",
                "file",
                "-format_whitelist",
                CONTAINERS,
                "-i",
                "file:" + file,
                "-t",
                Integer.toString(seconds),
                "-vn",
                "-sn",
                "-dn",
                "-map",
                "0:a:0",
                "-ac",
                "1",
                "-ar",
                Integer.toString(rate),
                "-f",
                "s16le",
                "-protocol_whitelist",
                "pipe",
                "pipe:1");
        try (ChildProcess process = ChildProcess.start(arguments)) {
            return process.communicate(new byte[0], TIMEOUT, 2 * rate * (seconds + 1))
                    .stdout();
        }
    }

    private static Pcm samples(byte[] bytes) {
        short[] samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return new Pcm(samples, Mastering.SAMPLE_RATE);
    }
}
