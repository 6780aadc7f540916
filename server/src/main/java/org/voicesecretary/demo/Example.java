package org.voicesecretary.demo;

import java.io.IOException;
import java.util.List;
import org.voicesecretary.client.CallScript;
import org.voicesecretary.examples.Balance;
import org.voicesecretary.examples.BirthdayCountdown;
import org.voicesecretary.examples.EndlessMenu;
import org.voicesecretary.examples.LastThreeDigits;

/**
 * One of the four scripts, with its number.
 *
 * @param keys a key script for {@code ./voice-secretary call} that shows what it can do
 */
record Example(String number, String title, String keys, CallScript script) {
    /** The one that the demo calls. */
    static final String BALANCE = "442037691884";

    static List<Example> all() throws IOException {
        return List.of(
                new Example("442037691881", "the last three digits of your number", "", new LastThreeDigits()),
                new Example(
                        "442037691882",
                        "days to your birthday: month and day, such as 1231",
                        "wait speech wait quiet 1231",
                        new BirthdayCountdown()),
                new Example(
                        "442037691883",
                        "a menu without end: star goes back to its start",
                        "wait speech wait quiet 1 wait speech wait quiet hangup",
                        EndlessMenu.bundled()),
                new Example(
                        BALANCE,
                        "your balance: customer number 1042, then #",
                        "wait speech wait quiet 1042#",
                        Balance.bundled()));
    }
}
