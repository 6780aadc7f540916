package org.voicesecretary.timeline;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a call. Durations are whole milliseconds. Texts of foreign origin (bodies, speech, messages)
 * pass {@link #masked} before anybody sees them, so that sensitive input is hidden wherever it turns up again.
 */
public sealed interface TimelineEvent {

    /** The call came in: numbers as the script sees them. */
    record CallStarted(String callerId, String calledDid) implements TimelineEvent {}

    /** A SIP message, by its start line. */
    record SipMessage(boolean sent, String startLine, String peer) implements TimelineEvent {}

    /** 200 OK went out. */
    record Answered() implements TimelineEvent {}

    /** An event on its way to the script. {@code attempt} is 1, or 2 for the retry; {@code body} is shortened. */
    record WebhookRequest(String event, String url, int attempt, String body) implements TimelineEvent {
        @Override
        public TimelineEvent masked(UnaryOperator<String> mask) {
            return new WebhookRequest(event, url, attempt, mask.apply(body));
        }
    }

    /** The script's reply, complete; {@code body} is shortened. */
    record WebhookReply(String event, int attempt, long latencyMillis, int status, String body)
            implements TimelineEvent {
        @Override
        public TimelineEvent masked(UnaryOperator<String> mask) {
            return new WebhookReply(event, attempt, latencyMillis, status, mask.apply(body));
        }
    }

    /** A request that brought no reply: refused, reset, too slow, wrong certificate … */
    record WebhookFailure(String event, int attempt, long latencyMillis, String what) implements TimelineEvent {}

    /**
     * An announcement: the instruction, the text that is spoken (or the sound's id), its language. Several may start together as
     * one piece of sound: {@code afterMillis} is when this one begins within it, if no key comes before.
     */
    record Said(String instruction, String text, String language, long afterMillis) implements TimelineEvent {
        /** One that begins at once. */
        public Said(String instruction, String text, String language) {
            this(instruction, text, language, 0);
        }

        @Override
        public TimelineEvent masked(UnaryOperator<String> mask) {
            return new Said(instruction, mask.apply(text), language, afterMillis);
        }
    }

    /** An extension or an outside number has taken the call; the two hear each other. */
    record Connected(String label) implements TimelineEvent {}

    /**
     * A phone that the call rang is done with, whether it answered or not.
     *
     * @param label what was dialled, for people
     * @param extension whose phone it is; null for numbers outside
     * @param ringMillis until it answered, or until its end where it did not
     * @param talkMillis null = it never answered
     * @param disposition in the protocol's words
     * @param endedBy {@code caller}, {@code callee} or {@code robot}
     */
    record LegEnded(
            String label,
            @Nullable String extension,
            long ringMillis,
            @Nullable Long talkMillis,
            String disposition,
            int q931,
            String endedBy)
            implements TimelineEvent {}

    /** A key cut the announcement short, this long after its start. */
    record BargedIn(long afterMillis) implements TimelineEvent {}

    /** The script is slow and the caller hears a filler. */
    record FillerPlayed(String text) implements TimelineEvent {}

    /**
     * A key, as one character; a key that must not be shown
     * is {@link #HIDDEN}. A key pressed before anybody waits for it is hidden until its {@link Collected}.
     */
    record KeyPressed(String key, String source) implements TimelineEvent {
        public static final String HIDDEN = "•";
    }

    /** An input of {@code wait_dtmf} ended. {@code digits} are bullets when the input is sensitive. */
    record Collected(String name, String digits, Ending ending, int attempt) implements TimelineEvent {
        /** Why the input ended. */
        public enum Ending {
            MAXDIGITS,
            POUND,
            TIMEOUT,
            NOTHING
        }
    }

    /** The caller's name was set by the script. */
    record CallerNamed(String name) implements TimelineEvent {
        @Override
        public TimelineEvent masked(UnaryOperator<String> mask) {
            return new CallerNamed(mask.apply(name));
        }
    }

    /**
     * An oddity in a reply: which field, which rule, what is wrong, what the caller hears instead, and this part of the
     * reply as it should be (empty: leave it out).
     */
    record Lint(String field, String rule, String problem, String callerHears, String corrected)
            implements TimelineEvent {
        @Override
        public TimelineEvent masked(UnaryOperator<String> mask) {
            return new Lint(field, rule, mask.apply(problem), mask.apply(callerHears), mask.apply(corrected));
        }
    }

    /** Something worth knowing that is neither a fault nor an oddity of a reply. */
    record Note(String text) implements TimelineEvent {
        @Override
        public TimelineEvent masked(UnaryOperator<String> mask) {
            return new Note(mask.apply(text));
        }
    }

    /** Something failed: whose fault, what it is about, what is wrong, and what mends it. */
    record Fault(FaultKind kind, String subject, String problem, String mend) implements TimelineEvent {
        @Override
        public TimelineEvent masked(UnaryOperator<String> mask) {
            return new Fault(kind, mask.apply(subject), mask.apply(problem), mend);
        }
    }

    /**
     * How long the caller waited before this step's first sound: until it was handed to the media engine, which sends its first packet
     * at the caller's next turn, at most 20 ms later. Where a step has no sound, until the caller's turn, the next step or the end.
     *
     * @param step number of the step, from 1
     * @param callerSilenceMillis unintended silence since the caller could expect something
     * @param longestSilenceMillis the longest single stretch of it (fillers interrupt it)
     * @param digitToAudioMillis from the key that completed an input to the first sound, null if no key or no sound led here
     */
    record StepTimings(
            int step,
            long callerSilenceMillis,
            long longestSilenceMillis,
            @Nullable Long digitToAudioMillis) implements TimelineEvent {}

    /** The end: what happened in words, how the records call it, Q.931 cause, who hung up, whose fault (null = nobody's). */
    record Ended(
            String cause,
            String disposition,
            int q931,
            String hungUpBy,
            @Nullable FaultKind fault,
            long durationSeconds)
            implements TimelineEvent {}

    /**
     * An attempt to deliver an informational event such as NOTIFY_END, after the call.
     *
     * @param attempt from 1
     * @param body what was sent, shortened
     * @param status of the reply, null if there was none
     * @param answer the reply's body, shortened, or why there was none
     */
    record Delivery(
            String event,
            String url,
            int attempt,
            String body,
            long latencyMillis,
            @Nullable Integer status,
            String answer)
            implements TimelineEvent {
        @Override
        public TimelineEvent masked(UnaryOperator<String> mask) {
            return new Delivery(event, url, attempt, mask.apply(body), latencyMillis, status, mask.apply(answer));
        }
    }

    /** This event with {@code mask} applied to every text of foreign origin. */
    default TimelineEvent masked(UnaryOperator<String> mask) {
        return this;
    }
}
