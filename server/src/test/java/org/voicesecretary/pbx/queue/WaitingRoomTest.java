package org.voicesecretary.pbx.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.pbx.transfer.OfficeOnTheLine;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.RedirectTarget;

/** One caller in a queue; whoever else waits is a place in its line. */
@Tag("db")
@Timeout(60)
class WaitingRoomTest {
    private static final String MUSIC = "loop a sound of 16000 ms";
    private static final String LINE = "123456/queue:support";

    private final TestCall call = new TestCall();

    @TempDir
    Path path;

    private OfficeOnTheLine office;

    @BeforeEach
    void open() {
        office = new OfficeOnTheLine(path, call);
        call.own(RedirectTarget.parse("queue:support")).script.gives(0, TestCall.nothing());
    }

    @AfterEach
    void close() {
        office.close();
    }

    private void queue(String settings) {
        office.apply(ACCOUNT + "extensions: [{number: 101}, {number: 102}, {number: 103, voicemail: {}}]\n"
                + "queues: [{name: support, agents: [101, 102], each: 10s, " + settings + "}]\n");
    }

    private List<String> heard() {
        return call.caller.journal();
    }

    @Test
    void aCallerIsAnsweredWithMusicWhileAnAgentRings() {
        queue("strategy: round-robin");
        office.phones.answersAndHangsUp("101", 4000, 9000);

        assertThat(call.run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(heard())
                .containsSubsequence("0 answer", "0 " + MUSIC, "4000 stop", "4000 connect 101", "9000 disconnect");
        assertThat(heard()).doesNotContain("0 ringing tone");
        assertThat(office.agents.of(LINE).work()).containsOnlyKeys("101");
    }

    @Test
    void agentsRingOneAfterAnother() {
        queue("strategy: round-robin");
        office.phones.answersAndHangsUp("102", 4000, 9000);
        call.run();

        assertThat(office.phones.journal())
                .containsExactly("0 dial 101", "10000 release 101 RANG_OUT", "10000 dial 102");
    }

    @Test
    void allAgentsRingTogetherWhereTheQueueSaysSo() {
        queue("strategy: ring-all");
        office.phones.answersAndHangsUp("102", 4000, 9000);
        call.run();

        assertThat(office.phones.journal())
                .containsExactly("0 dial 101", "0 dial 102", "4000 release 101 ANSWERED_ELSEWHERE");
    }

    @Test
    void aCallerHearsTheOwnPositionAndWaitsForThoseBefore() {
        queue("strategy: round-robin, announce-every: 10s");
        Line.Place before = office.room.line(LINE).enter();
        call.time.at(15_000, () -> office.room.line(LINE).leave(before));
        office.phones.answersAndHangsUp("101", 1000, 9000);
        call.run();

        assertThat(heard())
                .contains("0 play You are number 2 in the queue.", "11000 play You are number 2 in the queue.")
                .containsSubsequence("1000 end", "1000 " + MUSIC);
        assertThat(office.phones.journal()).containsExactly("15000 dial 101");
    }

    @Test
    void whoWaitsTooLongIsSentElsewhere() {
        queue("max-wait: 30s, overflow: '103', announce-position: false");
        office.offline.add("101");
        office.offline.add("102");
        office.phones.answersAndHangsUp("103", 1000, 9000);
        call.run();

        assertThat(office.phones.journal()).containsExactly("30000 dial 103");
    }

    @Test
    void withoutSuchATargetTheCallEndsAsNotAnswered() {
        queue("max-wait: 30s, announce-position: false");
        office.offline.add("101");
        office.offline.add("102");

        assertThat(call.run()).isEqualTo(new CallEnd.NobodyReached(EndStatus.NO_ANSWER, true));
        assertThat(heard()).contains("30000 bye cause 19");
    }

    @Test
    void whoHangsUpLeavesTheLineAndFreesTheAgent() {
        queue("strategy: round-robin");
        call.caller.signalAt(3000, new CallSignal.RemoteHungUp());

        assertThat(call.run()).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(office.phones.journal()).containsExactly("0 dial 101", "3000 release 101 CALL_OVER");
        Line line = office.room.line(LINE);
        assertThat(line.position(line.enter())).isEqualTo(1);
    }
}
