package org.voicesecretary.reception;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallRegistry;
import org.voicesecretary.call.CallRegistry.Admission;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.SipCallLeg;
import org.voicesecretary.call.script.IncomingCall;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.media.MediaSession;
import org.voicesecretary.media.SessionOptions;
import org.voicesecretary.media.net.PortsExhaustedException;
import org.voicesecretary.media.sdp.Direction;
import org.voicesecretary.media.sdp.LocalCapabilities;
import org.voicesecretary.media.sdp.LocalEndpoint;
import org.voicesecretary.media.sdp.NotAcceptableException;
import org.voicesecretary.media.sdp.OfferAnswer;
import org.voicesecretary.media.sdp.SdpParseException;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.media.sdp.SessionDescription;
import org.voicesecretary.observe.SparseLog;
import org.voicesecretary.reception.Refusals.Reason;
import org.voicesecretary.sip.InboundInvite;
import org.voicesecretary.sip.RequestReply.HeaderField;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineSink;

/** Where calls that may come in are run, as long as there is room for one more. */
final class CallRoom {
    private static final Logger LOG = LoggerFactory.getLogger(CallRoom.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Reception.Services services;
    private final Refusals refusals;
    private final SparseLog fullHouse;
    private final SparseLog refused;
    private final SipTimelines timelines;
    private final MediaAddress address;
    private final InstallationConfig config;

    CallRoom(Reception.Services services, Refusals refusals, SipTimelines timelines, InstallationConfig config) {
        this.services = services;
        this.refusals = refusals;
        this.fullHouse = new SparseLog(1, Duration.ofSeconds(10), services.clock()::nanoTime, LOG::warn);
        this.refused = new SparseLog(5, Duration.ofSeconds(1), services.clock()::nanoTime, LOG::info);
        this.timelines = timelines;
        this.address = new MediaAddress(
                config.rtp().listen(), config.sip().publicAddress().isPresent());
        this.config = config;
    }

    /** Runs the call to its end, if there is room. */
    void admit(InboundInvite invite, Arrival arrival) {
        switch (services.registry().admit()) {
            case Admission.Admitted(var place) -> {
                try (place) {
                    receive(invite, arrival, place);
                }
            }
            case CallRegistry.Full(var maxCalls) -> {
                fullHouse.add("calls are refused: all " + maxCalls + " that max-calls allows are up");
                unavailable(invite, Reason.FULL);
            }
            case CallRegistry.Draining() -> unavailable(invite, Reason.DRAINING);
        }
    }

    private void receive(InboundInvite invite, Arrival arrival, CallRegistry.Place place) {
        Optional<SessionDescription> offer;
        SessionOptions options;
        try {
            SessionOptions plain = address.optionsFor(
                    invite.contact(),
                    invite.source().point().address().getAddress(),
                    services.media().config());
            options = plain.withCapabilities(plain.capabilities().withSrtp(arrival.srtp()));
            offer = offerOf(invite, options.capabilities());
        } catch (NotAcceptableException e) {
            notAcceptable(invite, e.reason().warningCode(), e.reason().message());
            return;
        } catch (SdpParseException | UnknownHostException e) {
            notAcceptable(invite, 399, String.valueOf(e.getMessage()));
            return;
        }
        Mailbox mailbox = new Mailbox(services.clock());
        SipCallLeg leg = new SipCallLeg(
                invite, offer, mailbox, services.clock(), config.rtp().timeout());
        MediaSession media;
        try {
            media = services.media().open(leg.mediaListener(), options);
        } catch (PortsExhaustedException e) {
            fullHouse.add("calls are refused: " + e.getMessage());
            unavailable(invite, Reason.PORTS);
            return;
        }
        try (leg) {
            leg.whenGone(arrival.gone());
            leg.begin(media);
            run(invite, arrival, place, leg, mailbox);
        }
    }

    private void run(InboundInvite invite, Arrival arrival, CallRegistry.Place place, SipCallLeg leg, Mailbox mailbox) {
        CallContext call = arrival.call();
        String source = invite.source().remote().getAddress().getHostAddress();
        Reception.Books.Opened books = services.books().open(call, arrival.settings(), source);
        List<TimelineSink> sinks = new ArrayList<>(books.sinks());
        sinks.addAll(services.sinks());
        CallTimeline timeline = new CallTimeline(call.id(), call.start(), services.clock()::nanoTime, sinks);
        timelines.follow(invite.request(), invite.source(), timeline);
        place.occupy(new CallRegistry.LiveCall(call, mailbox, books.recorder()));
        var incoming = new IncomingCall(
                call,
                leg,
                mailbox,
                services.clock(),
                timeline,
                arrival.script().apply(timeline),
                services.announcer(),
                services.targets(),
                books.events(),
                books.recorder());
        try {
            incoming.run();
        } finally {
            timelines.ended(invite.callId(), timeline);
        }
    }

    /** The offer, proved to be one that can be answered; empty where the caller leaves the offer to us. */
    private static Optional<SessionDescription> offerOf(InboundInvite invite, LocalCapabilities capabilities)
            throws SdpParseException, NotAcceptableException {
        Optional<byte[]> body = invite.offer();
        if (body.isEmpty()) {
            return Optional.empty();
        }
        SessionDescription offer = SdpParser.parse(body.get());
        // Nothing may flow before the 200, so the session itself is told only then; this one only finds out.
        var trial = new OfferAnswer(LocalEndpoint.of(InetAddress.getLoopbackAddress(), 9, 9), capabilities, 1);
        trial.answer(offer, Direction.SENDRECV);
        return Optional.of(offer);
    }

    private void notAcceptable(InboundInvite invite, int warning, String why) {
        refusals.add(Reason.MEDIA);
        refused.add("call from " + invite.source().remote() + " refused with 488: " + why);
        String text = why.replace('"', '\'').replaceAll("[\\r\\n]+", " ");
        invite.reject(
                488, "Not Acceptable Here", new HeaderField("Warning", warning + " voice-secretary \"" + text + "\""));
    }

    private void unavailable(InboundInvite invite, Reason reason) {
        refusals.add(reason);
        invite.reject(
                503, "Service Unavailable", new HeaderField("Retry-After", String.valueOf(RETRY_AFTER.toSeconds())));
    }
}
