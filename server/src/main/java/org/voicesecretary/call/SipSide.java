package org.voicesecretary.call;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.Conference;
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
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.sip.CallListener;
import org.voicesecretary.sip.Dialog;
import org.voicesecretary.sip.InboundRefer;
import org.voicesecretary.sip.Offer;
import org.voicesecretary.sip.OfferReply;
import org.voicesecretary.sip.RequestReply.HeaderField;
import org.voicesecretary.sip.message.SipRequest;

/**
 * A side of a call on SIP and RTP, whoever sent the INVITE: one dialog and one media session, and the only place where session
 * descriptions cross from one to the other. What the peer does is posted to the call's mailbox.
 */
abstract class SipSide implements Side, CallListener, MediaListener {
    private static final Logger LOG = LoggerFactory.getLogger(SipSide.class);
    /** Long enough that nobody notices that it is played again. */
    private static final Prompt BUSY = new PcmPrompt(Tones.busy(10_000, 16_000));

    /** How long a key is sent that is not passed on as it came. */
    private static final int KEY_MILLIS = 120;

    private static final Prompt RINGING = new PcmPrompt(Tones.ringing(20_000, 16_000));

    private final Mailbox mailbox;
    private final CallClock clock;
    private final Object audio = new Object();
    private volatile @Nullable MediaSession media;
    private volatile @Nullable Dialog dialog;
    /** Playing that was ordered before the peer's session description came: a caller may send it with the ACK. */
    private @Nullable Runnable waitsForMedia;

    private boolean mediaAgreed;
    private volatile long looping;
    private volatile @Nullable Joint joint;
    private volatile boolean holds;
    private volatile @Nullable KeyFilter filter;
    /** Whether the key that came last is passed on; asked on the thread that told of it. */
    private boolean lastKeyPasses = true;

    private final KeyWays keys = new KeyWays();
    private final VoiceActivity voice = new VoiceActivity();

    SipSide(Mailbox mailbox, CallClock clock) {
        this.mailbox = mailbox;
        this.clock = clock;
    }

    // ---- what the two kinds of sides differ in

    /** A key was pressed, told once whatever ways it came. */
    abstract void onKey(DtmfDigit digit, DigitSource how, long nanoTime);

    /** The peer's answer to an offer of ours cannot be used: ends the dialog, and tells the call. */
    abstract void onUnusable(Dialog answering, String why);

    // ---- what they share

    final void tell(CallSignal signal) {
        mailbox.post(signal);
    }

    final void use(MediaSession session) {
        media = session;
    }

    final void use(Dialog answered) {
        dialog = answered;
    }

    /** The dialog, once there is an answer. */
    final @Nullable Dialog dialog() {
        return dialog;
    }

    /** Its audio. */
    final MediaSession session() {
        MediaSession session = media;
        if (session == null) {
            throw new IllegalStateException("the side of " + label() + " has no media: it has not begun");
        }
        return session;
    }

    /** Gives the media ports back. */
    final void closeMedia() {
        MediaSession session = media;
        if (session != null) {
            session.close();
        }
    }

    static HeaderField reason(Q931 cause) {
        return new HeaderField("Reason", "Q.850;cause=" + cause.code()); // RFC 3326
    }

    // ---- orders of the call

    @Override
    public final Playback play(List<Prompt> prompts) {
        looping = 0;
        Playback playback = mailbox.newPlayback();
        whenMediaFlows(() -> {
            session().stopPlayback();
            for (int i = 0; i < prompts.size(); i++) {
                if (i < prompts.size() - 1) {
                    session().play(prompts.get(i));
                } else {
                    session().play(prompts.get(i), done -> tell(new CallSignal.PlaybackFinished(playback)));
                }
            }
            if (prompts.isEmpty()) {
                tell(new CallSignal.PlaybackFinished(playback));
            }
        });
        return playback;
    }

    @Override
    public final void stopPlayback() {
        looping = 0;
        synchronized (audio) {
            waitsForMedia = null;
            if (mediaAgreed) {
                session().stopPlayback();
            }
        }
    }

    @Override
    public final void busyTone() {
        loop(BUSY);
    }

    @Override
    public final void ringingTone() {
        loop(RINGING);
    }

