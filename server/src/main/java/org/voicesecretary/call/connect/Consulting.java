package org.voicesecretary.call.connect;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.ForwardingTalk;
import org.voicesecretary.call.Recorder;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.call.Talk;
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.protocol.WebhookEvent;

/**
 * An extension talks to somebody whom it wants to hand another to, who waits. When it hangs up the one who waits takes its place, whether
 * the other has answered or still rings; until then the script learns of nobody who has taken the call.
 */
final class Consulting extends ForwardingTalk {
    private final Speaker by;
    private final Speaker kept;
    private boolean taken;
    private boolean keptIsGone;
    private @Nullable String answeredBy;

    Consulting(Talk talk, Speaker by, Speaker kept) {
        super(talk);
        this.by = by;
        this.kept = kept;
    }

    @Override
    public Optional<CallEnd> answer() {
        return Optional.empty();
    }

    @Override
    public CallSignal await(long deadline) throws InterruptedException {
        CallSignal signal = super.await(deadline);
        if (!taken && endsTheWait(signal)) {
            keptIsGone = true;
            return new CallSignal.RemoteHungUp();
        }
        return signal;
    }

    private boolean endsTheWait(CallSignal signal) {
        return switch (signal) {
            case CallSignal.WaitsNoMore(var side) -> side.equals(kept.side());
            case CallSignal.BranchOver(var branch, var _) -> branch.equals(kept.side());
            default -> false;
        };
    }

    @Override
    public boolean replacesCaller(CallSignal.Ending ending) {
        boolean hungUp = ending instanceof CallSignal.RemoteHungUp
                || ending instanceof CallSignal.MediaTimeout
                || ending instanceof CallSignal.LegFailed;
        if (taken || keptIsGone || !hungUp || kept.side().isOver()) {
            return super.replacesCaller(ending);
        }
        taken = true;
        by.side().hangUp(Q931.NORMAL_CLEARING);
        callerIs(kept);
        kept.side().stopPlayback();
        return true;
    }

    /** Whether the one who waited has taken the place of who announced. */
    boolean isTaken() {
        return taken;
    }

    boolean keptIsGone() {
        return keptIsGone;
    }

    /** Nobody is asked any more: an extension that has answered, but did not take the call, is told of like one that did not answer. */
    void over() {
        String extension = answeredBy;
        if (!taken && extension != null) {
            CallContext call = call();
            super.tell(new WebhookEvent.NotifyInternalEnd(
                    call.callStart(), call.id().text(), call.callerId(), call.calledDid(), extension));
        }
    }

    @Override
    public void tell(WebhookEvent event) {
        if (!taken && event instanceof WebhookEvent.NotifyAnswer answer) {
            answeredBy = call().kind().from().isPresent() ? null : answer.internal();
        } else {
            super.tell(event);
        }
    }

    @Override
    public void takenBy(String extension) {
        if (taken) {
            super.takenBy(extension);
        }
    }

    /** What an extension asks a colleague is no part of the call. */
    @Override
    public Recorder recorder() {
        return taken ? super.recorder() : Recorder.none();
    }

    @Override
    public boolean mayHandOn() {
        return taken && super.mayHandOn();
    }

    @Override
    public Optional<String> orderedBy() {
        return Optional.ofNullable(by.extension());
    }

    @Override
    public int handovers() {
        return super.handovers() + 1;
    }
}
