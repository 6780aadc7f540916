package org.voicesecretary.call.script;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.protocol.Instruction.WaitDtmf;
import org.voicesecretary.timeline.TimelineEvent.Collected.Ending;

/** One attempt at an input: which keys belong to it and when it ends. Knows no time and no audio. */
final class DigitsInput {
    /** Between two keys nobody thinks longer than this. */
    private static final int INTER_DIGIT_SECONDS = 3;

    private final WaitDtmf wanted;
    private final StringBuilder digits = new StringBuilder();

    DigitsInput(WaitDtmf wanted) {
        this.wanted = wanted;
    }

    /** How an attempt ended; {@code digits} may be empty. */
    record Result(String digits, Ending ending) {}

    /** Takes a key. Returns the result if that was the last one. */
    Optional<Result> press(DtmfDigit key) {
        boolean several = wanted.maxDigits() > 1;
        if (key == DtmfDigit.POUND && several) {
            return Optional.of(new Result(digits.toString(), Ending.POUND));
        }
        digits.append(key.symbol());
        return digits.length() < wanted.maxDigits()
                ? Optional.empty()
                : Optional.of(new Result(digits.toString(), Ending.MAXDIGITS));
    }

    /** The result when no key came in time. */
    Result timeUp() {
        return new Result(digits.toString(), digits.isEmpty() ? Ending.NOTHING : Ending.TIMEOUT);
    }

    /** How long to wait for the next key. */
    long patienceNanos() {
        int seconds = digits.isEmpty() ? wanted.timeout() : Math.min(INTER_DIGIT_SECONDS, wanted.timeout());
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