    @Override
    public final void loop(Prompt prompt) {
        long loop = mailbox.newPlayback().number();
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
    public final void connect(Side other, HoldMusic music) {
        if (!(other.itself() instanceof SipSide peer)) {
            throw new IllegalArgumentException("a side on SIP is joined with a side on SIP, not with " + other);
        }
        disconnect();
        peer.disconnect();
        stopPlayback();
        peer.stopPlayback();
        Joint.of(this, peer, music);
    }

    @Override
    public final void disconnect() {
        Joint before = joint;
        joint = null;
        if (before != null) {
            before.part();
        }
    }

    @Override
    public final void enter(Conference conference) {
        disconnect();
        stopPlayback();
        conference.join(session());
    }

    @Override
    public final void leave(Conference conference) {
        conference.leave(session());
    }

    final void joined(Joint with) {
        joint = with;
    }

    /** Whether the phone is on hold: it does not want to hear us. */
    final boolean holds() {
        return holds;
    }

    @Override
    public final void playToBoth(Prompt prompt, Runnable afterwards) {
        Joint talking = joint;
        session().play(prompt, done -> afterwards.run());
        if (talking != null) {
            talking.otherThan(this).session().play(prompt);
        }
    }

    @Override
    public final CompletableFuture<RecordedFile> record(Path file) throws IOException {
        return session().record(file);
    }

    @Override
    public final void endRecording() {
        session().endRecording();
    }

    @Override
    public final void heedVoice() {
        voice.begins(clock.nanoTime());
        session().receive(voice);
    }

    @Override
    public final Optional<RecordedFile> stopRecording() {
        return session().stopRecording();
    }

    @Override
    public final Duration callerQuiet() {
        return voice.quiet(clock.nanoTime());
    }

    @Override
    public final void filterKeys(@Nullable KeyFilter chosen) {
        filter = chosen;
    }

    @Override
    public final void sendKeys(List<DtmfDigit> pressed) {
        MediaSession session = session();
        if (session.agreed().isPresent()) {
            pressed.forEach(key -> session.sendDigit(key, KEY_MILLIS));
        }
    }

    @Override
    public void hangUp(Q931 cause) {
        Dialog answered = dialog;
        if (answered != null) {
            answered.bye(reason(cause));
        }
    }

    // ---- sound that waits for its way

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

    final boolean mediaIsAgreed() {
        synchronized (audio) {
            return mediaAgreed;
        }
    }

    final void mediaFlows() {
        synchronized (audio) {
            mediaAgreed = true;
            Runnable waiting = waitsForMedia;
            waitsForMedia = null;
            if (waiting != null) {
                waiting.run();
            }
        }
    }

    // ---- what the peer does; on its threads and those of the media

    /**
     * Takes the peer's answer to an offer of ours.
     *
     * @return false where it is unusable; {@link #onUnusable} has been called then
     */
    final boolean takeAnswer(Dialog answering, byte[] answer) {
        try {
            session().accept(SdpParser.parse(answer));
            mediaFlows();
            lookForHold();
            return true;
        } catch (SdpParseException | NotAcceptableException | IllegalStateException e) {
            onUnusable(answering, String.valueOf(e.getMessage()));
            return false;
        }
    }

    @Override
    public final void onAnswer(Dialog answering, byte[] answer) {
        takeAnswer(answering, answer);
    }

    @Override
    public final OfferReply onOffer(Dialog asking, Offer asked) {
        try {
            byte[] answer = session().answer(SdpParser.parse(asked.body())).toBytes();
            mediaFlows();
            lookForHold();
            return new OfferReply.Accept(answer);
        } catch (NotAcceptableException e) {
            return new OfferReply.Refuse(e.reason().sipStatus(), "Not Acceptable Here");
        } catch (SdpParseException e) {
            LOG.debug("re-offer of {}: {}", label(), e.getMessage());
            return new OfferReply.Refuse(400, "Bad Session Description");
        }
    }

    /** RFC 3264 §8.4: sendonly, inactive, or the address 0.0.0.0 of older phones. */
    private void lookForHold() {
        boolean now = session()
                .agreed()
                .filter(audio -> !audio.direction().sends() || audio.remoteRtp().isUnspecified())
                .isPresent();
        if (now == holds) {
            return;
        }
        holds = now;
        tell(new CallSignal.Held(this, now));
        Joint talking = joint;
        if (talking != null) {
            // Beside the answer to the phone, which must not wait for a sound that is read from the disk.
            Thread.ofVirtual().name("hold-" + label()).start(talking::holdChanged);
        }
    }

    @Override
    public final byte[] onOfferWanted(Dialog asking) {
        return session().offer().toBytes();
    }

    @Override
    public final void onInfo(Dialog within, SipRequest info) {
        String type = info.headers().first("Content-Type");
        if (type != null) {
            InfoDtmf.parse(type, info.body())
                    .ifPresent(key -> onDigit(key.digit(), DigitSource.SIP_INFO, clock.nanoTime()));
        }
    }

    @Override
    public final void onDigit(DtmfDigit digit, DigitSource how, long nanoTime) {
        boolean news = keys.isNew(digit, how, nanoTime);
        KeyFilter asked = filter;
        boolean passes = news && (asked == null || asked.passes(digit, nanoTime));
        if (how != DigitSource.SIP_INFO) {
            lastKeyPasses = passes;
        } else if (passes) {
            Joint talking = joint;
            if (talking != null) {
                talking.otherThan(this).sendKeys(List.of(digit));
            }
        }
        if (news) {
            onKey(digit, how, nanoTime);
        }
    }

    /** Whether the key that the media has just told of reaches the other side. */
    final boolean lastKeyPasses() {
        return lastKeyPasses;
    }

    @Override
    public final void onRefer(Dialog within, InboundRefer refer) {
        if (joint == null) {
            refer.refuse(480, "Temporarily Unavailable"); // there is nobody to be handed on
        } else {
            tell(new CallSignal.TransferAsked(this, new SipTransfer(refer)));
        }
    }

    @Override
    public final void onPlaybackFinished(org.voicesecretary.media.Playback playback) {
        // Each playback tells its own end: see play.
    }

    @Override
    public final void onClosed(MediaStats inAll) {
        if (inAll.malformed() + inAll.strangers() > 0) {
            LOG.info(
                    "media of {}: {} packets were no RTP or RTCP and {} came from others than the peer; all were ignored",
                    label(),
                    inAll.malformed(),
                    inAll.strangers());
        }
    }
}
