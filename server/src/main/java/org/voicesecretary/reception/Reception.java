package org.voicesecretary.reception;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.account.RouteDecision;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallClock;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallRegistry;
import org.voicesecretary.call.CallRegistry.Admission;
import org.voicesecretary.call.EventSink;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.SipCallLeg;
import org.voicesecretary.call.script.IncomingCall;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.media.MediaEngine;
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
import org.voicesecretary.reception.Refusals.Reason;
import org.voicesecretary.sip.InboundInvite;
import org.voicesecretary.sip.InviteHandler;
import org.voicesecretary.sip.RequestReply.HeaderField;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineSink;
import org.voicesecretary.webhook.WebhookScripts;

/**
 * Takes each INVITE at the door: refuses what is no call of ours (A27), and runs the call of whoever may come in, on the
 * thread it is given.
 */
public final class Reception implements InviteHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /**
     * What a call needs of the rest of the server.
     *
     * @param accounts the accounts as they are now
     * @param books opens the records of a call
     * @param sinks who wants the timelines of all calls
     * @param random a secure source: call ids come from it
     */
    public record Services(
            Supplier<AccountSnapshot> accounts,
            CallRegistry registry,
            MediaEngine media,
            WebhookScripts scripts,
            Announcer announcer,
            RedirectTargets targets,
            Books books,
            List<TimelineSink> sinks,
            CallClock clock,
            SecureRandom random) {
        public Services {
            sinks = List.copyOf(sinks);
        }
    }

    /** Opens the records of one call: its timeline in the database, its call record, its events. */
    @FunctionalInterface
    public interface Books {
        Opened open(CallContext call, NumberRoute number, String source);

        /** @param sinks who wants the timeline of this call */
        record Opened(EventSink events, List<TimelineSink> sinks) {}
    }

    private final Services services;
    private final Refusals refusals;
    private final SparseLog fullHouse;
    private final SparseLog refused;
    private final SipTimelines timelines;
    private final NumberSettingsReader settings;
    private final MediaAddress address;
    private final InstallationConfig config;

    public Reception(Services services, Refusals refusals, SipTimelines timelines, InstallationConfig config) {
        this.services = services;
        this.refusals = refusals;
        this.fullHouse = new SparseLog(1, Duration.ofSeconds(10), services.clock()::nanoTime, LOG::warn);
        this.refused = new SparseLog(5, Duration.ofSeconds(1), services.clock()::nanoTime, LOG::info);
        this.timelines = timelines;
        this.settings = new NumberSettingsReader(config.calls());
        this.address = new MediaAddress(
                config.rtp().listen(), config.sip().publicAddress().isPresent());
        this.config = config;
    }

    @Override
    public void onInvite(InboundInvite invite) {
        InetAddress source = invite.source().remote().getAddress();
        String called = CallerIdentity.calledNumber(invite.request());
        switch (services.accounts().get().route(source, called)) {
            case RouteDecision.Admitted(var number, var trunk) -> {
                LOG.debug("call to {} from {} by trunk {}", called, source.getHostAddress(), trunk.name());
                admit(invite, number);
            }
            case RouteDecision.SourceRefused() -> {
                // It was a trunk when the gate let the call in.
                refusals.add(Reason.SOURCE);
                invite.reject(403, "Forbidden");
            }
            case RouteDecision.NumberUnknown() -> {
                refused.add("call from " + source.getHostAddress() + " refused: no account has the number " + called);
                refusals.add(Reason.NUMBER);
                invite.reject(404, "Not Found");
            }
        }
    }

    private void admit(InboundInvite invite, NumberRoute number) {
        switch (services.registry().admit()) {
            case Admission.Admitted(var place) -> {
                try (place) {
                    receive(invite, number, place);
                }
            }
            case Admission.Full(var maxCalls) -> {
                fullHouse.add("calls are refused: all " + maxCalls + " that max-calls allows are up");
                unavailable(invite, Reason.FULL);
            }
            case Admission.Overloaded(var why) -> {
                fullHouse.add("calls are refused: " + why);
                unavailable(invite, Reason.OVERLOAD);
            }
            case Admission.Draining() -> unavailable(invite, Reason.DRAINING);
        }
    }

    private void receive(InboundInvite invite, NumberRoute number, CallRegistry.Place place) {
        Optional<SessionDescription> offer;
        SessionOptions options;
        try {
            options = address.optionsFor(
                    invite.contact(),
                    invite.source().point().address().getAddress(),
                    services.media().config());
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
            leg.begin(media);
            run(invite, number, place, leg, mailbox);
        }
    }

    private void run(
            InboundInvite invite, NumberRoute number, CallRegistry.Place place, SipCallLeg leg, Mailbox mailbox) {
        CallContext call = new CallContext(
                CallId.incoming(services.random()),
                CallerIdentity.callerId(invite.request(), config.webhook().anonymousCaller()),
                number.number(),
                services.clock().now(),
                settings.of(number));
        String source = invite.source().remote().getAddress().getHostAddress();
        Books.Opened books = services.books().open(call, number, source);
        List<TimelineSink> sinks = new ArrayList<>(books.sinks());
        sinks.addAll(services.sinks());
        CallTimeline timeline = new CallTimeline(call.id(), call.start(), services.clock()::nanoTime, sinks);
        timelines.follow(invite.request(), invite.source(), timeline);
        place.occupy(new CallRegistry.LiveCall(call, mailbox));
        var incoming = new IncomingCall(
                call,
                leg,
                mailbox,
                services.clock(),
                timeline,
                services.scripts().open(call, timeline),
                services.announcer(),
                services.targets(),
                books.events());
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
