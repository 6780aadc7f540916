package org.voicesecretary.media.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.AudioCodec;

/**
 * The offer/answer model (RFC 3264) for the one audio stream of one dialog, over all its re-negotiations: keeps the session id, raises
 * the version when our description changes, keeps the number and order of media sections and the meaning of payload types.
 *
 * <p>An answer names one codec, the one that both sides then use, and telephone-event. All other sections are refused with port 0.
 * A failure changes nothing: what was agreed before stays agreed. For one thread at a time.
 */
public final class OfferAnswer {

    private static final int FIRST_DYNAMIC = 96;
    private static final int USUAL_TELEPHONE_EVENT = 101;

    private final LocalEndpoint endpoint;
    private final LocalCapabilities capabilities;
    private final long sessionId;
    private final Cryptography cryptography;

    /** Meanings of payload types given before, which must keep them in later offers (RFC 3264 §8.3.2). */
    private final Map<AudioCodec, Integer> codecTypes = new LinkedHashMap<>();

    private int telephoneEventType = NegotiatedAudio.NONE;
    private @Nullable SessionDescription local;
    private @Nullable SessionDescription pendingOffer;
    private @Nullable NegotiatedAudio agreed;

    private enum Role {
        OFFER,
        ANSWER
    }

    /** Our answer, and what is agreed by it. */
    public record Answered(SessionDescription answer, NegotiatedAudio audio) {}

    /** @param sessionId of the {@code o=} line: any number that is unlikely to come twice */
    public OfferAnswer(LocalEndpoint endpoint, LocalCapabilities capabilities, long sessionId) {
        this.endpoint = endpoint;
        this.capabilities = capabilities;
        this.sessionId = sessionId & Long.MAX_VALUE;
        this.cryptography = new Cryptography(capabilities.srtp());
    }

    /** What is agreed at this time. */
    public Optional<NegotiatedAudio> agreed() {
        return Optional.ofNullable(agreed);
    }

    /** Our description as it was last sent. */
    public Optional<SessionDescription> local() {
        return Optional.ofNullable(local);
    }

    /**
     * Answers an offer, the first one or a later one.
     *
     * @param wanted which way we would like the audio to be open; the answer allows no more than the offer
     * @throws NotAcceptableException with the reason to refuse the offer
     */
    public Answered answer(SessionDescription offer, Direction wanted) throws NotAcceptableException {
        RemoteAudio remote = chooseSection(offer);
        Optional<Crypto> theirKey = cryptography.usable(remote);
        RemoteAudio.Spoken spoken = chooseCodec(remote);
        TransportAddress rtp = remote.rtp();
        boolean mux = capabilities.rtcpMux() && remote.offersRtcpMux();
        int events = capabilities.telephoneEvent()
                ? remote.telephoneEvent(spoken.codec().clockRate())
                : NegotiatedAudio.NONE;
        Direction direction = remote.direction().reversed().and(wanted);

        List<MediaDescription> sections = new ArrayList<>();
        for (MediaDescription section : offer.media()) {
            // RFC 3264 §6: one section for each offered one, in the same order.
            sections.add(
                    section == remote.section()
                            ? audioSection(
                                    Role.ANSWER,
                                    section.protocol(),
                                    List.of(spoken),
                                    events,
                                    direction,
                                    mux,
                                    theirKey.map(cryptography::answered).stream()
                                            .toList())
                            : refused(section));
        }
        SessionDescription answer = versioned(sections);
        NegotiatedAudio audio = new NegotiatedAudio(
                spoken.codec(),
                spoken.payloadType(),
                Map.of(spoken.payloadType(), spoken.codec()),
                events,
                events,
                rtp,
                mux ? rtp : remote.rtcp(rtp),
                mux,
                direction,
                remote.ptimeMillis(),
                theirKey.map(cryptography::keys).orElse(null));
        remember(List.of(spoken), events);
        local = answer;
        pendingOffer = null;
        agreed = audio;
        return new Answered(answer, audio);
    }

