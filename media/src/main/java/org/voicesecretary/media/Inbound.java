package org.voicesecretary.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.dtmf.TelephoneEventReceiver;
import org.voicesecretary.media.record.Recording;
import org.voicesecretary.media.rtp.PeerLatch;
import org.voicesecretary.media.rtp.RtpSource;
import org.voicesecretary.media.rtp.RtpView;
import org.voicesecretary.media.sdp.NegotiatedAudio;

/**
 * The receiving half of a session, as a row of stages: is it RTP, is it of the peer, does it count, then keys at once, and audio only
 * where somebody listens. On the loop's thread only.
 */
final class Inbound {
    /** The clock of all our payloads, of G.722 too (RFC 3551 §4.5.2). */
    private static final int CLOCK_RATE = 8000;
    /** A press of this age and younger is still known when the source changes: gateways change it in the middle of one. */
    private static final long PRESS_NANOS = 1_000_000_000L;

    private final StreamHome home;
    private final PeerLatch latch = new PeerLatch();
    private final RtpSource source = new RtpSource(CLOCK_RATE);
    private final TelephoneEventReceiver keys = new TelephoneEventReceiver();
    private final MediaListener listener;
    private @Nullable NegotiatedAudio agreed;
    private @Nullable EarStage ear;
    private @Nullable ReceivedAudio sink;
    private @Nullable ReceivedAudio voice;
    private @Nullable Relay relay;
    private @Nullable Recording recording;
    private long packets;
    private long bytes;
    private long strangers;
    private long malformed;
    private long unknownPayloads;
    private long lastReceived;
    private long lastEvent;
    private boolean heard;

    Inbound(StreamHome home, MediaListener listener) {
        this.home = home;
        this.listener = listener;
    }

    void agree(NegotiatedAudio audio, @Nullable InetSocketAddress newPeer) {
        if (newPeer != null) {
            latch.announce(newPeer);
        }
        agreed = audio;
        chooseEar();
    }

    void hearing(@Nullable ReceivedAudio to) {
        sink = to;
        chooseEar();
    }

    void record(@Nullable Recording into) {
        recording = into;
        chooseEar();
    }

    /** Has the audio decoded for who says it on. */
    void voice(@Nullable ReceivedAudio to) {
        voice = to;
        chooseEar();
    }

    /** Passes on what comes to the other side of a bridge; null to nobody. */
    void relay(@Nullable Relay to) {
        relay = to;
    }

    private void tone(DtmfDigit digit, long nanos) {
        listener.onDigit(digit, DigitSource.IN_BAND, nanos);
        Relay passing = relay;
        if (passing != null) {
            passing.tone(digit);
        }
    }

    /** Whether a key found in the audio still sounds. */
    boolean toneSounds() {
        EarStage listening = ear;
        return listening != null && listening.toneSounds();
    }

    /** Audio is put in order and decoded only where somebody listens: a tap, a recording, another codec, the detector of tones. */
    private void chooseEar() {
        NegotiatedAudio audio = agreed;
        boolean detect = audio != null && !audio.telephoneEventAgreed();
        if (!detect && sink == null && voice == null && recording == null) {
            ear = null;
            return;
        }
        EarStage listening = ear;
        if (listening == null) {
            listening = new EarStage(home, this::tone);
            ear = listening;
        }
        listening.listen(detect, sink, voice, recording);
    }

    /** One datagram from the RTP port that is not RTCP. */
    void onRtp(ByteBuffer packet, InetSocketAddress from, long nanos) {
        LoopScratch scratch = home.scratch();
        RtpView view = scratch.view;
        if (!view.parse(packet)) {
            malformed++;
            return;
        }
        NegotiatedAudio audio = agreed;
        if (audio == null || !latch.admits(from, view.ssrc(), view.sequence())) {
            strangers++;
            return;
        }
        boolean event = view.payloadType() == audio.receiveTelephoneEvent();
        if (event && source.isOther(view.ssrc())) {
            // Some gateways send keys as a source of their own beside the audio: that stays the source we follow.
            count(view, nanos);
            key(view, packet, nanos, true);
            return;
        }
        AudioCodec codec = event ? null : audio.receiveCodec(view.payloadType());
        RtpSource.Verdict verdict = source.update(view.ssrc(), view.sequence(), view.timestamp(), nanos, !event);
        count(view, nanos);
        Relay passing = relay;
        switch (verdict) {
            case VALID -> {}
            case FIRST -> {
                if (nanos - lastEvent > PRESS_NANOS) {
                    keys.reset();
                }
                if (passing != null) {
                    passing.newSource();
                }
                EarStage before = ear;
                if (before != null) {
                    before.newSource();
                }
            }
            case DOUBTFUL -> {
                return; // RFC 3550 A.1: the next packet tells
            }
        }
        if (!event && codec == null) {
            unknownPayloads++;
            return;
        }
        int length = event ? key(view, packet, nanos, false) : takePayload(view, packet);
        if (passing != null && codec != null) {
            passing.audio(view, codec, scratch.payload, length, nanos);
        }
        EarStage listening = ear; // only now: the bridge comes first, and may want to listen
        if (listening != null) { // events too, empty: their sequence numbers are no gap
            listening.packet(view, codec, event ? 0 : length, nanos);
        }
    }

    private void count(RtpView view, long nanos) {
        packets++;
        bytes += view.payloadLength();
        lastReceived = nanos;
        heard = true;
    }

    private int takePayload(RtpView view, ByteBuffer packet) {
        int length = Math.min(view.payloadLength(), LoopScratch.LONGEST);
        packet.get(view.payloadOffset(), home.scratch().payload, 0, length);
        return length;
    }

    private int key(RtpView view, ByteBuffer packet, long nanos, boolean ofItsOwn) {
        int length = takePayload(view, packet);
        lastEvent = nanos;
        byte[] payload = home.scratch().payload;
        DtmfDigit digit = keys.packet((int) view.timestamp(), view.sequence(), view.marker(), payload, 0, length);
        if (digit != null) {
            listener.onDigit(digit, DigitSource.TELEPHONE_EVENT, nanos);
        }
        Relay passing = relay;
        if (passing != null) {
            passing.event(view, payload, length, digit, ofItsOwn, nanos);
        }
        return length;
    }

    /** What a turn has to do without a packet. */
    void turn(long nanos) {
        EarStage listening = ear;
        if (listening != null) {
            listening.turn(nanos, (long) (source.jitterMillis() * 1e6));
        }
    }

    PeerLatch latch() {
        return latch;
    }

    RtpSource source() {
        return source;
    }

    boolean heard() {
        return heard;
    }

    long lastReceived() {
        return lastReceived;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    long strangers() {
        return strangers;
    }

    long malformed() {
        return malformed;
    }

    void countMalformed() {
        malformed++;
    }

    void countStranger() {
        strangers++;
    }

    long unknownPayloads() {
        return unknownPayloads;
    }
}
