package org.voicesecretary.speech.command;

import java.time.Duration;
import java.util.List;
import org.voicesecretary.speech.Voice;

/**
 * A speech program and how it is run.
 *
 * @param id the engine's name: letters, digits and dashes
 * @param version whatever the operator changes when the program's sound changes; part of the cache key
 * @param command program and arguments, never passed to a shell; {@code {voice}}, {@code {language}}, {@code {rate}}
 *     (percent) and {@code {output}} (a file the program writes its WAV to; where absent it writes to standard output) are
 *     replaced inside arguments. The text comes over standard input as UTF-8
 * @param voices what {@code {voice}} may be, at least one; the first of a language is its default
 * @param timeout for one text
 * @param maxBytes of sound; more is a failure
 */
public record CommandConfig(
        String id, String version, List<String> command, List<Voice> voices, Duration timeout, int maxBytes) {
    public CommandConfig {
        command = List.copyOf(command);
        voices = List.copyOf(voices);
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9-]{0,39}")) {
            throw new IllegalArgumentException(
                    "speech engine id is not usable: '" + id + "', expected letters, digits and dashes");
        }
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("speech engine " + id + ": command is empty, expected a program");
        }
        if (voices.isEmpty()) {
            throw new IllegalArgumentException("speech engine " + id + ": no voices, expected at least one");
        }
        if (timeout.isNegative() || timeout.isZero() || maxBytes < 1) {
            throw new IllegalArgumentException("speech engine " + id + ": timeout " + timeout + " and limit " + maxBytes
                    + " bytes, expected more than 0");
        }
    }
}
