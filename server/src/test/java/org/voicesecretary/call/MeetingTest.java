package org.voicesecretary.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class MeetingTest {
    private final SimulatedTime time = new SimulatedTime(TestCall.START);
    private final Mailbox guestsCall = new Mailbox(time);
    private final Mailbox hostsCall = new Mailbox(time);
    private final FakeLeg guestsLeg = new FakeLeg(time, guestsCall);
    private final Speaker guest = new Speaker(guestsLeg, "102", "102");
    private final Speaker host = new Speaker(new FakeLeg(time, hostsCall), "442037691880", null);
    private final Meeting meeting = new Meeting(guest, guestsCall, "account", "102");

    private CallSignal next(Mailbox mailbox) throws InterruptedException {
        return mailbox.await(time.nanoTime());
    }

    @Test
    void eachCallGetsWhoStandsForTheOther() throws InterruptedException {
        Linked forGuest = meeting.meet(host, hostsCall).orElseThrow();
        assertThat(forGuest.label()).isEqualTo("102");
        assertThat(forGuest.itself()).isEqualTo(guestsLeg);
        assertThat(next(guestsCall)).isInstanceOfSatisfying(CallSignal.Met.class, met -> {
            assertThat(met.side().label()).isEqualTo("442037691880");
            assertThat(met.side().isJoinedElsewhere())
                    .as("the host's call joins the two")
                    .isTrue();
            assertThat(met.side().isJoinedElsewhere()).isFalse();
        });
        assertThat(forGuest.isJoinedElsewhere()).isFalse();
    }

    @Test
    void theEndOfOneCallIsTheEndOfTheOtherAndToldOnce() throws InterruptedException {
        Linked forGuest = meeting.meet(host, hostsCall).orElseThrow();
        Linked forHost = ((CallSignal.Met) next(guestsCall)).side();
        forGuest.release(Branch.Why.CALL_OVER);
        assertThat(next(guestsCall)).isEqualTo(new CallSignal.BranchOver(forHost, new BranchEnd.HungUp()));
        assertThat(forHost.isOver()).isTrue();
        forHost.release(Branch.Why.CALL_OVER);
        forGuest.release(Branch.Why.CALL_OVER);
        assertThat(next(hostsCall)).isInstanceOf(CallSignal.DeadlinePassed.class);
        assertThat(next(guestsCall)).isInstanceOf(CallSignal.DeadlinePassed.class);
    }

    @Test
    void whoHasGivenUpIsNotMetAndWhoIsMetCannotGiveUp() throws InterruptedException {
        assertThat(meeting.giveUp()).isTrue();
        assertThat(meeting.meet(host, hostsCall)).isEmpty();
        assertThat(next(guestsCall)).isInstanceOf(CallSignal.DeadlinePassed.class);

        var second = new Meeting(guest, guestsCall, "account", "102");
        assertThat(second.meet(host, hostsCall)).isPresent();
        assertThat(second.giveUp()).isFalse();
    }

    @Test
    void anExtensionOfTheSameNumberInAnotherOfficeIsSomebodyElse() {
        assertThat(meeting.isAskedBy("account", "102")).isTrue();
        assertThat(meeting.isAskedBy("another", "102")).isFalse();
        assertThat(meeting.isAskedBy("account", "101")).isFalse();
        assertThat(meeting.isAskedBy("account", null)).isFalse();
    }
}
