package org.voicesecretary.protocol.json;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.protocol.JsonText;
import org.voicesecretary.protocol.Lint;
import org.voicesecretary.protocol.LintRule;

/** Collects what is odd about one reply; a reply that is odd all over is told about in part. */
final class LintBook {
    private static final int MAX_LINTS = 50;

    private final List<Lint> lints = new ArrayList<>();
    private int beyond;

    void note(String field, LintRule rule, String problem, String callerHears, String corrected) {
        if (lints.size() == MAX_LINTS) {
            beyond++;
            return;
        }
        lints.add(new Lint(field, rule, problem, callerHears, corrected));
    }

    /** The key cannot be used; if it was an announcement, the caller hears nothing of it. */
    void unusable(String field, String problem, String example) {
        String callerHears = field.startsWith("ivr_") ? "nothing is heard for it" : "it is passed over";
        note(field, LintRule.UNUSABLE_VALUE, problem, callerHears, example);
    }

    List<Lint> lints() {
        if (beyond == 0) {
            return List.copyOf(lints);
        }
        var all = new ArrayList<>(lints);
        all.add(new Lint(
                "body",
                LintRule.CUT,
                "has %d more oddities".formatted(beyond),
                "they are treated like those above",
                ""));
        return List.copyOf(all);
    }

    /** A corrected part of the reply: {@code wait_dtmf.timeout} and {@code 60} give the nested object. */
    static String fix(String field, String json) {
        int dot = field.indexOf('.');
        if (dot < 0) {
            return new JsonText().raw(field, json).close();
        }
        return new JsonText()
                .raw(field.substring(0, dot), fix(field.substring(dot + 1), json))
                .close();
    }

    static String fixText(String field, String text) {
        return fix(field, JsonText.quote(text));
    }
}
