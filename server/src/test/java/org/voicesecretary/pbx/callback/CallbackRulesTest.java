package org.voicesecretary.pbx.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.pbx.callback.CallbackRules.Order;
import org.voicesecretary.pbx.callback.CallbackRules.Verdict;
import org.voicesecretary.pbx.callback.Callbacks.Callback;
import org.voicesecretary.pbx.callback.Callbacks.SpokenCode;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.protocol.RedirectTarget;

@Tag("db")
class CallbackRulesTest {
    @TempDir
    Path path;

    private AppliedOffice applied;

    @BeforeEach
    void open() {
        applied = new AppliedOffice(path);
        applied.apply(ACCOUNT + """
                extensions: [{number: 101}, {number: 102}, {number: 103, enabled: false}]
                queues: [{name: support, agents: [101]}]
                scenarios:
                  - {menu: 0, key: 1, stages: [{ring: [101]}]}
                  - {menu: 0, key: 2, queue: support}
                numbers: [{number: "4930123456"}]
                """);
    }

    @AfterEach
    void close() {
        applied.close();
    }

    private Verdict read(String from, String to, @Nullable String payer) {
        return CallbackRules.of(applied.office(), new Callback(from, to, payer, false));
    }

    @Test
    void anExtensionPaysForWhatIsCalledForIt() {
        var outside = new RedirectTarget.OutsideNumber("+4930999");
        assertThat(read("101", "+4930999", null))
                .isEqualTo(new Verdict.Right(new Order(new RedirectTarget.Extension("101"), outside, "101", "101")));
        assertThat(read("+4930999", "102", null))
                .isEqualTo(
                        new Verdict.Right(new Order(outside, new RedirectTarget.Extension("102"), "4930999", "102")));
        assertThat(read("101", "+4930999", "102"))
                .isEqualTo(new Verdict.Right(new Order(new RedirectTarget.Extension("101"), outside, "101", "102")));
    }

    @Test
    void aScenarioThatRingsTelephonesMayBeCalledBack() {
        assertThat(read("0-1", "+4930999", null)).isInstanceOf(Verdict.Right.class);
    }

    @ParameterizedTest
    @CsvSource({
        "199, +4930999, , FROM",
        "103, +4930999, , FROM",
        "0-2, +4930999, , FROM",
        "0-main, +4930999, , FROM",
        "blacklist, +4930999, , FROM",
        "101, 0-1, , TO",
        "101, nonsense, , TO",
        "101, +490, , TO",
        "101, 101, , TO",
        "101, +4930999, 199, PAYER",
        "101, +4930999, 103, PAYER"
    })
    void whatCannotBeIsRefusedBeforeAnybodyIsDialled(
            String from, String to, @Nullable String payer, Callbacks.Why why) {
        assertThat(read(from, to, payer))
                .isInstanceOfSatisfying(
                        Verdict.Wrong.class,
                        wrong -> assertThat(wrong.refused().why()).isEqualTo(why));
    }

    @ParameterizedTest
    @CsvSource({"+4930123456, 4930999, 42, ", "4930999, 4930999, 42, CALLER_ID", "4930123456, 4930999, 4x, CODE"})
    void aCodeIsSpokenUnderANumberOfTheAccountOnly(String shown, String to, String code, Callbacks.@Nullable Why why) {
        Verdict verdict =
                CallbackRules.of(applied.office(), new SpokenCode(shown, to, code, null), applied.accountsNow());
        if (why == null) {
            assertThat(verdict).isInstanceOf(Verdict.Right.class);
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Wrong.class,
                            wrong -> assertThat(wrong.refused().why()).isEqualTo(why));
        }
    }
}
