package org.voicesecretary.protocol;

/**
 * One oddity of a reply that was understood all the same.
 *
 * @param field where: {@code ivr_play}, {@code wait_dtmf.timeout}, or {@code body} for the whole
 * @param rule which rule is broken
 * @param problem what is wrong, with the value and what was expected
 * @param callerHears what happens on the telephone instead
 * @param corrected this part of the reply as it should be written, as JSON; empty where it should be left out
 */
public record Lint(String field, LintRule rule, String problem, String callerHears, String corrected) {
    /** All of it in one line. */
    public String sentence() {
        return "%s %s; %s; %s"
                .formatted(field, problem, callerHears, corrected.isEmpty() ? "leave it out" : "write " + corrected);
    }
}
