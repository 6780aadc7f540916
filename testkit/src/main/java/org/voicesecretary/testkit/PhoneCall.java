package org.voicesecretary.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.MediaListener;
import org.voicesecretary.media.MediaSession;
import org.voicesecretary.media.MediaStats;
import org.voicesecretary.media.PcmPrompt;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.dtmf.InfoDtmf;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.media.sdp.Direction;
import org.voicesecretary.media.sdp.NotAcceptableException;
import org.voicesecretary.media.sdp.SdpParseException;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.sip.CallListener;
import org.voicesecretary.sip.Dialog;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.InboundInvite;
import org.voicesecretary.sip.InviteOutcome;
import org.voicesecretary.sip.Offer;
import org.voicesecretary.sip.OfferReply;
import org.voicesecretary.sip.OutboundInvite;
import org.voicesecretary.sip.OutboundRefer;
import org.voicesecretary.sip.ReferTo;
import org.voicesecretary.sip.RequestOutcome;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/** One call of a {@link TestPhone}: keys, ears, hold, and its end. */
public final class PhoneCall implements AutoCloseable {
    private static final int KEY_MILLIS = 100;
    private static final Duration LONGEST_RINGING = Duration.ofSeconds(60);

    private final MediaSession media;
    private final HeardAudio heard;
    private final PhoneEvents events;
    private final CompletableFuture<DialogEnd> ended = new CompletableFuture<>();
    private final CompletableFuture<Integer> ringing = new CompletableFuture<>();
    private @Nullable OutboundInvite invite;
    private @Nullable InboundInvite incoming;
    private volatile @Nullable Dialog dialog;

    PhoneCall(MediaSession media, HeardAudio heard, PhoneEvents events) {
        this.media = media;
        this.heard = heard;
        this.events = events;
        media.receive(heard);
    }

    void placed(OutboundInvite outbound) {
        invite = outbound;
    }

    void received(InboundInvite inbound) {
        incoming = inbound;
        inbound.listen(new Listening());
        inbound.ring();
    }

    /** Answers a call that rings here. */
    public PhoneCall pickUp() {
        InboundInvite inbound = incoming();
        try {
            byte[] description = inbound.offer().isPresent()
                    ? media.answer(SdpParser.parse(inbound.offer().get())).toBytes()
                    : media.offer().toBytes();
            dialog = inbound.answer(description);
        } catch (SdpParseException | NotAcceptableException e) {
            throw new IllegalStateException("the caller's session description is unusable: " + e.getMessage(), e);
        }
        return this;
    }

    /** Refuses a call that rings here. */
    public void refuse(int status, String reason) {
        incoming().reject(status, reason);
    }

    /** The INVITE of a call that rings, or has rung, here. */
    public SipRequest invitation() {
        return incoming().request();
    }

    private InboundInvite incoming() {
        InboundInvite inbound = incoming;
        if (inbound == null) {
            throw new IllegalStateException("the call did not come in, it was placed");
        }
        return inbound;
    }

    /** Asks the other side to call somebody else; the call goes on until somebody hangs up. */
    public OutboundRefer refer(ReferTo target) {
        return dialog().refer(target);
    }

    CallListener listener() {
        return new Listening();
    }

    /** What this phone's media tells; a phone is not interested. */
    static MediaListener mediaListener() {
        return MediaListener.ignoring();
    }

    /** Waits for what becomes of the call; the media of an answered call flows from then on. */
    public InviteOutcome await(Duration timeout) throws InterruptedException {
        InviteOutcome outcome = invite().await(timeout);
        if (outcome instanceof InviteOutcome.Answered(var answered, var response)) {
            dialog = answered;
            if (media.agreed().isEmpty()) {
                accept(response.body());
            }
            events.answered();
        }
        return outcome;
    }

    /** As {@link #await}; anything but an answer is an {@link IllegalStateException} that says what came instead. */
    public PhoneCall answered() throws InterruptedException {
        InviteOutcome outcome = await(LONGEST_RINGING);
        if (!(outcome instanceof InviteOutcome.Answered)) {
            throw new IllegalStateException("the call was not answered: " + describe(outcome));
        }
        return this;
    }

    /** The status of a refusal; an {@link IllegalStateException} if the call was not refused. */
    public SipResponse refused() throws InterruptedException {
        InviteOutcome outcome = await(LONGEST_RINGING);
        if (outcome instanceof InviteOutcome.Rejected(var response)) {
            return response;
        }
        throw new IllegalStateException("the call was not refused: " + describe(outcome));
    }

