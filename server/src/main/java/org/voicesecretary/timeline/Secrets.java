package org.voicesecretary.timeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The inputs of one call that nobody but its script may see, and where they turn up again: as they were typed, spaced out,
 * without leading zeros, or in part. Any thread may ask.
 */
final class Secrets {
    /** Shorter secrets would mask half of every text; they are hidden only where they stand by themselves. */
    private static final int SHORTEST = 3;
    /** Of a longer secret, so many digits in a row tell too much: the last four of a card. */
    private static final int TELLING_PART = 4;

    /** As many digits as an input can have, and zeros in front. */
    private static final int LONGEST = 80;

    /** Digits in groups, as people write numbers; not those of a name such as {@code sound7}. */
    private static final Pattern RUN = Pattern.compile("(?<![\\p{L}\\d])\\d+(?:[ .,/()\\-\\u00a0\\u202f]{1,3}\\d+)*+");

    private static final Pattern GROUP = Pattern.compile("\\d+");

    private final List<String> known = new CopyOnWriteArrayList<>();
    private volatile boolean echoing;

    boolean areNone() {
        return known.isEmpty();
    }

    /** From now on these keys are hidden. */
    void add(String keys) {
        if (!keys.isEmpty() && !known.contains(keys)) {
            known.add(keys);
        }
    }

    /** Whether the script has just been told a secret: in its reply even a single digit may be of it. */
    void echoing(boolean now) {
        echoing = now;
    }

    /** Whether a number that is read out has to do with a secret. */
    boolean contains(String number) {
        if (known.isEmpty()) {
            return false;
        }
        String digits = digits(number);
        return echoing || known.contains(number) || known.stream().anyMatch(secret -> tells(digits, digits(secret)));
    }

    private static boolean tells(String digits, String secret) {
        return !digits.isEmpty()
                && !secret.isEmpty()
                && (core(digits).equals(core(secret))
                        || secret.length() >= SHORTEST && digits.contains(secret)
                        || digits.length() >= TELLING_PART && secret.contains(digits));
    }

    /** A text with every trace of a secret replaced by bullets. */
    String mask(String text, boolean mayBeEcho) {
        String shown = text;
        for (String secret : known) {
            if (secret.length() >= SHORTEST) {
                shown = shown.replace(secret, Masking.bullets(secret));
            }
        }
        return RUN.matcher(shown).replaceAll(run -> Matcher.quoteReplacement(maskRun(run, mayBeEcho && echoing)));
    }

    private String maskRun(MatchResult run, boolean strict) {
        List<MatchResult> groups = GROUP.matcher(run.group()).results().toList();
        var masked = new StringBuilder(run.group());
        for (int first = 0; first < groups.size(); first++) {
            var joined = new StringBuilder();
            for (int last = first; last < groups.size() && joined.length() <= LONGEST; last++) {
                joined.append(groups.get(last).group());
                if (isSecret(joined.toString(), strict)) {
                    hide(masked, groups.get(first).start(), groups.get(last).end());
                }
            }
        }
        return masked.toString();
    }

    private boolean isSecret(String digits, boolean strict) {
        for (String secret : known) {
            String own = digits(secret);
            boolean same =
                    digits.length() >= (strict ? 1 : SHORTEST) && core(digits).equals(core(own));
            boolean part = digits.length() >= (strict ? 1 : TELLING_PART) && own.contains(digits);
            if (!own.isEmpty() && (same || part)) {
                return true;
            }
        }
        return false;
    }

    private static void hide(StringBuilder text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.isDigit(text.charAt(i))) {
                text.replace(i, i + 1, TimelineEvent.KeyPressed.HIDDEN);
            }
        }
    }

    private static String digits(String keys) {
        return keys.replaceAll("\\D", "");
    }

    /** Without leading zeros, which a script that casts to a number loses. */
    private static String core(String digits) {
        return digits.replaceFirst("^0+(?=.)", "");
    }
}
