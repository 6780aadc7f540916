package org.voicesecretary.doctor;

import java.util.Locale;
import org.voicesecretary.protocol.JsonText;

/**
 * What the doctor found about one thing.
 *
 * @param subject such as {@code sip udp:0.0.0.0:5060}
 * @param found what is so
 * @param advice what to do; empty where all is well
 */
public record Finding(State state, String subject, String found, String advice) {
    /** How bad it is. */
    public enum State {
        OK,
        /** Works, but perhaps not as you want. */
        WARN,
        /** Calls will fail. */
        FAIL
    }

    static Finding ok(String subject, String found) {
        return new Finding(State.OK, subject, found, "");
    }

    static Finding warn(String subject, String found, String advice) {
        return new Finding(State.WARN, subject, found, advice);
    }

    static Finding fail(String subject, String found, String advice) {
        return new Finding(State.FAIL, subject, found, advice);
    }

    /** {@code FAIL  sip udp:0.0.0.0:5060  is in use by another program: stop it …}. */
    public String line(int subjectWidth) {
        return ("%-4s  %-" + subjectWidth + "s  %s").formatted(state, subject, found)
                + (advice.isEmpty() ? "" : ": " + advice);
    }

    public String json() {
        return new JsonText()
                .text("state", state.name().toLowerCase(Locale.ROOT))
                .text("subject", subject)
                .text("found", found)
                .text("advice", advice)
                .close();
    }
}
