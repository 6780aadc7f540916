package org.voicesecretary.call;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.Bridge;
import org.voicesecretary.media.BridgeOptions;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.MediaListener;
import org.voicesecretary.media.MediaSession;
import org.voicesecretary.media.MediaStats;
import org.voicesecretary.media.PcmPrompt;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.dtmf.InfoDtmf;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.media.sdp.NotAcceptableException;
import org.voicesecretary.media.sdp.SdpParseException;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.media.sdp.SessionDescription;
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.sip.CallListener;
import org.voicesecretary.sip.Dialog;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.InboundInvite;
import org.voicesecretary.sip.Offer;
import org.voicesecretary.sip.OfferReply;
import org.voicesecretary.sip.RequestReply.HeaderField;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.timeline.FaultKind;

/**
 * A caller on SIP and RTP: one dialog and one media session, and the only place where session descriptions cross from one
 * to the other. What the peer does is posted to the call's mailbox.
 */
public final class SipCallLeg implements CallLeg, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SipCallLeg.class);
    /** Long enough that nobody notices that it is played again. */
    private static final Prompt BUSY = new PcmPrompt(Tones.busy(10_000, 16_000));

    private static final Prompt RINGING = new PcmPrompt(Tones.ringing(20_000, 16_000));

    private final InboundInvite invite;
    private final Optional<SessionDescription> offer;
    private final Mailbox mailbox;
    private final CallClock clock;
    private final Duration rtpTimeout;
    private final Listening listening = new Listening();
    private final Object audio = new Object();
    private @Nullable MediaSession media;
    private @Nullable Dialog dialog;
    /** Playing that was ordered before the peer's session description came: the caller sends it with the ACK. */
    private @Nullable Runnable waitsForMedia;

    private boolean mediaAgreed;
    private boolean offeredWhileRinging;
    private long playbacks;
    private volatile long looping;
    private @Nullable Bridge bridge;
    private final KeyWays keys = new KeyWays();
    private final VoiceActivity voice = new VoiceActivity();

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
        this.invite = invite;
        this.offer = offer;
        this.mailbox = mailbox;
        this.clock = clock;
        this.rtpTimeout = rtpTimeout;
    }

    /** What the media session of this leg tells its news to. */
    public MediaListener mediaListener() {
        return listening;
    }

    /** From now on the leg lives: {@code session} carries its audio, and the peer's news reach the mailbox. */
    public void begin(MediaSession session) {
        media = session;
        invite.listen(listening);
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
    public void answer() {
        byte[] description;
        if (offer.isPresent()) {
            try {
                description = session().answer(offer.get()).toBytes();
                mediaFlows();
            } catch (NotAcceptableException e) {
                // Checked at the door, so only an address that does not resolve any more leads here.
                mailbox.post(new CallSignal.LegFailed(FaultKind.CALLER, String.valueOf(e.getMessage())));
                return;
            }
        } else {
            description = offeredWhileRinging ? new byte[0] : session().offer().toBytes();
        }
        dialog = invite.answer(description);
    }

    @Override
    public void reject(int sipStatus, Q931 cause) {
        invite.reject(sipStatus, reasonPhrase(sipStatus), reason(cause));
    }

    @Override
    public Playback play(List<Prompt> prompts) {
        looping = 0;
        Playback playback = new Playback(++playbacks);
        whenMediaFlows(() -> {
            session().stopPlayback();
            for (int i = 0; i < prompts.size(); i++) {
                if (i < prompts.size() - 1) {
                    session().play(prompts.get(i));
                } else {
                    session().play(prompts.get(i), done -> mailbox.post(new CallSignal.PlaybackFinished(playback)));
                }
            }
            if (prompts.isEmpty()) {
                mailbox.post(new CallSignal.PlaybackFinished(playback));
            }
        });
        return playback;
    }

    @Override
    public void stopPlayback() {
        looping = 0;
        synchronized (audio) {
            waitsForMedia = null;
            if (mediaAgreed) {
                session().stopPlayback();
            }
        }
    }

    @Override
    public void busyTone() {
        loop(BUSY);
    }

    @Override
    public void ringingTone() {
        loop(RINGING);
    }

    @Override
    public void loop(Prompt prompt) {
        long loop = ++playbacks;
        looping = loop;
        whenMediaFlows(() -> {
            session().stopPlayback();
            playAgain(prompt, loop);
        });
    }

    private void playAgain(Prompt prompt, long loop) {
        session().play(prompt, done -> {
            if (looping == loop) {
                playAgain(prompt, loop);
            }
        });
    }

    @Override
    public void connect(Branch branch) {
        if (!(branch instanceof SipBranch phone)) {
            throw new IllegalArgumentException("a leg on SIP is joined with a branch on SIP, not with " + branch);
        }
        disconnect();
        stopPlayback();
        bridge = Bridge.join(session(), phone.session(), BridgeOptions.defaults());
    }

    @Override
    public void disconnect() {
        Bridge joined = bridge;
        bridge = null;
        if (joined != null) {
            joined.close();
        }
    }

    @Override
    public void record(Path file) throws IOException {
        voice.begins(clock.nanoTime());
        session().receive(voice);
        session().record(file);
    }

    @Override
    public Optional<RecordedFile> stopRecording() {
        return session().stopRecording();
    }

    @Override
    public Duration callerQuiet() {
        return voice.quiet(clock.nanoTime());
    }

    @Override
    public void hangUp(Q931 cause) {
        Dialog answered = dialog;
        if (answered != null) {
            answered.bye(reason(cause));
        }
    }

    /** Gives the media ports back; the call is over. */
    @Override
    public void close() {
        MediaSession session = media;
        if (session != null) {
            session.close();
        }
    }

    private MediaSession session() {
        MediaSession session = media;
        if (session == null) {
            throw new IllegalStateException("the leg of call " + invite.callId() + " has not begun");
        }
        return session;
    }

    /** Orders reach the session under the lock, in the order they were given: nothing that was stopped starts afterwards. */
    private void whenMediaFlows(Runnable play) {
        synchronized (audio) {
            if (mediaAgreed) {
                play.run();
            } else {
                waitsForMedia = play;
            }
        }
    }

    private boolean mediaIsAgreed() {
        synchronized (audio) {
            return mediaAgreed;
        }
    }

    private void mediaFlows() {
        synchronized (audio) {
            mediaAgreed = true;
            Runnable waiting = waitsForMedia;
            waitsForMedia = null;
            if (waiting != null) {
                waiting.run();
            }
        }
    }

    private static HeaderField reason(Q931 cause) {
        return new HeaderField("Reason", "Q.850;cause=" + cause.code()); // RFC 3326
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

    /** The peer's and the media's side of the leg; on their threads. */
    private final class Listening implements CallListener, MediaListener {
        @Override
        public void onAnswered(Dialog answered) {
            mailbox.post(new CallSignal.Answered());
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
        public void onAnswer(Dialog answering, byte[] answer) {
            takeAnswer(answering, answer);
        }

        private void takeAnswer(Dialog answering, byte[] answer) {
            try {
                session().accept(SdpParser.parse(answer));
                mediaFlows();
            } catch (SdpParseException | NotAcceptableException | IllegalStateException e) {
                fail(answering, "the session description in the caller's answer is unusable: " + e.getMessage());
            }
        }

        private void fail(Dialog failing, String why) {
            failing.bye(reason(Q931.INTERWORKING)); // first: the call, once it knows, hangs up with a cause of its own
            mailbox.post(new CallSignal.LegFailed(FaultKind.CALLER, why));
        }

        @Override
        public OfferReply onOffer(Dialog asking, Offer asked) {
            try {
                byte[] answer = session().answer(SdpParser.parse(asked.body())).toBytes();
                mediaFlows();
                return new OfferReply.Accept(answer);
            } catch (NotAcceptableException e) {
                return new OfferReply.Refuse(e.reason().sipStatus(), "Not Acceptable Here");
            } catch (SdpParseException e) {
                LOG.debug("re-offer of call {}: {}", invite.callId(), e.getMessage());
                return new OfferReply.Refuse(400, "Bad Session Description");
            }
        }

        @Override
        public byte[] onOfferWanted(Dialog asking) {
            return session().offer().toBytes();
        }

        @Override
        public void onInfo(Dialog within, SipRequest info) {
            String type = info.headers().first("Content-Type");
            if (type != null) {
                InfoDtmf.parse(type, info.body())
                        .ifPresent(key -> onDigit(key.digit(), DigitSource.SIP_INFO, clock.nanoTime()));
            }
        }

        @Override
        public void onEnded(DialogEnd end) {
            Optional<CallSignal> signal = signalOf(end);
            signal.ifPresent(mailbox::post);
        }

        @Override
        public void onDigit(DtmfDigit digit, DigitSource how, long nanoTime) {
            if (keys.isNew(digit, how, nanoTime)) {
                mailbox.post(new CallSignal.DigitPressed(digit, how, nanoTime));
            }
        }

        @Override
        public void onPlaybackFinished(org.voicesecretary.media.Playback playback) {
            // Each playback tells its own end: see play.
        }

        @Override
        public void onClosed(MediaStats inAll) {
            if (inAll.malformed() + inAll.strangers() > 0) {
                LOG.info(
                        "media of call {}: {} packets were no RTP or RTCP and {} came from others than the caller; all were ignored",
                        invite.callId(),
                        inAll.malformed(),
                        inAll.strangers());
            }
        }

        @Override
        public void onRtpTimeout() {
            mailbox.post(new CallSignal.MediaTimeout(rtpTimeout));
        }
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
