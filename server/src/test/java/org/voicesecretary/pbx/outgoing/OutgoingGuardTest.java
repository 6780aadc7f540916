package org.voicesecretary.pbx.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlFile;
import org.voicesecretary.pbx.dial.NumberReader;
import org.voicesecretary.pbx.dial.PhoneNumber;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.phrase.Phrases;

@Tag("unit")
class OutgoingGuardTest {
    private static final OutgoingOffice OFFICE = new OutgoingOffice("DE", ZoneId.of("Europe/Berlin"), true);
    private static final Caller ANNA = new Caller(100_001, "101");
    private static final Caller BEN = new Caller(100_001, "102");
    private static final PhoneNumber BERLIN = number("03012345678");

    private final HandClock clock = new HandClock(Instant.parse("2026-12-17T09:00:00Z"));
    private final OutgoingGuard guard = new OutgoingGuard(clock);

    /** Time moved by hand. */
    private static final class HandClock implements InstantSource {
        private Instant now;

        HandClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                  | 03012345678   | OFF: calls out are off; outgoing.allow turns them on
            {allow: false, countries: [DE]}                     | 03012345678   | OFF: calls out are off; outgoing.allow turns them on
            {allow: true}                                       | 03012345678   | allowed
            {allow: true}                                       | +442037691881 | COUNTRY: it is in GB, and only DE may be called (outgoing.countries)
            {allow: true, countries: [de, GB]}                  | +442037691881 | allowed
            {allow: true, countries: [AT]}                      | 03012345678   | COUNTRY: it is in DE, and only AT may be called (outgoing.countries)
            {allow: true, countries: [US]}                      | +18765550123  | COUNTRY: it is in JM, and only US may be called (outgoing.countries)
            {allow: true, countries: [US]}                      | +19001234567  | COUNTRY: it is in one of 25 countries, and only US may be called (outgoing.countries)
            {allow: true}                                       | +88216123456  | COUNTRY: it is in a network of no country, and only DE may be called (outgoing.countries)
            {allow: true, allow-prefixes: ["+88216"]}           | +88216123456  | allowed
            {allow: true}                                       | 09001234567   | PREMIUM: it is a number of special price (premium); outgoing.allow-prefixes makes exceptions
            {allow: true}                                       | 01805123456   | PREMIUM: it is a number of special price (shared cost); outgoing.allow-prefixes makes exceptions
            {allow: true, allow-prefixes: ["+49 180"]}          | 01805123456   | allowed
            {allow: true, countries: [GB]}                      | +447012345678 | PREMIUM: it is a number of special price (personal); outgoing.allow-prefixes makes exceptions
            {allow: true, premium: ["+4930"]}                   | 03012345678   | PREMIUM: it begins as outgoing.premium says; outgoing.allow-prefixes makes exceptions
            {allow: true}                                       | +4990012      | UNKNOWN_COST: its country has not given out such a number; outgoing.allow-prefixes makes exceptions
            {allow: true}                                       | 11833         | UNKNOWN_COST: nobody states its price; outgoing.allow-prefixes makes exceptions
            {allow: true, allow-prefixes: ["118"]}              | 11833         | allowed
            {allow: true}                                       | 116117        | allowed
            {allow: true}                                       | 08001234567   | allowed
            {allow: true, limits: {calls: 0}}                   | 03012345678   | CALLS_AT_ONCE: it has 0 calls already (outgoing.limits.calls)
            {allow: true, night: {hours: "09:00-11:00"}}        | 03012345678   | NIGHT: outgoing.night does not allow it (09:00-11:00)
            {allow: true, night: {hours: "22:00-10:30"}}        | 03012345678   | NIGHT: outgoing.night does not allow it (22:00-10:30)
            {allow: true, night: {hours: "22:00-10:00"}}        | 03012345678   | allowed
            {allow: true, night: {hours: "09:00-11:00", countries: [DE]}}                    | 03012345678   | allowed
            {allow: true, countries: [GB], night: {hours: "09:00-11:00", countries: [DE]}}   | +442037691881 | NIGHT: outgoing.night does not allow it (09:00-11:00)
            {allow: true, night: {hours: "09:00-11:00", extensions: [101]}}                  | 03012345678   | allowed
            {allow: true, night: {hours: "09:00-11:00", extensions: [102], countries: [DE]}} | 03012345678   | NIGHT: outgoing.night does not allow it (09:00-11:00)
            """)
    void theRulesDecide(String rules, String dialled, String verdict) {
        assertThat(words(guard.call(ANNA, number(dialled), rules(rules), OFFICE)))
                .isEqualTo(verdict.replace(
                        ": ",
                        verdict.equals("allowed")
                                ? ""
                                : ": extension 101 was kept from calling "
                                        + number(dialled).text() + ": "));
    }

    @Test
    void withoutATrunkNothingGoesOut() {
        var office = new OutgoingOffice("DE", ZoneId.of("Europe/Berlin"), false);

        assertThat(words(guard.call(ANNA, BERLIN, rules("{allow: true}"), office)))
                .isEqualTo(
                        "NO_TRUNK: extension 101 was kept from calling +493012345678: this office has no trunk that calls out");
    }

    @Test
    void helpIsCalledWhateverTheRulesSay() {
        for (int call = 0; call < 100; call++) {
            assertThat(guard.emergency(ANNA, "112", OFFICE)).isInstanceOf(OutgoingVerdict.Allowed.class);
        }
    }

    @Test
    void thatHelpCannotBeCalledIsSaidInSoManyWords() {
        var office = new OutgoingOffice("DE", ZoneId.of("Europe/Berlin"), false);

        assertThat(OFFICE.emergencyNotice())
                .isEqualTo(
                        "emergency numbers (110, 112) are always routed through the trunks, whatever the rules for calls out say");
        assertThat(office.emergencyNotice())
                .startsWith("emergency calls (110, 112) are NOT available: this office has no trunk");
        var blocked = (OutgoingVerdict.Blocked) guard.emergency(ANNA, "112", office);
        assertThat(blocked.reason()).isEqualTo(BlockReason.NO_EMERGENCY_CALLS);
        assertThat(blocked.alert()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NO_EMERGENCY_CALLS | Emergency calls are not possible from this telephone. Please use another telephone.
            COUNTRY            | This number cannot be called from this telephone.
            NIGHT              | This number cannot be called at this time of day.
            MINUTES_PER_DAY    | This telephone has reached its limit of calls. Please try again later.
            """)
    void theCallerHearsAPhraseOfTheTable(BlockReason reason, String text) {
        assertThat(Phrases.shipped().table().get(reason.phrase()).texts()).containsEntry(Language.EN, text);
    }

