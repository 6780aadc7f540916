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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.pbx.transfer.OfficeOnTheLine;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.protocol.WebhookEvent;

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

    /** The script hears of NOTIFY_INTERNAL and its like; milliseconds are not of interest. */
    private List<String> told() {
        return call.told.stream()
                .map(event -> switch (event) {
                    case WebhookEvent.NotifyInternal e -> "INTERNAL " + e.internal();
                    case WebhookEvent.NotifyInternalEnd e -> "INTERNAL_END " + e.internal();
                    case WebhookEvent.NotifyAnswer e -> "ANSWER " + e.internal();
                    default -> event.type().name();
                })
                .toList();
    }

    @Test
    void theScriptIsToldOfEachAgentOnceInHoweverManyRoundsTheyRing() {
        queue("strategy: round-robin");
        call.caller.signalAt(45_000, new CallSignal.RemoteHungUp());
        call.run();

        assertThat(office.phones.journal())
                .filteredOn(line -> line.contains("dial"))
                .containsExactly("0 dial 101", "10000 dial 102", "20000 dial 101", "31000 dial 102", "41000 dial 101");
        assertThat(told())
                .containsExactly("INTERNAL 101", "INTERNAL 102", "INTERNAL_END 101", "INTERNAL_END 102", "NOTIFY_END");
    }

    @Test
    void theAgentWhoAnswersInALaterRoundIsToldOfByTheAnswer() {
        queue("strategy: round-robin");
        office.phones.refusesAfter("101", 2000, 486);
        office.phones.answersAndHangsUp("102", 4000, 9000);
        call.run();

        assertThat(told())
                .containsExactly("INTERNAL 101", "INTERNAL 102", "INTERNAL_END 101", "ANSWER 102", "NOTIFY_END");
    }

    /** History: who took calls, a minute after each other, the last of them being the last who was rung. */
    @ParameterizedTest
    @CsvSource({
        "round-robin,  101,         102",
        "round-robin,  102,         101",
        "least-recent, 101 102,     101",
        "least-recent, 102 101,     102",
        "fewest-calls, 102 101 101, 102",
        "fewest-calls, 101 102 102, 101",
        "fewest-calls, 102 101,     102",
        "random,       101,         102",
        "random,       102,         101"
    })
    void whoIsRungFirstIsSaidByTheStrategyAndByWhatTheAgentsHaveDone(String strategy, String history, String first) {
        queue("strategy: " + strategy);
        long minute = 0;
        for (String agent : history.split(" ")) {
            call.time.at(60_000 * minute++, () -> {
                office.agents.took(LINE, agent);
                office.agents.freed(LINE, agent);
            });
        }
        while (call.time.millis() < 60_000 * minute) {
            call.time.park(60_000_000_000L * minute);
        }
        office.phones.answersAndHangsUp(first, 1000, 2000);
        call.run();

        assertThat(office.phones.journal()).containsExactly(60_000 * minute + " dial " + first);
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
