package org.voicesecretary.pbx.dial;

/**
 * What the phones of an office dial besides numbers.
 *
 * @param outsidePrefix what comes before a number outside unless that begins with {@code +}; may be empty
 * @param pickUp takes over a call that rings elsewhere
 * @param voicemail the caller's own messages
 */
public record DialRules(String outsidePrefix, String pickUp, String voicemail) {
    public static final DialRules USUAL = new DialRules("", "40", "*97");
}