    /** Our offer, the first one (also as the delayed offer in a 200) or a later one. It counts once {@link #accept} took its answer. */
    public SessionDescription offer(Direction wanted) {
        List<RemoteAudio.Spoken> codecs = new ArrayList<>();
        for (AudioCodec codec : capabilities.codecs()) {
            codecs.add(new RemoteAudio.Spoken(codecTypes.getOrDefault(codec, codec.payloadType()), codec));
        }
        int events = capabilities.telephoneEvent() ? eventsToOffer() : NegotiatedAudio.NONE;
        List<MediaDescription> sections = new ArrayList<>();
        boolean placed = false;
        if (local != null) {
            // RFC 3264 §8: sections never go away; refused ones stay refused.
            for (MediaDescription section : local.media()) {
                boolean ours = !placed && section.port() != 0;
                placed |= ours;
                sections.add(
                        ours
                                ? audioSection(
                                        Role.OFFER,
                                        section.protocol(),
                                        codecs,
                                        events,
                                        wanted,
                                        capabilities.rtcpMux(),
                                        cryptography.offered())
                                : section);
            }
        }
        if (!placed) {
            sections.add(audioSection(
                    Role.OFFER,
                    cryptography.protocol(),
                    codecs,
                    events,
                    wanted,
                    capabilities.rtcpMux(),
                    cryptography.offered()));
        }
        SessionDescription offer = versioned(sections);
        remember(codecs, events);
        local = offer;
        pendingOffer = offer;
        return offer;
    }

    /**
     * Takes the answer to our last offer.
     *
     * @throws NotAcceptableException the answer refuses the audio or does not fit the offer
     * @throws IllegalStateException we made no offer that still waits for its answer
     */
    public NegotiatedAudio accept(SessionDescription answer) throws NotAcceptableException {
        SessionDescription offer = pendingOffer;
        if (offer == null) {
            throw new IllegalStateException("an answer came without an offer of ours");
        }
        if (answer.media().size() != offer.media().size()) {
            throw bad("it has " + answer.media().size() + " media sections, the offer has "
                    + offer.media().size());
        }
        int index = indexOfOpen(offer);
        MediaDescription ours = offer.media().get(index);
        RemoteAudio remote = new RemoteAudio(answer, answer.media().get(index));
        requireUsable(remote, ours.protocol());
        Optional<Crypto> theirKey = cryptography.accepted(remote);
        List<RemoteAudio.Spoken> spoken = remote.codecs().stream()
                .filter(candidate -> capabilities.codecs().contains(candidate.codec()))
                .toList();
        if (spoken.isEmpty()) {
            throw noCommonCodec(remote);
        }
        RemoteAudio.Spoken chosen = spoken.getFirst(); // RFC 3264 §7: the first one is the one they like best
        TransportAddress rtp = remote.rtp();
        boolean mux = capabilities.rtcpMux() && remote.offersRtcpMux();
        int events = capabilities.telephoneEvent()
                ? remote.telephoneEvent(chosen.codec().clockRate())
                : NegotiatedAudio.NONE;
        Map<Integer, AudioCodec> receive = new LinkedHashMap<>();
        for (RemoteAudio.Spoken own : new RemoteAudio(offer, ours).codecs()) {
            receive.put(own.payloadType(), own.codec());
        }
        NegotiatedAudio audio = new NegotiatedAudio(
                chosen.codec(),
                chosen.payloadType(),
                receive,
                events,
                events == NegotiatedAudio.NONE ? NegotiatedAudio.NONE : telephoneEventType,
                rtp,
                mux ? rtp : remote.rtcp(rtp),
                mux,
                new RemoteAudio(offer, ours).direction().and(remote.direction().reversed()),
                remote.ptimeMillis(),
                theirKey.map(cryptography::keys).orElse(null));
        pendingOffer = null;
        agreed = audio;
        return audio;
    }

    private RemoteAudio chooseSection(SessionDescription offer) throws NotAcceptableException {
        NotAcceptable reason = new NotAcceptable.NoAudio();
        for (MediaDescription section : offer.media()) {
            if (!section.type().equalsIgnoreCase("audio") || section.port() == 0) {
                continue;
            }
            RemoteAudio remote = new RemoteAudio(offer, section);
            Optional<NotAcceptable> objection = cryptography.objection(remote);
            if (objection.isPresent()) {
                reason = objection.get();
            } else if (remote.codecs().stream()
                    .noneMatch(spoken -> capabilities.codecs().contains(spoken.codec()))) {
                reason = new NotAcceptable.NoCommonCodec(remote.codecNames(), capabilities.codecs());
            } else {
                return remote;
            }
        }
        throw new NotAcceptableException(reason);
    }

    private RemoteAudio.Spoken chooseCodec(RemoteAudio remote) throws NotAcceptableException {
        List<RemoteAudio.Spoken> theirs = remote.codecs();
        List<AudioCodec> ours = capabilities.codecs();
        return switch (capabilities.order()) {
            case OFFERED ->
                theirs.stream()
                        .filter(spoken -> ours.contains(spoken.codec()))
                        .findFirst()
                        .orElseThrow(() -> noCommonCodec(remote));
            case OWN ->
                ours.stream()
                        .flatMap(codec -> theirs.stream().filter(spoken -> spoken.codec() == codec))
                        .findFirst()
                        .orElseThrow(() -> noCommonCodec(remote));
        };
    }

