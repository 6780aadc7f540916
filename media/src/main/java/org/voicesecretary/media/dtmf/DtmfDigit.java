package org.voicesecretary.media.dtmf;

import java.util.Optional;

/** One of the sixteen keys of ITU-T Q.23, with its event code (RFC 4733 §3.2) and its pair of tones. */
public enum DtmfDigit {
    ZERO('0', 941, 1336),
    ONE('1', 697, 1209),
    TWO('2', 697, 1336),
    THREE('3', 697, 1477),
    FOUR('4', 770, 1209),
    FIVE('5', 770, 1336),
    SIX('6', 770, 1477),
    SEVEN('7', 852, 1209),
    EIGHT('8', 852, 1336),
    NINE('9', 852, 1477),
    STAR('*', 941, 1209),
    POUND('#', 941, 1477),
    A('A', 697, 1633),
    B('B', 770, 1633),
    C('C', 852, 1633),
    D('D', 941, 1633);

    private static final DtmfDigit[] BY_EVENT = values();

    private final char symbol;
    private final int lowHz;
    private final int highHz;

    DtmfDigit(char symbol, int lowHz, int highHz) {
        this.symbol = symbol;
        this.lowHz = lowHz;
        this.highHz = highHz;
    }

    /** The key written as {@code 0-9 * # A-D}, letters in either case. */
    public static Optional<DtmfDigit> of(char symbol) {
        char upper = Character.toUpperCase(symbol);
        for (DtmfDigit digit : BY_EVENT) {
            if (digit.symbol == upper) {
                return Optional.of(digit);
            }
        }
        return Optional.empty();
    }

    /** The key of an event code; empty for codes above 15, such as a hook flash (16). */
    public static Optional<DtmfDigit> ofEvent(int event) {
        return event >= 0 && event < BY_EVENT.length ? Optional.of(BY_EVENT[event]) : Optional.empty();
    }

    static DtmfDigit ofKnownEvent(int event) {
        return BY_EVENT[event];
    }

    /** {@code 0-9 * # A-D}. */
    public char symbol() {
        return symbol;
    }

    /** 0 to 15. */
    public int event() {
        return ordinal();
    }

    /** The frequency of the row, in Hz. */
    public int lowHz() {
        return lowHz;
    }

    /** The frequency of the column, in Hz. */
    public int highHz() {
        return highHz;
    }
}