    /** An outcome in words. */
    public static String describe(InviteOutcome outcome) {
        return switch (outcome) {
            case InviteOutcome.Answered ignored -> "answered";
            case InviteOutcome.Rejected(var response) -> "refused with " + response.status() + " " + response.reason();
            case InviteOutcome.Cancelled() -> "given up";
            case InviteOutcome.Unreachable(var why) -> "unreachable: " + why;
            case InviteOutcome.StillRinging() -> "still ringing";
        };
    }

    /** Waits for the first provisional response and tells its status. */
    public Optional<Integer> awaitRinging(Duration timeout) throws InterruptedException {
        return within(ringing, timeout);
    }

    /** Presses keys one after the other, as telephone-events, or as tones where those were not agreed. Does not wait. */
    public void press(String keys) {
        for (char key : keys.toCharArray()) {
            media.sendDigit(digit(key), KEY_MILLIS);
            events.pressed(key);
        }
    }

    /** Presses a key by SIP INFO, and waits for the response. */
    public RequestOutcome pressByInfo(char key) throws InterruptedException {
        events.pressed(key);
        return dialog().info(InfoDtmf.RELAY, new InfoDtmf(digit(key), KEY_MILLIS).relayBody());
    }

    /** Says something into the call. */
    public void say(Pcm speech) {
        media.play(new PcmPrompt(speech));
    }

    /** What was heard. */
    public HeardAudio heard() {
        return heard;
    }

    /** Puts the other side on hold. */
    public RequestOutcome hold() throws InterruptedException {
        return renegotiate(Direction.SENDONLY);
    }

    /** Puts the other side on hold as some phones do: nobody says anything. */
    public RequestOutcome holdInSilence() throws InterruptedException {
        return renegotiate(Direction.INACTIVE);
    }

    /** Takes the call off hold. */
    public RequestOutcome resume() throws InterruptedException {
        return renegotiate(Direction.SENDRECV);
    }

    private RequestOutcome renegotiate(Direction direction) throws InterruptedException {
        RequestOutcome outcome = dialog().reInvite(media.offer(direction).toBytes());
        if (outcome instanceof RequestOutcome.Success(var response)) {
            accept(response.body());
        }
        return outcome;
    }

    /** Records both sides from now on. */
    public void record(Path file) throws IOException {
        media.record(file);
    }

    /** Ends the recording and waits until its file is complete. */
    public Optional<RecordedFile> stopRecording() {
        return media.stopRecording();
    }

    public MediaStats stats() {
        return media.stats();
    }

    /** Hangs up; before the answer, gives up. */
    public void hangUp() {
        Dialog answered = dialog;
        InboundInvite inbound = incoming;
        if (answered != null) {
            answered.bye();
        } else if (inbound != null) {
            inbound.reject(480, "Temporarily Unavailable");
        } else {
            invite().cancel();
        }
    }

    /** Goes silent as if the network were gone: no BYE, no RTP. */
    public void vanish() {
        media.close();
    }

    /** How the call ended; empty if it goes on for longer than {@code timeout}. */
    public Optional<DialogEnd> awaitEnd(Duration timeout) throws InterruptedException {
        return within(ended, timeout);
    }

    public Dialog dialog() {
        Dialog answered = dialog;
        if (answered == null) {
            throw new IllegalStateException("the call is not answered");
        }
        return answered;
    }

    @Override
    public void close() {
        if (!ended.isDone()) {
            hangUp();
        }
        media.close();
    }

    private OutboundInvite invite() {
        OutboundInvite placed = invite;
        if (placed == null) {
            throw new IllegalStateException("the call was not placed");
        }
        return placed;
    }

    private void accept(byte[] answer) {
        try {
            media.accept(SdpParser.parse(answer));
        } catch (SdpParseException | NotAcceptableException e) {
            throw new IllegalStateException("the answer's session description is unusable: " + e.getMessage(), e);
        }
    }

    private static DtmfDigit digit(char key) {
        return DtmfDigit.of(key)
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + key + "' is no key: expected 0 to 9, *, # or A to D"));
    }

    private static <T> Optional<T> within(CompletableFuture<T> future, Duration timeout) throws InterruptedException {
        try {
            return Optional.of(future.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Listening implements CallListener {
        @Override
        public void onProgress(SipResponse response) {
            ringing.complete(response.status());
            events.progress(response.status(), response.reason());
        }

        @Override
        public OfferReply onOffer(Dialog within, Offer offer) {
            try {
                return new OfferReply.Accept(
                        media.answer(SdpParser.parse(offer.body())).toBytes());
            } catch (SdpParseException | NotAcceptableException e) {
                return OfferReply.notAcceptable();
            }
        }

        @Override
        public byte[] onOfferWanted(Dialog within) {
            return media.offer().toBytes();
        }

        @Override
        public void onEnded(DialogEnd end) {
            events.ended(end);
            ended.complete(end);
        }
    }
}
