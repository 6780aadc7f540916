package org.voicesecretary.sip.message;

import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * RFC 6665 §4.1.3.
 *
 * @param state in lower case: {@code active}, {@code pending}, {@code terminated} or another
 * @param params {@code expires}, {@code reason}, {@code retry-after}
 */
public record SubscriptionState(String state, Params params) {
    public static SubscriptionState parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        String state = in.token("a state");
        Params params = Params.parse(in);
        in.expectEnd();
        return new SubscriptionState(state.toLowerCase(Locale.ROOT), params);
    }

    public boolean isTerminated() {
        return state.equals("terminated");
    }

    public OptionalLong expires() {
        String value = params.value("expires");
        long seconds = value == null ? -1 : Grammar.number(value, CSeq.MAX);
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
    }

    public @Nullable String reason() {
        return params.value("reason");
    }

    public String text() {
        return state + params.text();
    }

    @Override
    public String toString() {
        return text();
    }
}
