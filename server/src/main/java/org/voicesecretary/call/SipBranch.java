package org.voicesecretary.call;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.MediaSession;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.sdp.NotAcceptableException;
import org.voicesecretary.media.sdp.SdpParseException;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.sip.Dialog;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.InviteOutcome;
import org.voicesecretary.sip.OutboundInvite;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.message.Reason;
import org.voicesecretary.sip.message.SipResponse;

/** A phone that we ring by SIP. Its end is told exactly once, and nothing after the call has released it. */
final class SipBranch extends SipSide implements Branch {
    /** Whoever rings is released long before; this is for a call that forgot. */
    private static final Duration LONGEST_RINGING = Duration.ofMinutes(10);

    private final String label;
    private final Duration rtpTimeout;
    private final Runnable whenOver;
    /** Session descriptions in provisional responses, by To tag: of a reliable one the 200 need not repeat it (RFC 3262 §5). */
    private final ConcurrentMap<String, byte[]> early = new ConcurrentHashMap<>();

    private @Nullable OutboundInvite invite;
    private @Nullable Why released;
    private boolean rings;
    private volatile boolean heard;
    /** Whose session description was taken before the answer; null = nobody's. */
    private @Nullable SipResponse sounding;

    private final Object describing = new Object();
    private boolean over;

    /** @param whenOver run once, when the phone neither rings nor talks any more */
    SipBranch(String label, Mailbox mailbox, CallClock clock, Duration rtpTimeout, Runnable whenOver) {
        super(mailbox, clock);
        this.label = label;
        this.rtpTimeout = rtpTimeout;
        this.whenOver = whenOver;
    }

    /** Sends the INVITE, and waits beside the call for what becomes of it. */
    void begin(MediaSession session, UserAgent agent, DialOrder order) {
        use(session);
        byte[] offer = session.offer().toBytes();
        OutboundInvite sent = switch (order.to()) {
            case DialOrder.To.Device(var binding) -> agent.invite(binding, offer, order.options(), this);
            case DialOrder.To.Address(var uri) -> agent.invite(uri, offer, order.options(), this);
        };
        synchronized (this) {
            invite = sent;
        }
        Thread.ofVirtual().name("branch-" + label).start(() -> await(sent, order.firstWord()));
    }

    private InviteOutcome outcome(OutboundInvite sent, @Nullable Duration firstWord) throws InterruptedException {
        if (firstWord != null) {
            InviteOutcome early = sent.await(firstWord);
            if (!(early instanceof InviteOutcome.StillRinging)) {
                return early;
            }
            if (!heard) {
                sent.cancel();
                return new InviteOutcome.Unreachable("not a word came within " + firstWord.toSeconds() + " s");
            }
        }
        return sent.await(LONGEST_RINGING);
    }

