package org.voicesecretary.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;
import org.voicesecretary.media.dtls.DtlsIdentity;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.ice.IceCredentials;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.media.record.Recording;
import org.voicesecretary.media.sdp.Direction;
import org.voicesecretary.media.sdp.LocalEndpoint;
import org.voicesecretary.media.sdp.NegotiatedAudio;
import org.voicesecretary.media.sdp.NotAcceptable;
import org.voicesecretary.media.sdp.NotAcceptableException;
import org.voicesecretary.media.sdp.OfferAnswer;
import org.voicesecretary.media.sdp.SessionDescription;
import org.voicesecretary.media.sdp.TransportAddress;
import org.voicesecretary.media.sdp.WebDescription;

/**
 * The media of one call: offer and answer, what is played, the keys that come, what is recorded. Its ports are bound from the beginning.
 * Every method may be called from any thread; none but {@link #stopRecording()}, {@link #stats()} and a first encoding in
 * {@link #play} takes noticeable time.
 */
public final class MediaSession implements AutoCloseable {
    private final MediaEngine engine;
    private final StreamHome home;
    private final MediaStream stream;
    private final int port;
    private final Object negotiating = new Object();
    private final OfferAnswer negotiation;
    private @Nullable TransportAddress announced;
    private String announcedVersion = "";
    private @Nullable IceCredentials iceCredentials;
    private WebDescription.@Nullable Peer webPeer;
    private volatile @Nullable NegotiatedAudio agreed;
    private final AtomicReference<@Nullable MediaStats> last = new AtomicReference<>();

    MediaSession(
            MediaEngine engine, StreamHome home, MediaStream stream, OfferAnswer negotiation, LocalEndpoint endpoint) {
        this.engine = engine;
        this.home = home;
        this.stream = stream;
        this.negotiation = negotiation;
        this.port = endpoint.rtpPort();
    }

    /** Our offer, open both ways: the first one, one for a 200 to an INVITE without offer, or a later one. */
    public SessionDescription offer() {
        return offer(Direction.SENDRECV);
    }

    /** Our offer; {@code wanted} as seen from us, so {@code SENDONLY} puts the other side on hold. */
    public SessionDescription offer(Direction wanted) {
        synchronized (negotiating) {
            return negotiation.offer(wanted);
        }
    }

    /**
     * Answers an offer, the first or a later one; media goes accordingly from then on.
     *
     * @throws NotAcceptableException with the reason to refuse; what was agreed before goes on
     */
    public SessionDescription answer(SessionDescription offer) throws NotAcceptableException {
        return answer(offer, Direction.SENDRECV);
    }

    /** Answers an offer and allows no more than {@code wanted}, as seen from us. */
    public SessionDescription answer(SessionDescription offer, Direction wanted) throws NotAcceptableException {
        synchronized (negotiating) {
            OfferAnswer.Answered answered = negotiation.answer(offer, wanted);
            adopt(answered.audio(), offer);
            return answered.answer();
        }
    }

    /**
     * Answers a browser's offer (RFC 8829): media flows as soon as its checks and its handshake are through, and never in the clear.
     *
     * @throws NotAcceptableException with the reason to refuse; what was agreed before goes on
     */
    public SessionDescription answerWeb(SessionDescription offer) throws NotAcceptableException {
        synchronized (negotiating) {
            WebDescription.Peer peer = WebDescription.peer(offer);
            SessionDescription plain = WebDescription.plain(offer);
            OfferAnswer.Answered answered = negotiation.answer(plain, Direction.SENDRECV);
            DtlsIdentity identity = engine.dtlsIdentity();
            IceCredentials ours = iceCredentials;
            if (ours == null || !peer.equals(webPeer)) { // the first offer, or an ICE restart (RFC 8839 §4.4.1.1)
                ours = engine.iceCredentials();
                iceCredentials = ours;
                webPeer = peer;
                IceCredentials chosen = ours;
                home.execute(() -> stream.connectWeb(identity, chosen, peer));
            }
            adopt(answered.audio(), plain);
            return WebDescription.wrapped(answered.answer(), offer, ours, identity.fingerprint());
        }
    }

    /**
     * Takes the answer to our offer; media goes accordingly from then on.
     *
     * @throws NotAcceptableException where no audio can come of it
     * @throws IllegalStateException where no offer of ours waits for an answer
     */
    public void accept(SessionDescription answer) throws NotAcceptableException {
        synchronized (negotiating) {
            adopt(negotiation.accept(answer), answer);
        }
    }

    /** What both sides agreed on, once they did. */
    public Optional<NegotiatedAudio> agreed() {
        return Optional.ofNullable(agreed);
    }

    /** The codec that is sent, once agreed. */
    public Optional<AudioCodec> codec() {
        return agreed().map(NegotiatedAudio::codec);
    }

    /** The local RTP port. */
    public int port() {
        return port;
    }

    /**
     * Plays a prompt, after those that were ordered before and are not yet over, without a gap. Its first frame leaves at the next turn,
     * within 20 ms.
     *
     * @throws IllegalStateException where nothing is agreed yet
     */
    public Playback play(Prompt prompt) {
        return play(prompt, playback -> {});
    }

    /**
     * Plays a prompt and tells {@code whenFinished} (like {@link MediaListener#onPlaybackFinished}, just before it) when the last frame
     * was sent. Not called for a playback that is stopped.
     */
    public Playback play(Prompt prompt, Consumer<Playback> whenFinished) {
        NegotiatedAudio audio = agreed;
        if (audio == null) {
            throw new IllegalStateException(
                    "a prompt cannot be played before an offer was answered: no codec is agreed");
        }
        prompt.encoded(audio.codec()); // here, not on the loop, which then finds it ready
        Playback playback =
                new Playback(this, prompt, whenFinished, home.loop().clock().nanos());
        home.execute(() -> stream.play(playback));
        return playback;
    }

