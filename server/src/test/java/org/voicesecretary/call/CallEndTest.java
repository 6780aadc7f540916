package org.voicesecretary.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.voicesecretary.call.CallEnd.GuardTripped.Guard;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.FaultKind;

/** The one table of ends: disposition, Q.931 cause, who hung up, whose fault, what the peer gets. */
@Tag("unit")
class CallEndTest {
    record Row(CallEnd end, String expected) {}

    static List<Row> table() {
        var shutdown = CallSignal.Terminate.Reason.SHUTDOWN;
        var operator = CallSignal.Terminate.Reason.OPERATOR;
        return List.of(
                new Row(new CallEnd.CallerGaveUp(), "cancel 16 caller - Nothing"),
                new Row(new CallEnd.Blacklisted(), "busy 17 robot - Reject 486/17"),
                new Row(new CallEnd.Declined(), "busy 21 robot - Reject 603/21"),
                new Row(new CallEnd.CallerHungUp(), "answered 16 caller - Nothing"),
                new Row(new CallEnd.ScriptHungUp(), "answered 16 robot - Bye 16"),
                new Row(new CallEnd.ScriptFinished(), "answered 16 robot - Bye 16"),
                new Row(new CallEnd.BusyTonePlayed(), "answered 16 robot - Bye 17"),
                new Row(new CallEnd.Apologised(null), "answered 16 robot - Bye 16"),
                new Row(new CallEnd.Apologised(FaultKind.SCRIPT), "answered 16 robot SCRIPT Bye 16"),
                new Row(new CallEnd.CalleeHungUp(), "answered 16 callee - Bye 16"),
                new Row(new CallEnd.NobodyReached(EndStatus.NO_ANSWER, true), "no answer 19 robot - Bye 19"),
                new Row(new CallEnd.NobodyReached(EndStatus.NO_ANSWER, false), "no answer 19 robot - Reject 480/19"),
                new Row(new CallEnd.NobodyReached(EndStatus.BUSY, false), "busy 17 robot - Reject 486/17"),
                new Row(
                        new CallEnd.NobodyReached(EndStatus.UNALLOCATED, false),
                        "unallocated number 1 robot - Reject 404/1"),
                new Row(new CallEnd.NobodyReached(EndStatus.NETWORK_FAILED, false), "failed 38 robot - Reject 503/38"),
                new Row(new CallEnd.CallerLost(Duration.ofMinutes(1)), "answered 16 caller CALLER Bye 16"),
                new Row(new CallEnd.VoicemailEnded(), "answered 16 robot - Bye 16"),
                new Row(new CallEnd.ConferenceClosed(), "answered 16 robot - Bye 16"),
                new Row(new CallEnd.GuardTripped(Guard.DURATION, true), "answered 16 robot SCRIPT Bye 16"),
                new Row(new CallEnd.GuardTripped(Guard.STEPS, true), "answered 16 robot SCRIPT Bye 16"),
                new Row(new CallEnd.GuardTripped(Guard.SPINNING, false), "failed 41 robot SCRIPT Reject 503/41"),
                new Row(new CallEnd.Terminated(shutdown, true), "answered 16 robot - Bye 16"),
                new Row(new CallEnd.Terminated(shutdown, false), "failed 41 robot - Reject 503/41"),
                new Row(new CallEnd.Diverted(new RedirectTarget.Menu(0), true), "answered 16 robot - Bye 16"),
                new Row(new CallEnd.Diverted(new RedirectTarget.Menu(0), false), "failed 41 robot - Reject 503/41"),
                new Row(new CallEnd.Terminated(operator, true), "answered 16 robot - Bye 16"),
                new Row(new CallEnd.LegBroke(FaultKind.CALLER, "no ACK", true), "answered 16 caller CALLER Bye 16"),
                new Row(
                        new CallEnd.LegBroke(FaultKind.UPSTREAM, "lost", false),
                        "failed 38 caller UPSTREAM Reject 500/41"),
                new Row(new CallEnd.InternalFailure("bug", true), "answered 16 robot INTERNAL Bye 16"),
                new Row(new CallEnd.InternalFailure("bug", false), "failed 41 robot INTERNAL Reject 500/41"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyEndHasItsMeaning(Row row) {
        CallEnd.Facts facts = row.end().facts();
        String release = switch (facts.release()) {
            case CallEnd.Release.Nothing() -> "Nothing";
            case CallEnd.Release.Reject(var status, var cause) -> "Reject " + status + "/" + cause.code();
            case CallEnd.Release.Bye(var cause) -> "Bye " + cause.code();
        };
        assertThat("%s %d %s %s %s"
                        .formatted(
                                facts.status().disposition().wireName(),
                                facts.status().cause().code(),
                                facts.side().word(),
                                facts.fault() == null ? "-" : facts.fault(),
                                release))
                .isEqualTo(row.expected());
        assertThat(facts.cause()).isNotBlank();
    }

    @Test
    void theTableLeavesNoEndOut() {
        Set<Class<?>> covered = new HashSet<>();
        table().forEach(row -> covered.add(row.end().getClass()));
        assertThat(covered).containsExactlyInAnyOrderElementsOf(Arrays.asList(CallEnd.class.getPermittedSubclasses()));
    }
}