    private void await(OutboundInvite sent, @Nullable Duration firstWord) {
        try {
            switch (outcome(sent, firstWord)) {
                case InviteOutcome.Answered(var answered, var response) -> answered(answered, response);
                case InviteOutcome.Rejected(var response) ->
                    failed(new BranchEnd.Refused(response.status(), response.reason()));
                case InviteOutcome.Unreachable(var why) -> failed(new BranchEnd.Unreachable(why));
                case InviteOutcome.Cancelled() -> failed(new BranchEnd.Broke("given up"));
                case InviteOutcome.StillRinging() -> {
                    sent.cancel();
                    failed(new BranchEnd.Broke("rang for " + LONGEST_RINGING.toMinutes() + " minutes"));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sent.cancel();
        }
    }

    private void answered(Dialog answered, SipResponse response) {
        byte[] answer = response.body();
        if (answer.length == 0) {
            answer = early.getOrDefault(String.valueOf(response.toTag()), answer);
        }
        synchronized (describing) {
            if (!isTaken(response, answer)) {
                if (sounding != null) {
                    session().offer(); // another phone of a fork: it answers the same offer
                }
                if (!takeAnswer(answered, answer)) {
                    return;
                }
            }
        }
        Why meanwhile;
        synchronized (this) {
            use(answered);
            meanwhile = released;
        }
        if (meanwhile != null) {
            answered.bye(reason(meanwhile.cause()));
        } else {
            tell(new CallSignal.BranchAnswered(this));
        }
    }

    /** Whether this answer was taken with a provisional response. */
    private boolean isTaken(SipResponse response, byte[] answer) {
        SipResponse before = sounding;
        return before != null
                && Objects.equals(before.toTag(), response.toTag())
                && Arrays.equals(before.body(), answer);
    }

    /** It is over: told once, unless the call knows, because it released the branch. */
    void failed(BranchEnd end) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            if (released != null) {
                return;
            }
        }
        closeMedia();
        whenOver.run();
        tell(new CallSignal.BranchOver(this, end));
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void release(Why why) {
        OutboundInvite sent;
        Dialog answered;
        synchronized (this) {
            if (released != null || over) {
                return;
            }
            released = why;
            sent = invite;
            answered = dialog();
        }
        if (answered != null) {
            answered.bye(reason(why.cause()));
        } else if (sent != null) {
            switch (why) {
                case ANSWERED_ELSEWHERE -> sent.cancel(Reason.COMPLETED_ELSEWHERE);
                case RANG_OUT, CALL_OVER -> sent.cancel();
            }
        }
        closeMedia();
        whenOver.run();
    }

    @Override
    public boolean isOver() {
        synchronized (this) {
            return over || released != null;
        }
    }

    @Override
    public void hangUp(Q931 cause) {
        release(Why.CALL_OVER);
    }

    // ---- what the phone does

    @Override
    public void onProgress(SipResponse response) {
        if (response.body().length > 0) {
            early.put(String.valueOf(response.toTag()), response.body());
        }
        boolean first;
        synchronized (this) {
            first = !rings && released == null;
            rings = true;
        }
        if (first) {
            tell(new CallSignal.BranchRings(this));
        }
        if (response.body().length > 0) {
            sounds(response);
        }
    }

    @Override
    public void onHeard() {
        heard = true;
    }

    /** It may be heard before it answers: the first phone of a fork that wants to be. */
    private void sounds(SipResponse response) {
        synchronized (describing) {
            if (sounding != null || dialog() != null) {
                return;
            }
            try {
                session().accept(SdpParser.parse(response.body()));
                sounding = response;
            } catch (SdpParseException | NotAcceptableException | IllegalStateException e) {
                return; // what comes with the answer counts
            }
        }
        mediaFlows();
        tell(new CallSignal.BranchSounds(this));
    }

    @Override
    void onUnusable(Dialog answering, String why) {
        answering.bye(reason(Why.CALL_OVER.cause()));
        failed(new BranchEnd.Broke("its session description is unusable: " + why));
    }

    @Override
    public void onEnded(DialogEnd end) {
        Optional<BranchEnd> told = endOf(end);
        told.ifPresent(this::failed);
    }

    @Override
    void onKey(DtmfDigit digit, DigitSource how, long nanoTime) {
        tell(new CallSignal.BranchKey(this, digit, how, nanoTime));
    }

    @Override
    public void onRtpTimeout() {
        Dialog answered;
        synchronized (this) {
            answered = dialog();
        }
        if (answered == null) {
            return; // before the answer it need not send
        }
        answered.bye(reason(Why.CALL_OVER.cause()));
        failed(new BranchEnd.Lost(rtpTimeout));
    }

    /** What an end of the dialog is to the call; nothing where {@link #await} tells it, or where the call itself ended it. */
    private static Optional<BranchEnd> endOf(DialogEnd end) {
        return switch (end) {
            case DialogEnd.RemoteBye _ -> Optional.of(new BranchEnd.HungUp());
            case DialogEnd.SessionExpired() -> Optional.of(new BranchEnd.Broke("the session timer ran out"));
            case DialogEnd.PeerGone _ -> Optional.of(new BranchEnd.Broke("it no longer knows the call"));
            case DialogEnd.NoAgreement(var why) -> Optional.of(new BranchEnd.Broke(why));
            case DialogEnd.InternalError(var why) -> Optional.of(new BranchEnd.Broke(why));
            case DialogEnd.NotAcknowledged() -> Optional.of(new BranchEnd.Broke("nothing came after its answer"));
            case DialogEnd.RemoteReject _,
                    DialogEnd.Unreachable _,
                    DialogEnd.RemoteCancel _,
                    DialogEnd.LocalBye(),
                    DialogEnd.LocalCancel(),
                    DialogEnd.LocalReject _ -> Optional.empty();
        };
    }
}
