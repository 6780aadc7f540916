package org.voicesecretary.examples;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.voicesecretary.client.CallScript;
import org.voicesecretary.client.Request;
import org.voicesecretary.protocol.Reply;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;

/**
 * Example 2: asks for a birthday as four digits, month and day, and says how many days are left. This one uses {@link
 * Request}, the builder with the words of the PHP client.
 */
public final class BirthdayCountdown implements CallScript {

    public static void main(String[] args) throws IOException {
        Serving.at(9002).serve(new BirthdayCountdown());
    }

    @Override
    public Reply onStart(NotifyStart call) {
        return ask(new Request().setIvrSayPopular(Phrases.HELLO, "en"));
    }

    @Override
    public Reply onIvr(NotifyIvr step) {
        WaitDtmfResult entered = step.waitDtmf();
        if (entered == null || entered.digits().isEmpty()) { // nothing was pressed, three times
            return new Request()
                    .setIvrSayPopular(Phrases.GOODBYE, "en")
                    .setHangup()
                    .toReply();
        }
        Optional<MonthDay> birthday = monthDay(entered.digits());
        if (birthday.isEmpty()) {
            return ask(new Request().setIvrSayPopular(Phrases.WRONG_INPUT, "en"));
        }
        LocalDate today = LocalDate.parse(step.callStart().substring(0, 10)); // where the shop is
        return answer(daysUntil(birthday.get(), today));
    }

    /** Whatever was said before, then the question; four keys end the input, nobody has to press hash. */
    private static Reply ask(Request request) {
        return request.setIvrSayText("Enter your birthday as four digits: month and day.", "en")
                .setWaitDtmf(10, 3, 4, "birthday", "hangup")
                .toReply();
    }

    private static Reply answer(long days) {
        Request request = days == 0
                ? new Request().setIvrSayText("Today is your birthday. Happy birthday!", "en")
                : new Request().setIvrSayText("Days until your birthday:", "en").setIvrSayNumber(days, "en");
        return request.setIvrSayPopular(Phrases.GOODBYE, "en").setHangup().toReply();
    }

    /** {@code 1231} is the last day of the year; {@code 1331} is none, {@code 12} is too short. */
    private static Optional<MonthDay> monthDay(String digits) {
        if (!digits.matches("[0-9]{4}")) {
            return Optional.empty();
        }
        try {
            int month = Integer.parseInt(digits.substring(0, 2));
            int day = Integer.parseInt(digits.substring(2));
            return Optional.of(MonthDay.of(month, day));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** Who was born on a 29 February waits for the next leap year. */
    private static long daysUntil(MonthDay birthday, LocalDate today) {
        int year = today.getYear();
        while (!birthday.isValidYear(year) || birthday.atYear(year).isBefore(today)) {
            year++;
        }
        return ChronoUnit.DAYS.between(today, birthday.atYear(year));
    }
}