    private void requireUsable(RemoteAudio remote, String offered) throws NotAcceptableException {
        MediaDescription section = remote.section();
        if (!section.type().equalsIgnoreCase("audio")) {
            throw bad("its section is " + section.type() + " where audio was offered");
        }
        if (section.port() == 0) {
            throw bad("it refuses the audio (port 0)");
        }
        boolean fits = RemoteAudio.isPlainRtp(offered)
                ? RemoteAudio.isPlainRtp(section.protocol())
                : RemoteAudio.isSdesRtp(section.protocol());
        if (!fits) {
            throw bad("it says " + section.protocol() + " where " + offered + " was offered");
        }
    }

    private NotAcceptableException noCommonCodec(RemoteAudio remote) {
        return new NotAcceptableException(new NotAcceptable.NoCommonCodec(remote.codecNames(), capabilities.codecs()));
    }

    private static NotAcceptableException bad(String problem) {
        return new NotAcceptableException(new NotAcceptable.BadAnswer(problem));
    }

    private static int indexOfOpen(SessionDescription offer) {
        int index = 0;
        while (offer.media().get(index).port() == 0) {
            index++;
        }
        return index;
    }

    private MediaDescription audioSection(
            Role role,
            String protocol,
            List<RemoteAudio.Spoken> codecs,
            int events,
            Direction direction,
            boolean mux,
            List<Crypto> cryptos) {
        List<String> formats = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        for (RemoteAudio.Spoken spoken : codecs) {
            AudioCodec codec = spoken.codec();
            formats.add(Integer.toString(spoken.payloadType()));
            attributes.add(Attribute.of(
                    "rtpmap", new RtpMap(spoken.payloadType(), codec.rtpName(), codec.clockRate(), 1).toString()));
        }
        if (events != NegotiatedAudio.NONE) {
            formats.add(Integer.toString(events));
            attributes.add(Attribute.of("rtpmap", events + " telephone-event/8000"));
            attributes.add(Attribute.of("fmtp", events + " 0-15"));
        }
        cryptos.forEach(crypto -> attributes.add(crypto.attribute()));
        attributes.add(Attribute.of("ptime", Integer.toString(AudioCodec.FRAME_MILLIS)));
        attributes.add(Attribute.flag(direction.attribute()));
        if (mux) {
            attributes.add(Attribute.flag("rtcp-mux"));
        }
        // RFC 3605; in an offer also next to rtcp-mux, for those who do not multiplex (RFC 5761 §5.1.1).
        if (!(mux && role == Role.ANSWER) && endpoint.rtcpPort() != endpoint.rtpPort() + 1) {
            attributes.add(Attribute.of("rtcp", Integer.toString(endpoint.rtcpPort())));
        }
        return new MediaDescription("audio", endpoint.rtpPort(), protocol, formats, null, attributes);
    }

    /** A section with port 0; its formats mean nothing, but there must be one (RFC 3264 §6). */
    private static MediaDescription refused(MediaDescription section) {
        List<String> formats = section.formats().isEmpty()
                ? List.of("0")
                : List.of(section.formats().getFirst());
        return new MediaDescription(section.type(), 0, section.protocol(), formats, null, List.of());
    }

    // RFC 3264 §8: the version grows by one with each change, and only then.
    private SessionDescription versioned(List<MediaDescription> sections) {
        long version = local == null ? 1 : Long.parseLong(local.origin().version());
        if (local != null && !local.media().equals(sections)) {
            version++;
        }
        return new SessionDescription(
                Origin.of(sessionId, version, endpoint.connection()), endpoint.connection(), List.of(), sections);
    }

    private void remember(List<RemoteAudio.Spoken> codecs, int events) {
        for (RemoteAudio.Spoken spoken : codecs) {
            codecTypes.put(spoken.codec(), spoken.payloadType());
        }
        if (events != NegotiatedAudio.NONE) {
            telephoneEventType = events;
        }
    }

    private int eventsToOffer() {
        if (telephoneEventType != NegotiatedAudio.NONE) {
            return telephoneEventType;
        }
        int type = USUAL_TELEPHONE_EVENT;
        while (codecTypes.containsValue(type)) {
            type = type == 127 ? FIRST_DYNAMIC : type + 1;
        }
        return type;
    }
}