    @ParameterizedTest
    @EnumSource(BlockReason.class)
    void everyReasonHasAPhrase(BlockReason reason) {
        assertThat(Phrases.shipped().table()).containsKey(reason.phrase());
    }

    @Test
    void callsAtOnceAreCountedUntilTheyEnd() {
        OutgoingRules rules = rules("{allow: true, limits: {calls: 2}}");
        Permit first = allowed(ANNA, rules);
        allowed(ANNA, rules);

        assertThat(words(guard.call(ANNA, BERLIN, rules, OFFICE))).startsWith("CALLS_AT_ONCE");
        allowed(BEN, rules);
        first.ended();
        first.ended();
        allowed(ANNA, rules);
        assertThat(words(guard.call(ANNA, BERLIN, rules, OFFICE))).startsWith("CALLS_AT_ONCE");
    }

    @Test
    void callsOfAnHourAreCountedInASlidingHour() {
        OutgoingRules rules = rules("{allow: true, limits: {per-hour: 2}}");
        allowed(ANNA, rules).ended();
        clock.advance(Duration.ofMinutes(30));
        allowed(ANNA, rules).ended();
        clock.advance(Duration.ofMinutes(30).minusMillis(1));

        assertThat(words(guard.call(ANNA, BERLIN, rules, OFFICE))).startsWith("CALLS_PER_HOUR");
        clock.advance(Duration.ofMillis(1));
        allowed(ANNA, rules).ended();
        assertThat(words(guard.call(ANNA, BERLIN, rules, OFFICE))).startsWith("CALLS_PER_HOUR");
    }

    @Test
    void blockedCallsDoNotUseUpTheHour() {
        OutgoingRules rules = rules("{allow: true, limits: {per-hour: 1}}");
        guard.call(ANNA, number("+442037691881"), rules, OFFICE);

        allowed(ANNA, rules);
    }

