package org.voicesecretary.pbx.dial;

/** What an extension dialled. */
public sealed interface DialledNumber {
    record Extension(String number) implements DialledNumber {}

    /** Take over a call that rings elsewhere. */
    record PickUp() implements DialledNumber {}

    /** Listen to one's own messages. */
    record Voicemail() implements DialledNumber {}

    /** Help; no rule and no limit stands in its way. */
    record Emergency(String digits) implements DialledNumber {}

    /** Through a trunk, if the rules for calls out allow it. */
    record Outside(PhoneNumber number) implements DialledNumber {}

    /**
     * 404.
     *
     * @param problem a sentence for who runs the office
     */
    record Unknown(String dialled, String problem) implements DialledNumber {}

    /** @param dialled the user part of the Request-URI */
    static DialledNumber of(String dialled, NumberingPlan plan, DialRules rules, NumberReader numbers) {
        String bare = NumberReader.bare(dialled);
        String prefix = rules.outsidePrefix();
        boolean prefixed = !prefix.isEmpty() && bare.startsWith(prefix) && bare.length() > prefix.length();
        String behind = prefixed ? bare.substring(prefix.length()) : bare;
        // Before all else: an extension 112 must not stand between a person and help.
        if (numbers.isEmergency(bare)) {
            return new Emergency(bare);
        }
        if (prefixed && numbers.isEmergency(behind)) {
            return new Emergency(behind);
        }
        if (plan.extensions().contains(bare)) {
            return new Extension(bare);
        }
        if (bare.equals(rules.pickUp())) {
            return new PickUp();
        }
        if (bare.equals(rules.voicemail())) {
            return new Voicemail();
        }
        if (!prefix.isEmpty() && !prefixed && !bare.startsWith("+")) {
            return new Unknown(
                    dialled,
                    "\"" + dialled + "\" is neither an extension (" + plan.extensionsInWords() + ") nor begins with "
                            + prefix + ", which numbers outside begin with");
        }
        return numbers.dialled(behind)
                .<DialledNumber>map(Outside::new)
                .orElseGet(() -> new Unknown(
                        dialled,
                        "\"" + dialled + "\" is neither an extension (" + plan.extensionsInWords()
                                + ") nor a telephone number, read from " + numbers.country()));
    }
}
