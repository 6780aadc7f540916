package org.voicesecretary.protocol;

/**
 * What the caller entered.
 *
 * @param name the label that the reply gave to this input; scripts keep their state in it
 * @param digits the keys, possibly fewer than {@code maxdigits}, empty when nothing was pressed
 * @param defaultBehaviour true when nothing was pressed after the last attempt
 */
public record WaitDtmfResult(String name, String digits, boolean defaultBehaviour) {
    /** The same, with each key replaced by a dot: for logs of input that is nobody's business. */
    public WaitDtmfResult masked() {
        return new WaitDtmfResult(name, "•".repeat(digits.length()), defaultBehaviour);
    }
}