    /** Ends what is played and forgets what is queued: the next packet, within 20 ms, is idle sound. */
    public void stopPlayback() {
        home.execute(stream::stopAll);
    }

    void stop(Playback playback) {
        home.execute(() -> stream.stop(playback));
    }

    /**
     * Sends a key, after those still being sent: as a telephone-event where agreed, else as a pair of tones in place of what is
     * played.
     *
     * @param millis how long it is held, 40 to 5000
     */
    public void sendDigit(DtmfDigit digit, int millis) {
        if (millis < 40 || millis > 5000) {
            throw new IllegalArgumentException(
                    "key " + digit.symbol() + " held for " + millis + " ms: expected 40 to 5000 ms");
        }
        NegotiatedAudio audio = agreed;
        if (audio == null) {
            throw new IllegalStateException("a key cannot be sent before an offer was answered: nothing is agreed");
        }
        if (audio.sendTelephoneEvent() != NegotiatedAudio.NONE) {
            home.execute(() -> stream.outbound().digits().add(digit, millis));
        } else {
            EncodedAudio tone = KeyTones.of(digit, millis, audio.codec());
            home.execute(() -> stream.outbound().tones().add(tone));
        }
    }

    /** Hears what is received, from now on; replaces the one who heard before. */
    public void receive(ReceivedAudio sink) {
        home.execute(() -> stream.inbound().hearing(sink));
    }

    /**
     * Records both sides from now on: WAV, 16 bits, the caller left, the robot right, at the sample rate of the codec in use.
     *
     * @param file is created or replaced
     * @return completes with the file when the recording has ended, by {@link #endRecording} or with the session
     * @throws IOException where the file cannot be created
     * @throws IllegalStateException where nothing is agreed yet
     */
    public CompletableFuture<RecordedFile> record(Path file) throws IOException {
        AudioCodec codec = codec().orElseThrow(() -> new IllegalStateException(
                "a call cannot be recorded before an offer was answered: no codec is agreed"));
        stopRecording();
        Recording recording = engine.recorder().begin(file, codec.sampleRate());
        home.execute(() -> stream.record(recording));
        return recording.result();
    }

    /** Ends the recording, if one runs, and does not wait for its file. */
    public void endRecording() {
        home.execute(() -> {
            if (stream.stopRecording() != null) {
                engine.recorder().hurry();
            }
        });
    }

    /** Ends the recording and waits for its file to be complete; empty where none ran. */
    public Optional<RecordedFile> stopRecording() {
        Recording ended = home.call(() -> Optional.ofNullable(stream.stopRecording()), Optional::<Recording>empty)
                .orElse(null);
        if (ended == null) {
            return Optional.empty();
        }
        engine.recorder().hurry();
        return Optional.of(ended.result().join());
    }

    /** What was done so far; after the end, what was done in all. */
    public MediaStats stats() {
        MediaStats ended = last.get();
        return ended != null ? ended : home.call(stream::stats, this::lastStats);
    }

    private MediaStats lastStats() {
        MediaStats ended = last.get();
        return ended != null ? ended : stream.stats(); // the loop has ended, so nothing changes it any more
    }

    /** Ends the session: says goodbye by RTCP, closes the ports, completes a recording. Does not wait. */
    @Override
    public void close() {
        home.execute(() -> {
            if (stream.close()) {
                MediaStats inAll = stream.stats();
                last.set(inAll);
                engine.closed(this, inAll);
                stream.tellClosed(inAll);
            }
        });
    }

    MediaEngine engine() {
        return engine;
    }

    StreamHome home() {
        return home;
    }

    MediaStream stream() {
        return stream;
    }

    private void adopt(NegotiatedAudio audio, SessionDescription theirs) throws NotAcceptableException {
        InetSocketAddress rtp = resolve(audio.remoteRtp());
        TransportAddress remoteRtcp = audio.remoteRtcp();
        InetSocketAddress rtcp = remoteRtcp == null || remoteRtcp.isUnspecified() ? null : resolve(remoteRtcp);
        Agreement.Peer peer = Agreement.Peer.SAME;
        String version = theirs.origin().sessionId() + " " + theirs.origin().version();
        boolean unspecified = audio.remoteRtp().isUnspecified(); // old-style hold: the peer stays where it was
        if (announced == null || !unspecified && !audio.remoteRtp().equals(announced)) {
            peer = Agreement.Peer.MOVED;
        } else if (!version.equals(announcedVersion)) {
            peer = Agreement.Peer.RENEWED;
        }
        if (!unspecified) {
            announced = audio.remoteRtp();
        }
        announcedVersion = version;
        NegotiatedAudio before = agreed;
        if (before != null && before.codec() != audio.codec()) {
            for (Prompt queued : home.call(stream::queued, List::<Prompt>of)) {
                queued.encoded(audio.codec());
            }
        }
        agreed = audio;
        Agreement agreement = new Agreement(audio, rtp, rtcp, peer);
        home.execute(() -> stream.agree(agreement));
    }

    private static InetSocketAddress resolve(TransportAddress address) throws NotAcceptableException {
        Optional<InetAddress> literal = address.literal();
        if (literal.isPresent()) {
            return new InetSocketAddress(literal.get(), address.port());
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
        } catch (UnknownHostException e) {
            throw new NotAcceptableException(new NotAcceptable.NoAddress(address.host()));
        }
    }
}
