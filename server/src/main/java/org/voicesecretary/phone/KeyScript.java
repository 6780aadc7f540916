package org.voicesecretary.phone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.voicesecretary.config.Units;

/**
 * What a scripted caller does, word by word: {@code wait 2s 1042# wait speech wait quiet 1 hangup}.
 *
 * <ul>
 *   <li>keys ({@code 0} to {@code 9}, {@code *}, {@code #}, {@code A} to {@code D}) are pressed one after the other;
 *   <li>{@code wait 2s}, {@code wait 500ms} waits for so long;
 *   <li>{@code wait speech} waits until something is heard that began after the last key;
 *   <li>{@code wait quiet} waits until nothing was heard for 0.7 s, {@code wait quiet 2s} for so long;
 *   <li>{@code hangup} hangs up.
 * </ul>
 */
public record KeyScript(List<Step> steps) {
    /** Shorter pauses are those between words. */
    public static final Duration QUIET = Duration.ofMillis(700);

    private static final Pattern KEYS = Pattern.compile("[0-9*#A-Da-d]+");
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** One thing to do. */
    public sealed interface Step {
        record Press(char key) implements Step {}

        record Wait(Duration time) implements Step {}

        record AwaitSpeech() implements Step {}

        record AwaitQuiet(Duration quiet) implements Step {}

        record HangUp() implements Step {}
    }

    public KeyScript {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a script; a blank one does nothing.
     *
     * @throws IllegalArgumentException with a sentence that names the word
     */
    public static KeyScript parse(String text) {
        String[] words = text.isBlank() ? new String[0] : text.strip().split("\\s+");
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < words.length) {
            String word = words[at];
            if (endsCall(steps)) {
                throw wrong(at, word, "comes after hangup", "nothing there");
            }
            switch (word.toLowerCase(Locale.ROOT)) {
                case "wait" -> at = waiting(words, at, steps);
                case "hangup" -> steps.add(new Step.HangUp());
                default -> press(word, at, steps);
            }
            at++;
        }
        return new KeyScript(steps);
    }

    private static boolean endsCall(List<Step> steps) {
        return !steps.isEmpty() && steps.getLast() instanceof Step.HangUp;
    }

    /** Reads what follows {@code wait}; returns the place of its last word. */
    private static int waiting(String[] words, int at, List<Step> steps) {
        if (at + 1 == words.length) {
            throw wrong(at, words[at], "has nothing behind it", "wait 2s, wait speech or wait quiet");
        }
        String what = words[at + 1].toLowerCase(Locale.ROOT);
        switch (what) {
            case "speech" -> steps.add(new Step.AwaitSpeech());
            case "quiet" -> {
                boolean timed = at + 2 < words.length && words[at + 2].matches("[0-9]+(ms|s|m|h|d)");
                steps.add(new Step.AwaitQuiet(timed ? duration(words, at + 2) : QUIET));
                return timed ? at + 2 : at + 1;
            }
            default -> steps.add(new Step.Wait(duration(words, at + 1)));
        }
        return at + 1;
    }

    private static Duration duration(String[] words, int at) {
        Duration time;
        try {
            time = Units.duration(words[at]);
        } catch (IllegalArgumentException e) {
            throw wrong(
                    at, words[at], "is no time to wait", "one with a unit, such as 500ms or 2s, or speech, or quiet");
        }
        if (time.isZero() || time.compareTo(LONGEST_WAIT) > 0) {
            throw wrong(at, words[at], "is no time to wait", "1ms to 1h");
        }
        return time;
    }

    private static void press(String word, int at, List<Step> steps) {
        if (!KEYS.matcher(word).matches()) {
            throw wrong(at, word, "is neither keys nor a command", "keys 0-9 * # A-D, wait or hangup");
        }
        for (char key : word.toUpperCase(Locale.ROOT).toCharArray()) {
            steps.add(new Step.Press(key));
        }
    }

    private static IllegalArgumentException wrong(int at, String word, String problem, String expected) {
        return new IllegalArgumentException(
                "key script, word %d: \"%s\" %s; expected %s".formatted(at + 1, word, problem, expected));
    }
}
