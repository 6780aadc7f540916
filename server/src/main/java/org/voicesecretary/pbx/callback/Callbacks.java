package org.voicesecretary.pbx.callback;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.timeline.CallId;

/** Calls that somebody asks for who is at no telephone: a click on a page, a program. Thread-safe. */
public interface Callbacks {
    /**
     * Dials one party, and the other as soon as the first has answered. Returns at once: what becomes of the call is told by
     * NOTIFY_OUT_START, NOTIFY_ANSWER and NOTIFY_OUT_END.
     *
     * @param pbxId the account
     */
    Requested request(long pbxId, Callback wanted);

    /** Calls a number, speaks a code digit by digit, twice, and hangs up. Returns at once. */
    Requested speakCode(long pbxId, SpokenCode wanted);

    /**
     * Who is to talk with whom.
     *
     * @param from is dialled first: an extension ({@code 101}), a scenario ({@code 0-1}) or a number outside
     * @param to is dialled when {@code from} has answered: an extension or a number outside
     * @param payer the extension whose caller-id and limits hold for what goes outside; null = {@code from} or {@code to} if that is an
     *     extension, else the account
     * @param predicted the other way round: {@code to} is dialled first, and {@code from} only when {@code to} has answered
     */
    record Callback(String from, String to, @Nullable String payer, boolean predicted) {}

    /**
     * @param callerId the number that is shown, where the trunk lets it be
     * @param to a number outside or an extension
     * @param code 1 to 20 digits
     * @param language as scripts write it; null = the account's
     */
    record SpokenCode(
            String callerId,
            String to,
            String code,
            @Nullable String language) {}

    /** What became of the wish. */
    sealed interface Requested {
        /**
         * It is being dialled.
         *
         * @param at when it began
         */
        record Begun(CallId call, Instant at) implements Requested {}

        /** @param problem a sentence for whoever asked */
        record Refused(Why why, String problem) implements Requested {}
    }

    /** What is wrong with the wish. */
    enum Why {
        FROM,
        TO,
        PAYER,
        CODE,
        CALLER_ID,
        /** The rules for calls out are against it; the sentence says which. */
        NOT_ALLOWED,
        /** The server is full or about to stop. */
        NO_ROOM;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An office that begins no calls. */
    static Callbacks none() {
        var refused = new Requested.Refused(Why.NO_ROOM, "this installation begins no calls by itself");
        return new Callbacks() {
            @Override
            public Requested request(long pbxId, Callback wanted) {
                return refused;
            }

            @Override
            public Requested speakCode(long pbxId, SpokenCode wanted) {
                return refused;
            }
        };
    }
}
