package org.voicesecretary.pbx.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.config.Secret;
import org.voicesecretary.pbx.dial.NumberingPlan;
import org.voicesecretary.pbx.office.Scenario.Target;
import org.voicesecretary.pbx.outgoing.CallLimits;
import org.voicesecretary.pbx.scenario.QueueStrategy;
import org.voicesecretary.pbx.scenario.RingRule;
import org.voicesecretary.protocol.RedirectTarget;

@Tag("db")
@Timeout(60)
class OfficeTest {
    private static final String PEOPLE = "extensions: [{number: 101}, {number: 102}, {number: 103}]\n";

    @TempDir
    Path path;

    private AppliedOffice applied;

    @BeforeEach
    void open() {
        applied = new AppliedOffice(path);
    }

    @AfterEach
    void close() {
        applied.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', false, -",
                "'hold: {}', false, -",
                "'hold: {music: default}', false, -",
                "'hold: {music: none}', true, -",
                "'hold: {music: melody}', false, melody"
            })
    void holdIsMusicUnlessTheAccountSaysOtherwise(String section, boolean silent, String sound) {
        applied.apply(ACCOUNT + "sounds: [{id: melody, text: Please wait.}]\n" + section + "\n");
        assertThat(applied.office().hold()).isEqualTo(new HoldRules(silent, sound));
    }

    @Test
    void everyOfficeHasMenu0AndTheUsualRules() {
        applied.apply(ACCOUNT);
        Office office = applied.office();
        assertThat(office.menu(0)).contains(Menu.MAIN);
        assertThat(office.menu(1)).isEmpty();
        assertThat(office.outgoing().allow()).isFalse();
        assertThat(office.voicemail()).isEqualTo(new MailboxRules(Duration.ofMinutes(3), Duration.ofDays(30), null));
        assertThat(office.recording())
                .isEqualTo(new RecordingRules(null, Duration.ofDays(90), RecordingRules.Format.MP3));
        assertThat(office.trunks()).isEmpty();
    }

    @Test
    void aMenuSaysWhatItIsToldToSay() {
        applied.apply(ACCOUNT + """
                sounds: [{id: Welcome, text: "Welcome."}]
                hours: [{name: office, week: {mon-fri: "09:00-18:00"}}]
                menus:
                  - {id: 1, title: Night, greeting: {sound: welcome}, wait: 8s, repeat: 3, direct-dial: true, hours: office, closed: {greeting: {text: "Closed.", language: de, voice: de+f3}}}
                """);
        assertThat(applied.office().menus())
                .containsExactly(
                        Menu.MAIN,
                        new Menu(
                                1,
                                "Night",
                                new Greeting.Recorded("welcome"),
                                Duration.ofSeconds(8),
                                3,
                                true,
                                "office",
                                new Greeting.Spoken("Closed.", "de", "de+f3")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stages: [{ring: [101, 102]}, {ring: [103], after: 10s}] | STAGES
            list: [{extension: 101, delay: 5s, duration: 30s}, {extension: 102}] | LIST
            strategy: fewest-calls, extensions: [102, 101], each: 15s | STRATEGY
            queue: support | QUEUE
            to: {voicemail: 102} | VOICEMAIL
            to: {phone: "+4930123456"} | PHONE
            to: {menu: 0} | MENU
            to: {sip-uri: "sip:anna@example.net;transport=tcp"} | URI
            """)
    void aScenarioHasOneOfFiveKindsOfTarget(String written, String expected) {
        applied.apply(ACCOUNT + PEOPLE + "queues: [{name: support, agents: [101]}]\nscenarios: [{key: 1, " + written
                + "}]\n");
        Target target = applied.office().scenario(0, 1).orElseThrow().target();
        Target wanted = switch (expected) {
            case "STAGES" ->
                new Target.Ring(new RingRule.Stages(List.of(
                        new RingRule.Stage(List.of("101", "102"), Duration.ZERO),
                        new RingRule.Stage(List.of("103"), Duration.ofSeconds(10)))));
            case "LIST" ->
                new Target.Ring(new RingRule.Numbers(List.of(
                        new RingRule.Number("101", Duration.ofSeconds(5), Duration.ofSeconds(30)),
                        new RingRule.Number("102", Duration.ZERO, Duration.ofSeconds(20)))));
            case "STRATEGY" ->
                new Target.Ring(
                        new RingRule.Queue(QueueStrategy.FEWEST_CALLS, List.of("102", "101"), Duration.ofSeconds(15)));
            case "QUEUE" -> new Target.Queue("support");
            case "VOICEMAIL" -> new Target.Elsewhere(new Destination.Voicemail("102"));
            case "PHONE" -> new Target.Elsewhere(new Destination.Phone("4930123456"));
            case "MENU" -> new Target.Elsewhere(new Destination.Menu(0));
            default -> new Target.Elsewhere(new Destination.Uri("sip:anna@example.net;transport=tcp"));
        };
        assertThat(target).isEqualTo(wanted);
    }

    @Test
    void aScenarioIsFoundByItsKeyElseByItsPlace() {
        applied.apply(ACCOUNT + PEOPLE + """
                menus: [{id: 2}]
                scenarios:
                  - {menu: 2, key: 5, title: five, to: {voicemail: 101}}
                  - {menu: 2, key: none, title: nothing, to: {voicemail: 101}}
                  - {menu: 2, key: closed, title: closed, to: {voicemail: 101}}
                  - {menu: 2, key: 11, title: eleven, to: {voicemail: 101}}
                """);
        Office office = applied.office();
        assertThat(office.scenario(2, 5).map(Scenario::title)).contains("five");
        assertThat(office.scenario(2, 1).map(Scenario::title)).contains("five");
        assertThat(office.scenario(2, 2).map(Scenario::title)).contains("nothing");
        assertThat(office.scenario(2, 10).map(Scenario::title)).contains("closed");
        assertThat(office.scenario(2, 11).map(Scenario::title)).contains("eleven");
        assertThat(office.scenario(2, 7)).isEmpty();
        assertThat(office.scenario(0, 1)).isEmpty();
        assertThat(office.scenario(2, NumberingPlan.NO_KEY, "44", "0").map(Scenario::title))
                .contains("nothing");
    }

    @Test
    void ofSeveralScenariosWithOneKeyTheFirstThatHoldsForTheCallRuns() {
        applied.apply(ACCOUNT + PEOPLE + """
                scenarios:
                  - {key: 1, title: boss, callers: ["+49301"], to: {voicemail: 101}}
                  - {key: 1, title: english, called: ["442037691881"], to: {voicemail: 102}}
                  - {key: 1, title: others, to: {voicemail: 103}}
                """);
        Office office = applied.office();
        assertThat(office.scenario(0, 1, "442037691881", "49301").map(Scenario::title))
                .contains("boss");
        assertThat(office.scenario(0, 1, "442037691881", "49302").map(Scenario::title))
                .contains("english");
        assertThat(office.scenario(0, 1, "442037691882", "49302").map(Scenario::title))
                .contains("others");
        assertThat(office.plan().extensions()).containsExactlyInAnyOrder("101", "102", "103");
    }

    @Test
    void hoursKeepWhatTheirCalendarFileSaid() throws IOException {
        Files.writeString(path.resolve("days.ics"), """
                BEGIN:VCALENDAR\r
                BEGIN:VEVENT\r
                DTSTART;VALUE=DATE:20261224\r
                SUMMARY:Day of \r
                 Über-Rest\r
                END:VEVENT\r
                END:VCALENDAR\r
                """);
        applied.apply(ACCOUNT + "hours: [{name: office, week: {daily: open}, holidays-file: days.ics}]\n");
        Files.delete(path.resolve("days.ics"));
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        var hours = applied.office().hours("office").orElseThrow();
        assertThat(hours.at(Instant.parse("2026-12-23T12:00:00Z"), berlin).open())
                .isTrue();
        var closed = hours.at(Instant.parse("2026-12-24T12:00:00Z"), berlin);
        assertThat(closed.open()).isFalse();
        assertThat(closed.words()).contains("Day of Über-Rest", "days.ics");
        assertThat(applied.changes("menus: [{id: 0, hours: office}]"))
                .as("hours that the file does not have are read from what is stored")
                .containsExactly("+ menu 0  hours office");
    }

    @Test
    void aCalendarFileThatIsWrongIsToldWithItsLine() throws IOException {
        Files.writeString(path.resolve("days.ics"), "BEGIN:VCALENDAR\nBEGIN:VEVENT\n");
        assertThat(applied.problems(
                        ACCOUNT + "hours: [{name: office, week: {daily: open}, holidays-file: days.ics}]\n"))
                .singleElement()
                .asString()
                .startsWith("days.ics:2: the file ends before END:VEVENT");
    }

    @Test
    void queuesConferencesAndTheRulesForAllAreRead() {
        applied.apply(ACCOUNT + """
                sounds: [{id: song, text: la la la}]
                extensions: [{number: 101, outgoing: {limits: {calls: 1}}}, {number: 102, outgoing: {allowed: false}}, {number: 103}]
                queues:
                  - {name: support, strategy: round-robin, agents: [102, 101], each: 15s, music: song, announce-position: false, announce-every: 1m, announce-waiting-time: true, max-wait: 10m, overflow: 0-main}
                  - {name: plain, agents: [101], music: default}
                conferences: [{number: 800, pin: "4711", title: Meeting}, {number: 801}]
                voicemail: {max-length: 1m, keep: 7d, email-from: pbx@example.net}
                recording: {announce: "You are recorded.", keep: 14d, format: wav}
                outgoing: {allow: true, limits: {calls: 4}}
                """);
        Office office = applied.office();
        assertThat(office.queue("support"))
                .contains(new Queue(
                        "support",
                        new RingRule.Queue(QueueStrategy.ROUND_ROBIN, List.of("102", "101"), Duration.ofSeconds(15)),
                        "song",
                        false,
                        Duration.ofMinutes(1),
                        true,
                        Duration.ofMinutes(10),
                        new RedirectTarget.Menu(0)));
        assertThat(office.queue("plain"))
                .contains(new Queue(
                        "plain",
                        new RingRule.Queue(QueueStrategy.RING_ALL, List.of("101"), Duration.ofSeconds(20)),
                        null,
                        true,
                        Duration.ofSeconds(30),
                        false,
                        Duration.ofMinutes(5),
                        null));
        assertThat(office.conference("800")).contains(new Conference("800", new Secret("4711"), "Meeting"));
        assertThat(office.conference("801")).contains(new Conference("801", null, ""));
        assertThat(office.voicemail())
                .isEqualTo(new MailboxRules(Duration.ofMinutes(1), Duration.ofDays(7), "pbx@example.net"));
        assertThat(office.recording())
                .isEqualTo(new RecordingRules("You are recorded.", Duration.ofDays(14), RecordingRules.Format.WAV));
        assertThat(office.outgoing(office.extension("101").orElseThrow())
                        .limits()
                        .calls())
                .isEqualTo(1);
        assertThat(office.outgoing(office.extension("102").orElseThrow()).allow())
                .isFalse();
        assertThat(office.outgoing(office.extension("103").orElseThrow()).limits())
                .isEqualTo(new CallLimits(4, CallLimits.USUAL.perHour(), CallLimits.USUAL.minutesPerDay()));
        assertThat(applied.changes("voicemail: {}\nrecording: {}\nconferences: []\n"))
                .containsExactly("- conference 800", "- conference 801", "- recording", "- voicemail");
    }

    @Test
    void aNumberSaysWhereItsCallsGoWithoutAScript() {
        applied.apply(ACCOUNT + PEOPLE + """
                hours: [{name: office, week: {mon-fri: "09:00-18:00"}}]
                queues: [{name: support, agents: [101]}]
                scenarios: [{key: 1, queue: support}]
                numbers:
                  - {number: "4420376918801", menu: 0, hours: office, recording: always}
                  - {number: "4420376918802", extension: 101}
                  - {number: "4420376918803", scenario: 0-1}
                  - {number: "4420376918804", queue: support}
                  - {number: "4420376918805"}
                """);
        var snapshot = applied.directory().snapshot();
        assertThat(List.of("1", "2", "3", "4"))
                .map(each -> snapshot.number("442037691880" + each)
                        .orElseThrow()
                        .office()
                        .own())
                .containsExactly("0-main", "101", "0-1", "queue:support");
        assertThat(snapshot.number("4420376918805").orElseThrow().office().own())
                .isNull();
        assertThat(snapshot.number("4420376918801").orElseThrow().office().hours())
                .isEqualTo("office");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsLine() {
        assertThat(applied.problems(ACCOUNT + """
                        extensions: [{number: 101}]
                        menus:
                          - {id: 1, greeting: {sound: x, text: y}, hours: nights}
                          - {id: 1000, closed: {greeting: {text: z}}}
                        scenarios:
                          - {key: 1, to: {voicemail: 101}, queue: q}
                          - {key: 2}
                          - {key: 31, queue: q}
                          - {key: none, menu: 7, to: {phone: 1, menu: 2}}
                          - {key: 3, stages: [{ring: [101, 102]}, {ring: [], after: 5s}, {after: 1s}]}
                          - {key: 4, list: [], extensions: [101]}
                          - {key: 5, strategy: alphabetical, extensions: []}
                          - {key: 5, to: {voicemail: 101}}
                        queues:
                          - {name: q, agents: [101], overflow: nowhere, music: silence}
                          - {name: r, overflow: 0-7}
                        conferences: [{number: 101}, {number: 800, pin: "12"}]
                        numbers:
                          - {number: "4420376918801", menu: 0, queue: q}
                          - {number: "4420376918802", hours: nights, scenario: 0-30}
                        outgoing: {allow: true, night: {hours: "22:00-06:00", extensions: [199]}}
                        """))
                .containsExactly(
                        "account.yaml:4: menus[1].greeting: has both \"sound\" and \"text\"; expected one of them",
                        "account.yaml:4: menus[1].hours: there are no working hours \"nights\"; this account has "
                                + "none",
                        "account.yaml:4: menus[1].greeting.sound: there is no sound \"x\"; this account has none",
                        "account.yaml:5: menus[2].id: \"1000\" is no menu; expected its number, 0 to 999",
                        "account.yaml:5: menus[2].closed: is never heard, for the menu has no \"hours\"",
                        "account.yaml:7: scenarios[1] has several of stages, list, queue, strategy, to; expected "
                                + "one of them",
                        "account.yaml:8: scenarios[2] has none of stages, list, queue, strategy, to; expected one "
                                + "of them",
                        "account.yaml:9: scenarios[3].key: \"31\" is no key; expected 0 to 9, none (no key was "
                                + "pressed), closed (outside working hours) or 11 to 30 (for scripts only)",
                        "account.yaml:10: scenarios[4].to: expected one of voicemail, phone, menu, sip-uri",
                        "account.yaml:10: scenarios[4].menu: there is no menu \"7\"; did you mean \"0\"?",
                        "account.yaml:11: scenarios[5].stages[2].ring: nobody is named; expected {ring: [101, "
                                + "102], after: 10s}",
                        "account.yaml:11: scenarios[5].stages[3].after: is earlier than the stage before; times "
                                + "are from the begin of the scenario",
                        "account.yaml:11: scenarios[5].stages[3].ring: nobody is named; expected {ring: [101, "
                                + "102], after: 10s}",
                        "account.yaml:11: scenarios[5].stages[1].ring: there is no extension \"102\"; did you mean "
                                + "\"101\"?",
                        "account.yaml:12: scenarios[6].extensions: is for a scenario with \"strategy\"",
                        "account.yaml:12: scenarios[6].list: is empty; expected [{extension: 101, delay: 0s, "
                                + "duration: 20s}]",
                        "account.yaml:13: scenarios[7].strategy: \"alphabetical\" is not one of ring-all, "
                                + "round-robin, least-recent, fewest-calls, random",
                        "account.yaml:13: scenarios[7].extensions: nobody is named; expected extensions: [101, 102]",
                        "account.yaml:14: scenarios has \"0-5\" twice; the first is at account.yaml:13",
                        "account.yaml:16: queues[1].overflow: \"nowhere\" is no target; expected an extension "
                                + "(101), a scenario (0-1), a menu (0-main), a number (+442037691881) or blacklist (busy)",
                        "account.yaml:16: queues[1].music: there is no sound \"silence\"; this account has none",
                        "account.yaml:17: queues[2].agents: nobody is named; expected agents: [101, 102]",
                        "account.yaml:17: queues[2].overflow: there is no scenario \"0-7\"; did you mean \"0-1\"?",
                        "account.yaml:18: conferences[2].pin: the PIN is not 4 to 12 digits",
                        "account.yaml:18: conferences[1].number: 101 is an extension; choose another number for "
                                + "the room",
                        "account.yaml:20: numbers[1] has several of \"menu\", \"extension\", \"scenario\", "
                                + "\"queue\"; expected one of them",
                        "account.yaml:21: number 4420376918802: there are no working hours \"nights\"; this "
                                + "account has none",
                        "account.yaml:21: number 4420376918802: there is no scenario \"0-30\"; did you mean "
                                + "\"0-3\"?",
                        "account.yaml:22: outgoing.night.extensions: there is no extension \"199\"; known here: 101");
    }

    @Test
    void callsOutNeedACountry() {
        assertThat(applied.problems(ACCOUNT.replace(", country: DE", "") + "outgoing: {allow: true}\n"))
                .containsExactly("account.yaml:2: outgoing.allow: nobody knows which country may be called; write"
                        + " account: {country: DE} or outgoing: {countries: [DE]}");
        applied.apply(ACCOUNT.replace(", country: DE", "") + "outgoing: {allow: true, countries: [FR]}\n");
        assertThat(applied.office().outgoing().countries()).containsExactly("FR");
    }
}
