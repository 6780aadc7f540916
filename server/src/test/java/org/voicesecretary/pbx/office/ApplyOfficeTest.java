package org.voicesecretary.pbx.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.account.ApplyPlan;
import org.voicesecretary.storage.TestEngine;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class ApplyOfficeTest {
    @Parameter
    TestEngine engine;

    private static final String TWO = """
            extensions:
              - {number: 101, name: Anna, password: "hunter2hunter2"}
              - {number: 102, name: Ben}
            """;

    @TempDir
    Path path;

    private AppliedOffice applied;

    @BeforeEach
    void open() {
        applied = new AppliedOffice(engine, path);
    }

    @AfterEach
    void close() {
        applied.close();
    }

    @Test
    void whatTheFileSaysIsWhatCallsSeeAndTheSecondTimeChangesNothing() {
        assertThat(applied.changes(ACCOUNT + TWO))
                .contains("+ extension 101  name Anna, password ***", "+ extension 102  name Ben");
        assertThat(applied.office().extension("101"))
                .hasValueSatisfying(anna -> assertThat(anna.name()).isEqualTo("Anna"));
        assertThat(applied.changes(TWO.replace("101", "\"101\""))).isEmpty();
        assertThat(applied.offices().login("123456-102"))
                .hasValueSatisfying(
                        login -> assertThat(login.extension().name()).isEqualTo("Ben"));
        assertThat(applied.offices().login("123456-103")).isEmpty();
        assertThat(applied.offices().login("654321-101")).isEmpty();
    }

    @Test
    void aPresentSectionIsCompleteAndAnAbsentOneIsLeftAlone() {
        applied.apply(ACCOUNT + TWO);

        assertThat(applied.changes("numbers: [{number: \"442037691881\", extension: 101}]"))
                .containsExactly("+ number 442037691881  calls go to 101");
        assertThat(applied.changes("extensions: [{number: 101, name: Anne, password: hunter2hunter2, lines: 4}]\n"))
                .containsExactly("~ extension 101  name Anna → Anne, lines (nothing) → 4", "- extension 102");
        assertThat(applied.changes("numbers: []\nextensions: []\n"))
                .containsExactly("- number 442037691881", "- extension 101");
        assertThat(applied.office().extensions()).isEmpty();
    }

    @Test
    void passwordsAreNeverShown() {
        applied.apply(ACCOUNT + TWO);
        ApplyPlan plan = applied.plan(TWO.replace("hunter2hunter2", "correct horse battery"));
        assertThat(plan.changes()).map(Object::toString).containsExactly("~ extension 101  secret changed");
        assertThat(applied.problems(ACCOUNT + TWO.replace("hunter2hunter2", "hunter2")))
                .containsExactly("account.yaml:3: extensions[1].password: the password has 7 characters; expected 8 to"
                        + " 200: whoever guesses it calls at your cost");
    }

    @Test
    void aChangedOrderIsAChange() {
        applied.apply(ACCOUNT + TWO);
        assertThat(applied.changes("extensions:\n  - {number: 102, name: Ben}\n"
                        + "  - {number: 101, name: Anna, password: hunter2hunter2}\n"))
                .containsExactly("~ extensions  order changed");
        assertThat(applied.office().extensions()).map(Extension::number).containsExactly("102", "101");
    }

    @Test
    void aGivenPbxIdIsTakenByTheFirstAccountAndNeverChanged() {
        applied.accounts().ensureFirst();
        assertThat(applied.apply(ACCOUNT).target()).isEqualTo(ApplyPlan.Target.ADOPTED);
        assertThat(applied.directory().snapshot().accounts())
                .map(data -> data.account().pbxId())
                .containsExactly(123456L);
        assertThat(applied.apply("account: {key: 1a2b3c4d5e6f7a8b9c0d, country: DE}")
                        .changes())
                .isEmpty();
        assertThat(applied.problems(ACCOUNT.replace("123456", "7")))
                .containsExactly("account.yaml:1: account.pbx-id: this account is pbx 123456 and cannot become 7: its"
                        + " telephones and calls know it by that; leave pbx-id out");
        assertThat(applied.problems(ACCOUNT.replace("1a2b3c4d5e6f7a8b9c0d", "another-key")))
                .containsExactly("account.yaml:1: account.pbx-id: 123456 is another account; choose one that is free");
    }

    @Test
    void whatIsTakenAwayWhileSomethingStillNamesItIsAProblemWithItsLine() {
        applied.apply(ACCOUNT + TWO + "numbers: [{number: \"442037691881\", extension: 101}]\n");
        assertThat(applied.problems("extensions:\n  - {number: 102}\n"))
                .containsExactly(
                        "numbers: number 442037691881: there is no extension \"101\"; did you" + " mean \"102\"?");
        assertThat(applied.office().extension("101")).isPresent();
    }

    @Test
    void anUnchangedAccountKeepsItsOfficeWhenAnotherChanges() {
        applied.apply(ACCOUNT + TWO);
        Office before = applied.office();
        applied.apply("account: {key: another-key}\nextensions: [{number: 101}]\n");
        assertThat(applied.office()).isSameAs(before);
        assertThat(applied.offices().version()).isPositive();
    }
}
