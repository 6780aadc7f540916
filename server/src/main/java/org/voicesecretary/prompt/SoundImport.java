package org.voicesecretary.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.voicesecretary.account.SoundFiles;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.speech.Mastering;

/**
 * Makes masters of audio files. WAV is read by our own reader, MP3, Ogg, FLAC, M4A and the like by ffmpeg where it is
 * installed, MP3 without it by a Java decoder. The kind is told by the content, not by the name.
 */
public final class SoundImport {
    /**
     * What is accepted.
     *
     * @param maxBytes of a file
     * @param maxSeconds of sound
     */
    public record Limits(long maxBytes, int maxSeconds) {
        public static final Limits DEFAULT = new Limits(SoundFiles.MAX_BYTES, 600);
    }

    /** A kind of file, as its first bytes tell it. */
    enum Kind {
        WAV,
        MP3,
        OTHER;

        static Kind of(byte[] file) {
            if (starts(file, 0, "RIFF") && starts(file, 8, "WAVE") || starts(file, 0, "RF64")) {
                return WAV;
            }
            boolean frame = file.length > 1 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xE6) == 0xE2; // MPEG layer III
            return frame || starts(file, 0, "ID3") ? MP3 : OTHER;
        }

        private static boolean starts(byte[] file, int at, String text) {
            for (int i = 0; i < text.length(); i++) {
                if (file.length <= at + i || file[at + i] != text.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Limits limits;
    private final Optional<Ffmpeg> ffmpeg;

    /** @param ffmpeg empty where it is not installed */
    public SoundImport(Limits limits, Optional<Ffmpeg> ffmpeg) {
        this.limits = limits;
        this.ffmpeg = ffmpeg;
    }

    /** With ffmpeg if it is on PATH. */
    public static SoundImport onThisMachine(Limits limits) throws InterruptedException {
        return new SoundImport(limits, Ffmpeg.find("ffmpeg"));
    }

    /**
     * Reads a file and masters it.
     *
     * @throws SoundImportException if it is missing, too large, too long, silent, or of a kind that cannot be read here
     */
    public Pcm master(Path file) throws SoundImportException, InterruptedException {
        String what = "sound file " + file;
        byte[] content;
        try {
            long size = Files.size(file);
            if (size > limits.maxBytes()) {
                throw new SoundImportException(
                        what + " is too large: " + size + " bytes, expected at most " + limits.maxBytes(), null);
            }
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new SoundImportException(what + " is missing: put it there or correct the path", e);
        } catch (SoundImportException e) {
            throw e;
        } catch (IOException e) {
            throw new SoundImportException(what + " cannot be read: " + e, e);
        }
        Pcm sound = decode(content, what);
        if (Mastering.isSilent(sound)) {
            throw new SoundImportException(what + " is silent: " + sound.durationMillis() + " ms without sound", null);
        }
        return Mastering.master(sound);
    }

    /** Decodes a file in memory as it is, neither resampled nor levelled where it need not be. */
    public Pcm decode(byte[] content, String what) throws SoundImportException, InterruptedException {
        Pcm sound = switch (Kind.of(content)) {
            case WAV -> wav(content, what);
            case MP3 -> ffmpeg.isPresent() ? ffmpeg.get().decode(content, limits, what) : mp3(content, what);
            case OTHER -> other(content, what);
        };
        if (sound.durationMillis() > limits.maxSeconds() * 1_000L) {
            throw tooLong(what);
        }
        return sound;
    }

    private Pcm wav(byte[] content, String what) throws SoundImportException, InterruptedException {
        try {
            return WavFile.parse(content, what);
        } catch (IOException e) {
            if (ffmpeg.isPresent()) {
                return ffmpeg.get().decode(content, limits, what); // ADPCM, GSM and other codecs in a WAV file
            }
            throw new SoundImportException(String.valueOf(e.getMessage()), e);
        }
    }

    private Pcm mp3(byte[] content, String what) throws SoundImportException {
        try {
            return Mp3.decode(content, limits.maxSeconds());
        } catch (IOException e) {
            throw new SoundImportException(what + " is no readable MP3: " + e.getMessage(), e);
        }
    }

    private Pcm other(byte[] content, String what) throws SoundImportException, InterruptedException {
        if (ffmpeg.isEmpty()) {
            throw new SoundImportException(
                    what + " is of a kind that needs ffmpeg, which is not installed: install it (apt install ffmpeg) or"
                            + " convert the file to WAV or MP3",
                    null);
        }
        return ffmpeg.get().decode(content, limits, what);
    }

    private SoundImportException tooLong(String what) {
        return new SoundImportException(
                what + " is too long: expected at most " + limits.maxSeconds() + " s; cut it", null);
    }
}
