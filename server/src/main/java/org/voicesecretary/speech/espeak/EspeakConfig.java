package org.voicesecretary.speech.espeak;

import java.time.Duration;

/**
 * How espeak-ng is run.
 *
 * @param command the program: a path, or a name on PATH
 * @param timeout for one text
 * @param readyPerVoice processes kept waiting for each voice in use, 0 to 16
 * @param readyInAll processes kept waiting in all, 0 to 64
 * @param concurrent texts rendered at the same time, 1 to 64; others wait
 * @param wordsPerMinute speed of a request with rate 100
 */
public record EspeakConfig(
        String command, Duration timeout, int readyPerVoice, int readyInAll, int concurrent, int wordsPerMinute) {
    public static final EspeakConfig DEFAULT = new EspeakConfig("espeak-ng", Duration.ofSeconds(10), 2, 8, 4, 160);

    public EspeakConfig {
        if (readyPerVoice < 0 || readyPerVoice > 16 || readyInAll < 0 || readyInAll > 64) {
            throw new IllegalArgumentException("ready espeak-ng processes are out of range: " + readyPerVoice
                    + " per voice, " + readyInAll + " in all, expected 0 to 16 and 0 to 64");
        }
        if (concurrent < 1 || concurrent > 64) {
            throw new IllegalArgumentException(
                    "concurrent espeak-ng runs are out of range: " + concurrent + ", expected 1 to 64");
        }
        if (wordsPerMinute < 80 || wordsPerMinute > 400) {
            throw new IllegalArgumentException(
                    "espeak-ng speed is out of range: " + wordsPerMinute + " words a minute, expected 80 to 400");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("espeak-ng timeout is " + timeout + ", expected more than 0");
        }
    }

    public EspeakConfig withCommand(String other) {
        return new EspeakConfig(other, timeout, readyPerVoice, readyInAll, concurrent, wordsPerMinute);
    }

    public EspeakConfig withTimeout(Duration other) {
        return new EspeakConfig(command, other, readyPerVoice, readyInAll, concurrent, wordsPerMinute);
    }
}
