package org.voicesecretary.call.connect;

import org.voicesecretary.protocol.RedirectTarget;

/**
 * What an extension has keyed in during a conversation: {@code #101#}, {@code *101#}, {@code #1#}.
 *
 * @param announced whether whoever keyed it in wants to talk to the other first
 */
record InCallCode(RedirectTarget target, boolean announced) {
    private static final int LONGEST = 3;

    /** Whether these keys may become a code. */
    static boolean mayBecomeOne(String keys) {
        return !keys.isEmpty()
                && (keys.charAt(0) == '#' || keys.charAt(0) == '*')
                && keys.length() <= LONGEST + 1
                && keys.chars().skip(1).allMatch(Character::isDigit);
    }

    /** Whether these keys are a code. */
    static boolean isOne(String keys) {
        return keys.length() > 2 && keys.endsWith("#") && mayBecomeOne(keys.substring(0, keys.length() - 1));
    }

    static InCallCode of(String keys) {
        return new InCallCode(RedirectTarget.parse(keys.substring(1, keys.length() - 1)), keys.charAt(0) == '*');
    }
}
