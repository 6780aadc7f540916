package org.voicesecretary.call.connect;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.Branch;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallKind;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.HangUpSide;
import org.voicesecretary.call.HoldMusic;
import org.voicesecretary.call.Linked;
import org.voicesecretary.call.Meeting;
import org.voicesecretary.call.Side;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.TransferRequest;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineEvent;

/** A caller and whoever has taken the call, until one of them hangs up or an extension hands the other on. */
final class Talking {
    private final Talk talk;
    private final Branch branch;
    private final Party party;
    private final HoldMusic music;
    private final Legs legs;
    private final Speaker called;
    private final HoldNotes holds;
    private CodeKeys callersKeys = new CodeKeys();
    private CodeKeys calledKeys = new CodeKeys();

    Talking(Talk talk, Branch branch, Party party, HoldMusic music, Legs legs) {
        this.talk = talk;
        this.branch = branch;
        this.party = party;
        this.music = music;
        this.legs = legs;
        this.called = new Speaker(branch, party.label(), party.extension());
        this.holds = new HoldNotes(talk.timeline());
    }

    Connected run() throws InterruptedException {
        Optional<CallEnd> failed = talk.answer();
        if (failed.isPresent()) {
            branch.release(Branch.Why.CALL_OVER);
            legs.released(branch, Branch.Why.CALL_OVER);
            return new Connected.Over(failed.get());
        }
        legs.joins(branch, party);
        begin();
        Connected became = null;
        try {
            became = untilItEnds();
            return became;
        } finally {
            if (!(became instanceof Connected.Steered)) {
                branch.release(Branch.Why.CALL_OVER);
                talk.recorder().parted();
                talk.leg().disconnect();
            }
            legs.over(
                    branch,
                    EndStatus.ANSWERED,
                    became instanceof Connected.Over(var end) ? end.facts().side() : HangUpSide.CALLEE);
        }
    }

    private void begin() {
        CallContext call = talk.call();
        talk.timeline().add(new TimelineEvent.Connected(party.label()));
        if (party.extension() != null) {
            talk.takenBy(party.extension());
        }
        if (!(call.kind() instanceof CallKind.Internal)) {
            talk.tell(new WebhookEvent.NotifyAnswer(
                    call.callStart(), call.id().text(), call.callerId(), party.label(), party.extension()));
        }
        join();
        talk.callersTurn();
    }

    private void join() {
        callersKeys = new CodeKeys();
        calledKeys = new CodeKeys();
        Side caller = talk.leg();
        caller.filterKeys(mayHandOn(talk.caller()) ? callersKeys : null);
        branch.filterKeys(mayHandOn(called) ? calledKeys : null);
        if (!(branch instanceof Linked linked && linked.isJoinedElsewhere())) {
            caller.connect(branch, music);
        }
        talk.recorder().joined(talk, party.extension());
    }

    private String account() {
        return talk.call().number().accountKey();
    }

    private boolean mayHandOn(Speaker who) {
        return who.extension() != null && talk.mayHandOn();
    }

    private Connected untilItEnds() throws InterruptedException {
        while (true) {
            CallSignal signal = talk.await(callersKeys.deadline(calledKeys.deadline(talk.never())));
            Connected became = null;
            switch (signal) {
                case CallSignal.BranchOver(var over, var end) -> {
                    if (over.equals(branch)) {
                        talk.timeline().add(new TimelineEvent.Note(branch.label() + " " + end.text()));
                        return new Connected.Over(new CallEnd.CalleeHungUp());
                    }
                }
                case CallSignal.Ending ending -> {
                    if (!talk.replacesCaller(ending)) {
                        return new Connected.Over(talk.endOf(ending));
                    }
                    begin(); // whoever announced the call has hung up: now the two talk
                }
                case CallSignal.Held(var side, var on) ->
                    holds.note(side.equals(branch) ? branch.label() : "the caller", on);
                case CallSignal.TransferAsked(var side, var request) -> became = asked(side, request);
                case CallSignal.TakePlace(var side, var meeting) -> became = replaced(side, meeting);
                case CallSignal.PickUp _, // it was answered in the same instant
                        CallSignal.Met _,
                        CallSignal.BranchAnswered _, // of one that was released in the same instant
                        CallSignal.BranchRings _,
                        CallSignal.BranchSounds _,
                        CallSignal.BranchKey _,
                        CallSignal.DeadlinePassed _,
                        CallSignal.DigitPressed _,
                        CallSignal.PlaybackFinished _,
                        CallSignal.WaitsNoMore _,
                        CallSignal.WorkDone _,
                        CallSignal.Answered _ -> {}
            }
            if (became == null) {
                became = keyed(callersKeys, talk.caller(), called);
            }
            if (became == null) {
                became = keyed(calledKeys, called, talk.caller());
            }
            if (became != null) {
                return became;
            }
        }
    }

