package org.voicesecretary.call;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.MediaListener;
import org.voicesecretary.media.MediaSession;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.sdp.NotAcceptableException;
import org.voicesecretary.media.sdp.SessionDescription;
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.sip.Dialog;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.InboundInvite;
import org.voicesecretary.timeline.FaultKind;

/** A caller on SIP and RTP. */
public final class SipCallLeg extends SipSide implements CallLeg, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SipCallLeg.class);

    private final InboundInvite invite;
    private final Optional<SessionDescription> offer;
    private final Duration rtpTimeout;
    private boolean offeredWhileRinging;
    private volatile boolean lost;
    /** What was answered to the caller's offer before the call was. */
    private byte @Nullable [] described;

    private volatile Runnable gone = () -> {};

    /**
     * @param offer what the caller offers; empty where we have to
     * @param rtpTimeout what the media session is configured with, for the record
     */
    public SipCallLeg(
            InboundInvite invite,
            Optional<SessionDescription> offer,
            Mailbox mailbox,
            CallClock clock,
            Duration rtpTimeout) {
        super(mailbox, clock);
        this.invite = invite;
        this.offer = offer;
        this.rtpTimeout = rtpTimeout;
    }

    /** What the media session of this leg tells its news to. */
    public MediaListener mediaListener() {
        return this;
    }

    /** {@code then} runs when the caller has hung up. */
    public void whenGone(Runnable then) {
        gone = then;
    }

    /** From now on the leg lives: {@code session} carries its audio, and the peer's news reach the mailbox. */
    public void begin(MediaSession session) {
        use(session);
        invite.listen(this);
    }

    @Override
    public String label() {
        return "call " + invite.callId();
    }

    @Override
    public void ring() {
        if (invite.ringingNeedsOffer()) {
            offeredWhileRinging = true;
            invite.ring(session().offer().toBytes());
        } else {
            invite.ring();
        }
    }

    @Override
    public void soundBeforeAnswer() {
        if (offer.isEmpty() || described != null) {
            return; // RFC 3960: only an answer to an offer that we have
        }
        try {
            described = session().answer(offer.get()).toBytes();
            mediaFlows();
            invite.progress(described);
        } catch (NotAcceptableException e) {
            LOG.debug("{} hears nothing before the answer: {}", label(), e.getMessage());
        }
    }

    @Override
    public void answer() {
        byte[] description;
        if (described != null) {
            description = invite.requiresReliability() ? new byte[0] : described;
        } else if (offer.isPresent()) {
            try {
                description = session().answer(offer.get()).toBytes();
                mediaFlows();
            } catch (NotAcceptableException e) {
                // Checked at the door, so only an address that does not resolve any more leads here.
                tell(new CallSignal.LegFailed(FaultKind.CALLER, String.valueOf(e.getMessage())));
                return;
            }
        } else {
            description = offeredWhileRinging ? new byte[0] : session().offer().toBytes();
        }
        use(invite.answer(description));
    }

    @Override
    public void reject(int sipStatus, Q931 cause) {
        invite.reject(sipStatus, reasonPhrase(sipStatus), reason(cause));
    }

    @Override
    public boolean isOver() {
        return lost || invite.ended().isPresent();
    }

    /** Gives the media ports back; the call is over. */
    @Override
    public void close() {
        closeMedia();
    }

    private static String reasonPhrase(int sipStatus) {
        return switch (sipStatus) {
            case 404 -> "Not Found";
            case 480 -> "Temporarily Unavailable";
            case 486 -> "Busy Here";
            case 500 -> "Server Internal Error";
            case 503 -> "Service Unavailable";
            case 603 -> "Decline";
            default -> "Refused";
        };
    }

    // ---- what the caller does

    @Override
    public void onAnswered(Dialog answered) {
        tell(new CallSignal.Answered());
    }

    @Override
    public void onEstablished(Dialog established, byte[] ackBody) {
        if (offer.isPresent() || mediaIsAgreed()) {
            return;
        }
        if (ackBody.length > 0) {
            takeAnswer(established, ackBody);
        } else {
            // RFC 3261 §13.2.2.4: the ACK has to answer the offer of a 2xx.
            fail(established, "the caller's ACK brings no answer to our offer: there is nowhere to send sound to");
        }
    }

    @Override
    void onUnusable(Dialog answering, String why) {
        fail(answering, "the session description in the caller's answer is unusable: " + why);
    }

    private void fail(Dialog failing, String why) {
        failing.bye(reason(Q931.INTERWORKING)); // first: the call, once it knows, hangs up with a cause of its own
        tell(new CallSignal.LegFailed(FaultKind.CALLER, why));
    }

    @Override
    public void onEnded(DialogEnd end) {
        gone.run();
        Optional<CallSignal> signal = signalOf(end);
        signal.ifPresent(this::tell);
    }

    @Override
    void onKey(DtmfDigit digit, DigitSource how, long nanoTime) {
        tell(new CallSignal.DigitPressed(digit, how, nanoTime));
    }

    @Override
    public void onRtpTimeout() {
        if (dialog() == null) {
            return; // before the answer callers need not send
        }
        lost = true;
        tell(new CallSignal.MediaTimeout(rtpTimeout));
    }

    /** What an end of the dialog is to the call; nothing where the call itself ended it. */
    private static Optional<CallSignal> signalOf(DialogEnd end) {
        return switch (end) {
            case DialogEnd.RemoteBye ignored -> Optional.of(new CallSignal.RemoteHungUp());
            case DialogEnd.RemoteCancel ignored -> Optional.of(new CallSignal.Cancelled());
            case DialogEnd.LocalBye(), DialogEnd.LocalCancel() -> Optional.empty();
            case DialogEnd.LocalReject(var status, var reason) ->
                Optional.of(new CallSignal.LegFailed(
                        FaultKind.INTERNAL,
                        "the call was not answered in time and was refused with " + status + " " + reason));
            case DialogEnd.RemoteReject(var response) -> caller("the caller's side refused: " + response.status());
            case DialogEnd.NotAcknowledged() -> caller("the answer was never acknowledged: no ACK arrived within 32 s");
            case DialogEnd.SessionExpired() ->
                caller("the session timer ran out: no refresh came from the caller's side");
            case DialogEnd.PeerGone ignored -> caller("the caller's side no longer knows the call");
            case DialogEnd.Unreachable(var why) -> caller("the caller's side cannot be reached: " + why);
            case DialogEnd.NoAgreement(var why) -> caller("offer and answer did not fit: " + why);
            case DialogEnd.InternalError(var why) -> Optional.of(new CallSignal.LegFailed(FaultKind.INTERNAL, why));
        };
    }

    private static Optional<CallSignal> caller(String what) {
        return Optional.of(new CallSignal.LegFailed(FaultKind.CALLER, what));
    }
}
