package org.voicesecretary.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voicesecretary.media.dtls.Fingerprint;
import org.voicesecretary.media.ice.IceCredentials;

/**
 * The descriptions of browsers (RFC 8829): audio like any other, in the wrapping of ICE, DTLS and one port for all. The wrapping is taken
 * off an offer before it is negotiated, and put around the answer. On an answer whose audio was refused it is left out.
 */
public final class WebDescription {
    /** What encrypted audio over DTLS is called (RFC 5764 §8). */
    public static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

    private static final Set<String> WRAPPING = Set.of(
            "ice-ufrag",
            "ice-pwd",
            "ice-options",
            "candidate",
            "end-of-candidates",
            "fingerprint",
            "setup",
            "rtcp",
            "crypto",
            "mid",
            "group");
    /** Stands where an address must stand that nothing is ever sent to: ICE finds the real one (RFC 5737 §3). */
    private static final Connection NOWHERE = new Connection("IP4", "192.0.2.1");

    private static final int NO_PORT = 9;
    /** RFC 8445 §5.1.2.1: a host address, of the only component. */
    private static final long PRIORITY = (126L << 24) + (65_535L << 8) + 255;

    private WebDescription() {}

    /**
     * The other side.
     *
     * @param iceFragment its {@code ice-ufrag}
     * @param fingerprint of its certificate
     */
    public record Peer(String iceFragment, Fingerprint fingerprint) {}

    /** Whether an offer is of a browser. */
    public static boolean isWeb(SessionDescription offer) {
        return offer.audio()
                .map(section -> section.protocol().equalsIgnoreCase(PROTOCOL))
                .orElse(false);
    }

    /**
     * Who offers.
     *
     * @throws NotAcceptableException where something is missing without which there is no connection
     */
    public static Peer peer(SessionDescription offer) throws NotAcceptableException {
        MediaDescription audio =
                offer.audio().orElseThrow(() -> new NotAcceptableException(new NotAcceptable.NoAudio()));
        String fragment = wrapping(offer, audio, "ice-ufrag").orElseThrow(() -> lacks("a=ice-ufrag"));
        if (fragment.length() < 4 || fragment.length() > 256) {
            throw lacks("an a=ice-ufrag of 4 to 256 characters");
        }
        Fingerprint fingerprint = fingerprints(offer, audio).stream()
                .map(Fingerprint::parse)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> lacks("an a=fingerprint with sha-256"));
        if (wrapping(offer, audio, "setup").orElse("actpass").equalsIgnoreCase("passive")) {
            throw lacks("a=setup:actpass or active (this server is passive)");
        }
        if (audio.attribute("rtcp-mux").isEmpty()) {
            throw lacks("a=rtcp-mux");
        }
        return new Peer(fragment, fingerprint);
    }

    private static NotAcceptableException lacks(String what) {
        return new NotAcceptableException(new NotAcceptable.NoWebTransport(what));
    }

    private static Optional<String> wrapping(SessionDescription offer, MediaDescription audio, String name) {
        return audio.attribute(name).or(() -> offer.attribute(name)).map(String::strip);
    }

    private static List<String> fingerprints(SessionDescription offer, MediaDescription audio) {
        List<String> all = new ArrayList<>(audio.attributes("fingerprint"));
        all.addAll(SessionDescription.attributes(offer.attributes(), "fingerprint"));
        return all;
    }

    /** The offer without its wrapping, for {@link OfferAnswer}. */
    public static SessionDescription plain(SessionDescription offer) {
        List<MediaDescription> sections = offer.media().stream()
                .map(section -> section.protocol().equalsIgnoreCase(PROTOCOL)
                        ? new MediaDescription(
                                section.type(),
                                section.port() == 0 ? 0 : NO_PORT,
                                "RTP/AVP",
                                section.formats(),
                                NOWHERE,
                                unwrapped(section.attributes()))
                        : section)
                .toList();
        return new SessionDescription(offer.origin(), NOWHERE, unwrapped(offer.attributes()), sections);
    }

    private static List<Attribute> unwrapped(List<Attribute> attributes) {
        return attributes.stream()
                .filter(attribute -> WRAPPING.stream().noneMatch(attribute::isNamed))
                .toList();
    }

    /**
     * The answer in its wrapping.
     *
     * @param answer from {@link OfferAnswer}, to the plain offer
     * @param offer as it came
     */
    public static SessionDescription wrapped(
            SessionDescription answer, SessionDescription offer, IceCredentials ours, Fingerprint fingerprint) {
        List<MediaDescription> sections = new ArrayList<>();
        List<String> bundled = new ArrayList<>();
        for (int i = 0; i < answer.media().size(); i++) {
            MediaDescription section = answer.media().get(i);
            MediaDescription asked = offer.media().get(i);
            Optional<String> mid = asked.attribute("mid");
            List<Attribute> attributes = new ArrayList<>(section.attributes());
            mid.ifPresent(value -> attributes.add(Attribute.of("mid", value)));
            if (section.port() != 0) {
                mid.ifPresent(bundled::add);
                attributes.addAll(transport(answer, section, ours, fingerprint));
            }
            sections.add(new MediaDescription(
                    section.type(),
                    section.port(),
                    asked.protocol(),
                    section.formats(),
                    section.connection(),
                    attributes));
        }
        List<Attribute> attributes = new ArrayList<>(answer.attributes());
        attributes.add(Attribute.flag("ice-lite"));
        if (offer.attribute("group").isPresent() && !bundled.isEmpty()) {
            attributes.add(Attribute.of("group", "BUNDLE " + String.join(" ", bundled)));
        }
        return new SessionDescription(answer.origin(), answer.connection(), attributes, sections);
    }

    private static List<Attribute> transport(
            SessionDescription answer, MediaDescription section, IceCredentials ours, Fingerprint fingerprint) {
        Connection connection = section.connection() != null ? section.connection() : answer.connection();
        if (connection == null) {
            throw new IllegalStateException("our own answer has no c= line");
        }
        return List.of(
                Attribute.of("ice-ufrag", ours.fragment()),
                Attribute.of("ice-pwd", ours.password()),
                Attribute.of("fingerprint", fingerprint.toString()),
                Attribute.of("setup", "passive"),
                Attribute.of(
                        "candidate",
                        "1 1 udp " + PRIORITY + " " + connection.address() + " " + section.port() + " typ host"),
                Attribute.flag("end-of-candidates"));
    }
}
