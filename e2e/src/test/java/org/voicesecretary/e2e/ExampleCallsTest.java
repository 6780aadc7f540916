package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.e2e.ExampleTexts.*;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.e2e.ExamplePrograms.Example;
import org.voicesecretary.e2e.ExamplePrograms.Tongue;

/** Every example in every language steers a real call: SIP and RTP on sockets, keys by RFC 4733, its own interpreter over HTTP. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
class ExampleCallsTest {
    private static final DateTimeFormatter CALL_START = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    @TempDir
    static Path directory;

    private static ExamplePrograms programs;
    private static ScriptLine line;

    @BeforeAll
    static void start() throws Exception {
        programs = ExamplePrograms.start();
        line = ScriptLine.open(directory, programs.account());
    }

    @AfterAll
    static void everyScriptWasToldTheEndOfEachCall() throws Exception {
        try {
            assertThat(line.endsTold()).isNotEmpty().allMatch("DELIVERED 200"::equals);
        } finally {
            line.close();
            programs.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theCallerHearsTheLastThreeDigits(Tongue tongue) throws Exception {
        try (var call = line.dial(Example.LAST_THREE_DIGITS.number(tongue), "442037691007")) {
            call.says(LAST_THREE, "zero zero seven").says(GOODBYE).isHungUpByTheRobot();

            assertThat(call.replies()).containsExactly(LAST_THREE + " | digits 007", GOODBYE_REPLY);
            assertThat(call.questions().getFirst()).contains("caller_id=442037691007");
            assertThat(call.questions().getLast()).contains("ivr_saydigits=COMPLETE");
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void aHiddenNumberIsNotRead(Tongue tongue) throws Exception {
        try (var call = line.dialHidden(Example.LAST_THREE_DIGITS.number(tongue))) {
            call.says(HIDDEN).says(GOODBYE).isHungUpByTheRobot();

            assertThat(call.replies()).containsExactly(HIDDEN, GOODBYE_REPLY);
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theCallerHearsTheDaysToTheBirthdayAfterTypingNonsense(Tongue tongue) throws Exception {
        try (var call = line.dial(Example.BIRTHDAY.number(tongue))) {
            LocalDate birthday = dayOf(call).plusDays(21);
            call.hears(HELLO, BIRTHDAY)
                    .presses("1331")
                    .says(TRY_AGAIN, BIRTHDAY)
                    .presses("12#")
                    .says(TRY_AGAIN, BIRTHDAY)
                    .presses(birthday.format(DateTimeFormatter.ofPattern("MMdd", Locale.ROOT)))
                    .says(DAYS_LEFT, "twenty-one", GOODBYE)
                    .isHungUpByTheRobot();

            assertThat(call.replies())
                    .containsExactly(
                            "popular 1 | " + ASK_BIRTHDAY,
                            "popular 6 | " + ASK_BIRTHDAY,
                            "popular 6 | " + ASK_BIRTHDAY,
                            DAYS_LEFT + " | number 21 | " + GOODBYE_REPLY);
            assertThat(call.inputs()).startsWith("birthday=1331", "birthday=12").hasSize(3);
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void whoTypesNoBirthdayThreeTimesHearsGoodbye(Tongue tongue) throws Exception {
        try (var call = line.dial(Example.BIRTHDAY.number(tongue))) {
            call.says(HELLO, BIRTHDAY)
                    .presses("#")
                    .says(HELLO, BIRTHDAY)
                    .presses("#")
                    .says(HELLO, BIRTHDAY)
                    .presses("#")
                    .says(GOODBYE)
                    .isHungUpByTheRobot();

            assertThat(call.replies()).containsExactly("popular 1 | " + ASK_BIRTHDAY, GOODBYE_REPLY);
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theMenuIsWalkedTenStepsDeepAndBack(Tongue tongue) throws Exception {
        try (var call = line.dial(Example.ENDLESS_MENU.number(tongue))) {
            call.hears(WELCOME, MAIN)
                    .presses("9")
                    .says(TRY_AGAIN, MAIN)
                    .presses("1")
                    .says(HOURS)
                    .presses("1")
                    .says(WEEKDAYS)
                    .presses("2")
                    .says(WEEKEND)
                    .presses("1")
                    .says(WEEKDAYS)
                    .presses("*")
                    .says(HOURS)
                    .presses("*")
                    .says(MAIN)
                    .presses("2")
                    .says(WAY)
                    .presses("1")
                    .hears(BY_TRAIN)
                    .presses("#")
                    .says(TRY_AGAIN, BY_TRAIN)
                    .presses("*")
                    .says(WAY)
                    .hangsUp();

            assertThat(call.inputs())
                    .containsExactly(
                            "main=9",
                            "main=1",
                            "hours=1",
                            "hours.weekdays=2",
                            "hours.weekend=1",
                            "hours.weekdays=*",
                            "hours=*",
                            "main=2",
                            "way=1",
                            "way.train=#",
                            "way.train=*");
            assertThat(call.replies())
                    .startsWith("play welcome | " + menu(MAIN, "main"), "popular 6 | " + menu(MAIN, "main"))
                    .hasSize(12);
            assertThat(call.match("ivr_saytext", BY_TRAIN, "en").similarity()).isGreaterThan(0.8);
            assertThat(call.match("ivr_play", WELCOME, "en").similarity()).isGreaterThan(0.8);
            assertThat(call.ended().hungUpBy()).isEqualToIgnoringCase("caller");
            call.hadNoFault();
        }
    }

    @Test
    void whoPressesNothingHearsTheMenuThreeTimesAndGoodbye() throws Exception {
        try (var call = line.dial(Example.ENDLESS_MENU.number(Tongue.PHP))) {
            call.says(WELCOME, MAIN)
                    .presses("3")
                    .says(JOKE)
                    .says(JOKE)
                    .says(JOKE)
                    .says(GOODBYE)
                    .isHungUpByTheRobot();

            assertThat(call.replies().getLast()).isEqualTo(GOODBYE_REPLY);
            assertThat(call.questions().getLast()).contains("wait_dtmf%5Bdefault_behaviour%5D=1");
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void aCustomerHearsTheBalance(Tongue tongue) throws Exception {
        try (var call = line.dial(Example.BALANCE.number(tongue))) {
            call.hears(WELCOME, ENTER_NUMBER)
                    .presses("1042#")
                    .says(BALANCE, "two hundred fifty point seven five", "euros")
                    .says(GOODBYE)
                    .isHungUpByTheRobot();

            assertThat(call.inputs()).containsExactly("customer.1=1042");
            assertThat(call.replies())
                    .containsExactly(
                            WELCOME + " | " + askCustomer(1), "popular 8 | number 250.75 | euros", GOODBYE_REPLY);
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void afterThreeWrongNumbersThereIsOnlyGoodbye(Tongue tongue) throws Exception {
        try (var call = line.dial(Example.BALANCE.number(tongue))) {
            call.says(WELCOME, ENTER_NUMBER)
                    .presses("1#")
                    .says(NO_CUSTOMER, ENTER_NUMBER)
                    .presses("9999999999") // ten keys need no hash
                    .says(NO_CUSTOMER, ENTER_NUMBER)
                    .presses("7#")
                    .says(THIRD, GOODBYE)
                    .isHungUpByTheRobot();

            assertThat(call.replies())
                    .containsExactly(
                            WELCOME + " | " + askCustomer(1),
                            NO_CUSTOMER + " | " + askCustomer(2),
                            NO_CUSTOMER + " | " + askCustomer(3),
                            THIRD + " | " + GOODBYE_REPLY);
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theThirdTryMayBeRightAndKeepsItsZeros(Tongue tongue) throws Exception {
        try (var call = line.dial(Example.BALANCE.number(tongue))) {
            call.says(WELCOME, ENTER_NUMBER)
                    .presses("7#")
                    .says(NO_CUSTOMER, ENTER_NUMBER)
                    .presses("#")
                    .says(NO_CUSTOMER, ENTER_NUMBER)
                    .presses("007#")
                    .hears(NO_CUSTOMER, ENTER_NUMBER)
                    .presses("0007#")
                    .says(BALANCE, "zero", "euros")
                    .says(GOODBYE)
                    .isHungUpByTheRobot();

            assertThat(call.inputs())
                    .containsExactly("customer.1=7", "customer.2=", "customer.2=007", "customer.3=0007");
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    /** The day of the call as the script sees it. */
    private static LocalDate dayOf(LiveCall call) {
        String body = call.questions().getFirst();
        String start = body.substring(body.indexOf("call_start=") + "call_start=".length())
                .split("&", 2)[0];
        return LocalDateTime.parse(URLDecoder.decode(start, StandardCharsets.UTF_8), CALL_START)
                .toLocalDate();
    }
}