    /** Looks at what was keyed in. Null while the two go on talking. */
    private @Nullable Connected keyed(CodeKeys keys, Speaker by, Speaker other) throws InterruptedException {
        CodeKeys.Found found = keys.look(talk.now());
        if (!found.pass().isEmpty()) {
            other.side().sendKeys(found.pass());
        }
        if (found.keys() == null) {
            return null;
        }
        InCallCode code = InCallCode.of(found.text());
        if (!talk.targets().exists(talk, code.target())) {
            other.side().sendKeys(found.keys()); // what leads nowhere is meant for the other side
            return null;
        }
        return hand(new Handover(talk, by, other, music), code.target(), code.announced(), null);
    }

    private @Nullable Connected asked(Side side, TransferRequest request) throws InterruptedException {
        boolean ofCaller = !side.equals(branch);
        Speaker by = ofCaller ? talk.caller() : called;
        RedirectTarget target = RedirectTarget.parse(request.target());
        if (!mayHandOn(by)) {
            request.refuse(403, "Forbidden");
            return null;
        }
        if (request.isAnnounced()) {
            return visit(by, ofCaller ? called : talk.caller(), request);
        }
        if (!talk.targets().exists(talk, target)) {
            request.refuse(404, "Not Found");
            return null;
        }
        return hand(new Handover(talk, by, ofCaller ? called : talk.caller(), music), target, false, request);
    }

    /** The telephone joins two of its calls, and this is one of them: asks the other. */
    private @Nullable Connected visit(Speaker by, Speaker kept, TransferRequest request) throws InterruptedException {
        var meeting = new Meeting(kept, talk.mailbox(), account(), by.extension());
        if (!request.ask(meeting)) {
            request.refuse(481, "Call Does Not Exist");
            return null;
        }
        return switch (new Visit(talk, meeting).await(branch)) {
            case Visit.Result.Met(var host) -> {
                request.accept();
                request.succeeded(() -> by.side().hangUp(Q931.NORMAL_CLEARING));
                yield goOn(by, kept, host);
            }
            case Visit.Result.NotMet() -> {
                request.refuse(480, "Temporarily Unavailable");
                yield null;
            }
            case Visit.Result.Over(var end) -> new Connected.Over(end);
        };
    }

    /** This is the other of the two calls. */
    private @Nullable Connected replaced(Side leaves, Meeting meeting) throws InterruptedException {
        boolean ofCaller = !leaves.equals(branch);
        Speaker by = ofCaller ? talk.caller() : called;
        Speaker kept = ofCaller ? called : talk.caller();
        if (!leaves.equals(by.side()) || !meeting.isAskedBy(account(), by.extension())) {
            return null;
        }
        Optional<Linked> guest = meeting.meet(kept, talk.mailbox());
        if (guest.isEmpty()) {
            return null;
        }
        by.side().hangUp(Q931.NORMAL_CLEARING);
        return goOn(by, kept, guest.get());
    }

    /** The two who are left talk to each other, each in a call of its own. */
    private Connected goOn(Speaker by, Speaker kept, Linked other) throws InterruptedException {
        talk.timeline().add(new TimelineEvent.Note(by.number() + " joins " + kept.number() + " and " + other.label()));
        by.side().filterKeys(null);
        talk.callerIs(kept);
        return new Talking(talk, other, Visit.party(other), music, legs).run();
    }

    private @Nullable Connected hand(
            Handover handover, RedirectTarget target, boolean announced, @Nullable TransferRequest request)
            throws InterruptedException {
        Optional<String> obstacle = handover.obstacle(target);
        if (obstacle.isPresent()) {
            talk.timeline().add(new TimelineEvent.Note("not transferred: " + obstacle.get()));
            if (request != null) {
                request.refuse(403, "Forbidden");
            }
            return null;
        }
        if (request != null) {
            request.accept();
        }
        Connected became = announced ? handover.announced(target) : handover.blind(target, request);
        if (became == null) {
            join(); // nobody took the call: the two talk on
        }
        return became;
    }

    /** Holds on the timeline, as many as anybody would read. */
    private static final class HoldNotes {
        private static final int MOST = 40;

        private final CallTimeline timeline;
        private int count;

        HoldNotes(CallTimeline timeline) {
            this.timeline = timeline;
        }

        void note(String who, boolean on) {
            if (++count <= MOST) {
                timeline.add(new TimelineEvent.Note(who + (on ? " holds the call" : " has ended the hold")));
            }
        }
    }
}
