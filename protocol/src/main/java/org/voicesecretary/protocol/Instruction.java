package org.voicesecretary.protocol;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One thing that a reply orders. A language of null is the account's own. */
public sealed interface Instruction {

    /** An instruction that the caller hears. */
    sealed interface Announcement extends Instruction {
        AnnouncementKind kind();
    }

    /** Plays an uploaded or rendered sound; the id is opaque text. */
    record Play(String soundId) implements Announcement {
        @Override
        public AnnouncementKind kind() {
            return AnnouncementKind.IVR_PLAY;
        }
    }

    /** Speaks a phrase of the numbered table. */
    record SayPopular(int number, @Nullable Language language) implements Announcement {
        @Override
        public AnnouncementKind kind() {
            return AnnouncementKind.IVR_SAYPOPULAR;
        }
    }

    /** Reads digit by digit: {@code 0-9}, {@code *} and {@code #}, 1 to {@value #MAX_DIGITS} of them. */
    record SayDigits(String digits, @Nullable Language language) implements Announcement {
        public static final int MAX_DIGITS = 64;

        @Override
        public AnnouncementKind kind() {
            return AnnouncementKind.IVR_SAYDIGITS;
        }
    }

    /** Reads a cardinal number, whole or decimal, with {@code |number| < 10^15}. */
    record SayNumber(BigDecimal number, @Nullable Language language) implements Announcement {
        /** Digits before the point. */
        public static final int MAX_INTEGER_DIGITS = 15;
        /** Digits behind the point. */
        public static final int MAX_FRACTION_DIGITS = 15;

        @Override
        public AnnouncementKind kind() {
            return AnnouncementKind.IVR_SAYNUMBER;
        }
    }

    /** Speaks free text; {@code voice} names a voice of the speech engine, null is the usual one. */
    record SayText(
            String text,
            @Nullable Language language,
            @Nullable String voice) implements Announcement {
        @Override
        public AnnouncementKind kind() {
            return AnnouncementKind.IVR_SAYTEXT;
        }
    }

    /**
     * Waits for keys.
     *
     * @param timeout seconds, 1 to 60, from the end of the audio, restarted by each key
     * @param attempts how often the prompt is played while nothing is pressed, 1 to 10
     * @param maxDigits input ends with this many keys, 1 to 64
     * @param name label that NOTIFY_IVR echoes
     * @param byDefault what to do where nothing was entered and the script has no answer either
     * @param sensitive masked everywhere; a name that starts with {@code sensitive} says the same
     */
    record WaitDtmf(int timeout, int attempts, int maxDigits, String name, DefaultAction byDefault, boolean sensitive)
            implements Instruction {
        public static final int MAX_TIMEOUT = 60;
        public static final int MAX_ATTEMPTS = 10;
        public static final int MAX_DIGITS = 64;
        public static final int DEFAULT_TIMEOUT = 5;

        public WaitDtmf {
            within("timeout", timeout, MAX_TIMEOUT);
            within("attempts", attempts, MAX_ATTEMPTS);
            within("maxdigits", maxDigits, MAX_DIGITS);
            sensitive = sensitive || name.startsWith("sensitive");
        }

        private static void within(String member, int value, int max) {
            if (value < 1 || value > max) {
                throw new IllegalArgumentException(
                        "wait_dtmf.%s is out of bounds: %d; expected 1 to %d".formatted(member, value, max));
            }
        }
    }

    /** {@code wait_dtmf.default}. */
    sealed interface DefaultAction {
        record None() implements DefaultAction {}

        record HangUp() implements DefaultAction {}

        /** The target may be {@link RedirectTarget.Invalid}: scripts put names of their own there, which is no error. */
        record To(RedirectTarget target) implements DefaultAction {}

        static DefaultAction parse(String text) {
            if (text.strip().equals("hangup")) {
                return new HangUp();
            }
            RedirectTarget target = RedirectTarget.parse(text);
            return target instanceof RedirectTarget.None ? new None() : new To(target);
        }

        default String wireText() {
            return switch (this) {
                case None() -> "";
                case HangUp() -> "hangup";
                case To(var target) -> target.wireText();
            };
        }
    }

    /**
     * Hands the call over.
     *
     * @param returnTimeout seconds that the target rings before the call comes back, at least 3; 0 = it never comes back
     * @param rewriteForwardNumber for this call replaces the number that the extension forwards to
     */
    record Redirect(
            RedirectTarget target,
            int returnTimeout,
            @Nullable String rewriteForwardNumber) implements Instruction {}

    /** Sets the name that the extension's phone shows. */
    record CallerName(String name) implements Instruction {}

    record HangUp() implements Instruction {}
}
