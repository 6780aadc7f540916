package org.voicesecretary.pbx.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.redirect;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.protocol.RedirectTarget;

/** Menus of an office, as account.yaml describes them. */
@Tag("db")
@Timeout(60)
class MenuTargetsTest {
    private static final String OFFICE = ACCOUNT + """
            extensions: [{number: 101}, {number: 102, forward: {to: menu, target: 2, when: always}}]
            hours: [{name: office, week: {mon-fri: "09:00-18:00"}, time-zone: Europe/Berlin}, {name: night, week: {mon-sun: "20:00-22:00"}}]
            menus:
              - id: 0
                greeting: {text: Welcome}
                wait: 4s
                repeat: 2
                direct-dial: true
                hours: office
                closed: {greeting: {text: Closed}}
              - {id: 2, greeting: {text: Below}}
            scenarios:
              - {key: 5, to: {voicemail: 101}}
              - {key: 6, to: {menu: 2}}
              - {key: none, stages: [{ring: [101]}]}
              - {key: closed, to: {voicemail: 102}}
            """;

    private final TestCall call = new TestCall();

    @TempDir
    Path path;

    private OfficeOnTheLine office;

    @BeforeEach
    void open() {
        office = new OfficeOnTheLine(path, call);
        office.apply(OFFICE);
        call.script.answers(redirect("0-main"));
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void aKeyChoosesAScenario() {
        call.caller.pressAt(500, "5");
        call.run();

        assertThat(call.caller.journal()).contains("0 play Welcome");
        assertThat(office.elsewhere).containsExactly("500 voicemail of 101");
    }

    @Test
    void withoutAKeyTheScenarioForThatRuns() {
        office.phones.answersAndHangsUp("101", 1000, 2000);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(office.phones.journal()).containsExactly("10000 dial 101");
    }

    @Test
    void anExtensionIsDialledDirectly() {
        call.caller.pressAt(500, "101");
        office.phones.answersAndHangsUp("101", 1000, 2000);
        call.run();

        assertThat(office.phones.journal()).containsExactly("500 dial 101");
    }

    @Test
    void aScenarioLeadsToAMenuBelowAndTheStarBack() {
        call.caller.pressAt(500, "6");
        call.caller.pressAt(900, "*");
        call.caller.pressAt(1300, "5");
        call.run();

        assertThat(call.caller.journal()).contains("500 play Below", "900 play Welcome");
        assertThat(office.elsewhere).containsExactly("1300 voicemail of 101");
    }

    @Test
    void anExtensionForwardsToAMenu() {
        call.caller.pressAt(500, "102");
        call.run();

        assertThat(call.caller.journal()).contains("500 play Below");
    }

    @Test
    void outsideTheHoursTheAutoResponderSpeaksAndItsScenarioRuns() {
        office.now = Instant.parse("2025-03-04T20:00:00Z");
        call.run();

        assertThat(call.caller.journal()).contains("0 play Closed").doesNotContain("0 play Welcome");
        assertThat(office.elsewhere).containsExactly("1000 voicemail of 102");
    }

    @Test
    void aNumberWithHoursOfItsOwnClosesItsMenus() {
        office.numberHours = "night";
        call.run();

        assertThat(call.caller.journal()).contains("0 play Closed");
    }

    @Test
    void aNumberMayHaveAMenuOfItsOwn() {
        var unsteered = new TestCall().own(new RedirectTarget.Menu(2));
        unsteered.script.gives(0, TestCall.nothing());
        unsteered.targets = call.targets;
        unsteered.run();

        assertThat(unsteered.caller.journal()).contains("0 play Below");
    }
}
