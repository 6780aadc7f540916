package org.voicesecretary.pbx.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.call.connect.FakeDialer;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.pbx.outgoing.OutgoingGuard;
import org.voicesecretary.pbx.transfer.OutsideLines.Reached;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.TimelineEvent;

/** Calls out of an office with two trunks, each a telephone in memory. */
@Tag("db")
@Timeout(60)
class TrunkLinesTest {
    private static final String FIRST = "+4930123456 by first";
    private static final String SECOND = "+4930123456 by second";

    private final TestCall call = new TestCall();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Set<String> silent = new HashSet<>();
    private FakeDialer peers;

    @TempDir
    Path path;

    private AppliedOffice applied;

    @BeforeEach
    void open() {
        applied = new AppliedOffice(path);
        peers = new FakeDialer(call.time);
        var lines = new TrunkLines(
                new OutgoingGuard(call.time::now),
                new Connector(peers, Connector.HoldSounds.NONE),
                meters,
                key -> !silent.contains(key.trunk()));
        call.targets = (talk, redirect) -> {
            String number = ((RedirectTarget.OutsideNumber) redirect.target()).number();
            return switch (lines.call(talk, applied.office(), number, null, Duration.ofSeconds(60))) {
                case Reached.Over(var end) -> new Outcome.Over(end);
                case Reached.Steered(var by) -> new Outcome.Steered(by);
                case Reached.Nobody(var status) -> new Outcome.Over(new CallEnd.NobodyReached(status, talk.answered()));
                case Reached.Refused(var kind, var problem, var mend) -> new Outcome.Unavailable(kind, problem, mend);
            };
        };
    }

    @AfterEach
    void close() {
        applied.close();
    }

    private CallEnd redirectedTo(String number, String outgoing) {
        applied.apply(ACCOUNT + "outgoing: {" + outgoing + "}\n" + "trunks: [{name: second, host: 192.0.2.2, order: 2},"
                + " {name: first, host: 192.0.2.1, order: 1}, {name: in, allow: [192.0.2.3]}]");
        call.script.answers(new Redirect(new RedirectTarget.OutsideNumber(number), 0, null));
        return call.run();
    }

    @Test
    void aTrunkThatFailsIsFollowedByTheNext() {
        peers.refusesAfter(FIRST, 100, 503);
        peers.answersAndHangsUp(SECOND, 1_000, 5_000);

        assertThat(redirectedTo("4930123456", "allow: true")).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(peers.journal()).containsExactly("0 dial " + FIRST, "100 dial " + SECOND);
    }

    @Test
    void aTrunkThatDoesNotAnswerIsPassedOverWhileAnotherDoes() {
        silent.add("first");
        peers.answersAndHangsUp(SECOND, 1_000, 5_000);

        assertThat(redirectedTo("4930123456", "allow: true")).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(peers.journal()).containsExactly("0 dial " + SECOND);
        assertThat(call.events(TimelineEvent.Note.class))
                .contains(new TimelineEvent.Note("trunk first is passed over: it does not answer"));
    }

    @Test
    void whereNoTrunkAnswersEachIsTriedAllTheSame() {
        silent.add("first");
        silent.add("second");
        peers.refusesAfter(FIRST, 100, 503);
        peers.answersAndHangsUp(SECOND, 1_000, 5_000);

        assertThat(redirectedTo("4930123456", "allow: true")).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(peers.journal()).containsExactly("0 dial " + FIRST, "100 dial " + SECOND);
    }

    @Test
    void whoIsBusyIsNotCalledByAnotherTrunk() {
        peers.refusesAfter(FIRST, 100, 486);

        assertThat(redirectedTo("4930123456", "allow: true"))
                .isEqualTo(new CallEnd.NobodyReached(EndStatus.BUSY, false));
        assertThat(peers.journal()).containsExactly("0 dial " + FIRST);
    }

    @Test
    void whereEveryTrunkFailsTheCallHasFailed() {
        peers.refusesAfter(FIRST, 100, 503);
        peers.refusesAfter(SECOND, 100, 500);

        assertThat(redirectedTo("4930123456", "allow: true"))
                .isEqualTo(new CallEnd.NobodyReached(EndStatus.FAILED_TEMPORARILY, false));
    }

    @Test
    void aCountryThatMayNotBeCalledIsToldToTheCallerAndDialledByNobody() {
        assertThat(redirectedTo("442037691881", "allow: true")).isInstanceOf(CallEnd.NobodyReached.class);
        assertThat(peers.journal()).isEmpty();
        assertThat(call.caller.journal()).anyMatch(line -> line.contains("phrase 53"));
        assertThat(call.events(TimelineEvent.Note.class))
                .anyMatch(note -> note.text()
                        .startsWith("call out blocked: a script or menu was kept from calling +442037691881"));
        assertThat(meters.counter("outgoing.blocked", "reason", "country").count())
                .isEqualTo(1);
    }

    @Test
    void withoutARuleNobodyCallsOut() {
        redirectedTo("4930123456", "allow: false");
        assertThat(call.caller.journal()).anyMatch(line -> line.contains("phrase 51"));
        assertThat(peers.journal()).isEmpty();
    }

    @Test
    void aCallEndsWhenTheMinutesOfTheDayAreUsedUp() {
        peers.answersAfter(FIRST, 1_000);

        CallEnd end = redirectedTo("4930123456", "allow: true, limits: {calls: 1, per-hour: 10, minutes-per-day: 2}");

        assertThat(end).isInstanceOf(CallEnd.Terminated.class);
        assertThat(call.time.millis()).isBetween(121_000L, 122_000L);
        assertThat(peers.journal()).last().isEqualTo(call.time.millis() + " release " + FIRST + " CALL_OVER");
    }

    @Test
    void aCallForHelpIsMadeWhateverTheRulesSay() {
        peers.answersAndHangsUp("112 by first", 1_000, 5_000);
        redirectedTo("112", "allow: false");
        assertThat(peers.journal()).containsExactly("0 dial 112 by first");
    }
}
