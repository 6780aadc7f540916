package org.voicesecretary.speech.phrase;

/** The sentences that the product says of its own accord; each is one of the popular phrases and is overridden as such. */
public enum SystemText {
    /** After a failure that ends the call. */
    APOLOGY(9),
    /** While a script thinks. */
    ONE_MOMENT(18),
    GOODBYE(5),
    /** Everybody is busy or the installation is full. */
    ALL_BUSY(39),
    NOT_IN_SERVICE(38);

    private final int phrase;

    SystemText(int phrase) {
        this.phrase = phrase;
    }

    /** Its number among the popular phrases. */
    public int phrase() {
        return phrase;
    }
}