    @Test
    void minutesOfADayAreTalkedWithinASlidingDay() {
        OutgoingRules rules = rules("{allow: true, limits: {minutes-per-day: 60}}");
        Permit first = allowed(ANNA, rules);
        clock.advance(Duration.ofMinutes(5));
        first.answered();
        first.answered();
        clock.advance(Duration.ofMinutes(40));
        first.ended();
        Permit second = allowed(ANNA, rules);
        second.answered();

        assertThat(second.remaining()).isEqualTo(Duration.ofMinutes(20));
        clock.advance(Duration.ofMinutes(20));
        assertThat(second.remaining()).isZero();
        assertThat(words(guard.call(ANNA, BERLIN, rules, OFFICE))).startsWith("MINUTES_PER_DAY");
        second.ended();
        assertThat(words(guard.call(ANNA, BERLIN, rules, OFFICE))).startsWith("MINUTES_PER_DAY");
        clock.advance(Duration.ofHours(23).plusMinutes(10));
        assertThat(allowed(ANNA, rules).remaining()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void callsThatRunTogetherShareTheMinutesThatAreLeft() {
        OutgoingRules rules = rules("{allow: true, limits: {calls: 3, minutes-per-day: 60}}");
        Permit first = allowed(ANNA, rules);
        Permit second = allowed(ANNA, rules);
        first.answered();
        assertThat(first.remaining()).isEqualTo(Duration.ofMinutes(60));
        second.answered();

        assertThat(first.remaining()).isEqualTo(Duration.ofMinutes(30));
        clock.advance(Duration.ofMinutes(30));
        assertThat(first.remaining()).isZero();
        assertThat(second.remaining()).isZero();
    }

    @Test
    void callsOfAnEarlierRunCountWhenTheyAreTold() {
        OutgoingRules rules = rules("{allow: true, limits: {per-hour: 2, minutes-per-day: 60}}");
        Instant began = clock.instant().minus(Duration.ofMinutes(50));
        guard.remember(ANNA, began, Optional.of(began), clock.instant());

        assertThat(allowed(ANNA, rules).remaining()).isEqualTo(Duration.ofMinutes(10));
        assertThat(words(guard.call(ANNA, BERLIN, rules, OFFICE))).startsWith("CALLS_PER_HOUR");
    }

    @Test
    void oneAlertIsRaisedForAReasonAndAnExtensionInAnHour() {
        OutgoingRules rules = rules("{allow: true}");
        assertThat(alert(ANNA, "+442037691881", rules)).isPresent();
        assertThat(alert(ANNA, "+442037691882", rules)).isEmpty();
        assertThat(alert(ANNA, "09001234567", rules)).isPresent();
        assertThat(alert(BEN, "+442037691881", rules)).isPresent();
        clock.advance(Duration.ofHours(1));

        assertThat(alert(ANNA, "+442037691881", rules)).hasValueSatisfying(alert -> {
            assertThat(alert.at()).isEqualTo(clock.instant());
            assertThat(alert.sentence())
                    .isEqualTo(
                            "extension 101 was kept from calling +442037691881: it is in GB, and only DE may be called"
                                    + " (outgoing.countries)");
        });
    }

    @Test
    void noSequenceOfCallsPassesTheLimits() {
        OutgoingRules rules = rules("{allow: true, limits: {calls: 3, per-hour: 10, minutes-per-day: 30}}");
        var random = new Random(3);
        List<Permit> live = new ArrayList<>();
        Deque<Instant> begun = new ArrayDeque<>();
        for (int step = 0; step < 20_000; step++) {
            clock.advance(Duration.ofSeconds(random.nextInt(120)));
            // A call whose time is used up is ended by its owner.
            live.removeIf(permit -> {
                boolean over = random.nextInt(3) == 0 || permit.remaining().isZero();
                if (over) {
                    permit.ended();
                }
                return over;
            });
            if (guard.call(ANNA, BERLIN, rules, OFFICE) instanceof OutgoingVerdict.Allowed(var permit)) {
                live.add(permit);
                begun.add(clock.instant());
                if (random.nextBoolean()) {
                    permit.answered();
                }
            }
            begun.removeIf(at -> !at.isAfter(clock.instant().minus(Duration.ofHours(1))));
            assertThat(live).hasSizeLessThanOrEqualTo(3);
            assertThat(begun).hasSizeLessThanOrEqualTo(10);
        }
    }

    private Optional<OutgoingAlert> alert(Caller caller, String dialled, OutgoingRules rules) {
        return ((OutgoingVerdict.Blocked) guard.call(caller, number(dialled), rules, OFFICE)).alert();
    }

    private Permit allowed(Caller caller, OutgoingRules rules) {
        OutgoingVerdict verdict = guard.call(caller, BERLIN, rules, OFFICE);
        assertThat(verdict).isInstanceOf(OutgoingVerdict.Allowed.class);
        return ((OutgoingVerdict.Allowed) verdict).permit();
    }

    private static PhoneNumber number(String dialled) {
        return new NumberReader("DE").dialled(dialled).orElseThrow();
    }

    private static OutgoingRules rules(String yaml) {
        var problems = new Problems();
        var value = YamlFile.parse(yaml, java.nio.file.Path.of("account.yaml"), "account.yaml", problems);
        OutgoingRules rules = new OutgoingReader(problems).read("outgoing", value);
        problems.stopIfAny("account.yaml");
        return rules;
    }

    private static String words(OutgoingVerdict verdict) {
        return switch (verdict) {
            case OutgoingVerdict.Allowed ignored -> "allowed";
            case OutgoingVerdict.Blocked(var reason, var explanation, var ignored) -> reason + ": " + explanation;
        };
    }
}
