package org.voicesecretary.reception;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.account.RouteDecision;
import org.voicesecretary.account.Trunk;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallClock;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallKind;
import org.voicesecretary.call.CallRegistry;
import org.voicesecretary.call.EventSink;
import org.voicesecretary.call.Recorder;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.observe.SparseLog;
import org.voicesecretary.reception.Refusals.Reason;
import org.voicesecretary.sip.InboundInvite;
import org.voicesecretary.sip.InviteHandler;
import org.voicesecretary.sip.RequestReply.HeaderField;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.TimelineSink;
import org.voicesecretary.webhook.WebhookScripts;

/**
 * Takes each INVITE at the door: finds out who calls, a telephone of ours or a trunk, refuses what is no call of ours (A27), and runs the
 * call of whoever may come in, on the thread it is given.
 */
public final class Reception implements InviteHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    /**
     * What a call needs of the rest of the server.
     *
     * @param accounts the accounts as they are now
     * @param telephones the calls of our own telephones
     * @param trunks the calls of providers
     * @param books opens the records of a call
     * @param sinks who wants the timelines of all calls
     * @param random a secure source: call ids come from it
     */
    public record Services(
            Supplier<AccountSnapshot> accounts,
            TelephoneCalls telephones,
            TrunkCalls trunks,
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
        record Opened(EventSink events, List<TimelineSink> sinks, Recorder recorder) {}
    }

    private final Services services;
    private final Refusals refusals;
    private final SparseLog refused;
    private final NumberSettingsReader settings;
    private final CallRoom room;
    private final InstallationConfig config;

    public Reception(Services services, Refusals refusals, SipTimelines timelines, InstallationConfig config) {
        this.services = services;
        this.refusals = refusals;
        this.refused = new SparseLog(5, Duration.ofSeconds(1), services.clock()::nanoTime, LOG::info);
        this.settings = new NumberSettingsReader(config.calls());
        this.room = new CallRoom(services, refusals, timelines, config);
        this.config = config;
    }

    @Override
    public void onInvite(InboundInvite invite) {
        InetAddress source = invite.source().remote().getAddress();
        // First, for a telephone may well be at an address that a trunk's list has too.
        if (services.telephones().isOfTelephone(invite.request(), source)) {
            takeFromTelephone(invite);
            return;
        }
        String called = CallerIdentity.calledNumber(invite.request());
        switch (services.trunks()
                .route(invite.request(), source, services.accounts().get())) {
            case RouteDecision.Admitted(var number, var trunk) -> {
                LOG.debug("call to {} from {} by trunk {}", called, source.getHostAddress(), trunk.name());
                room.admit(invite, fromTrunk(invite, number, trunk));
            }
            case RouteDecision.SourceRefused() -> {
                if (services.telephones().mayBeAt(source)) {
                    takeFromTelephone(invite);
                } else {
                    // It was known when the gate let the call in.
                    refusals.add(Reason.SOURCE);
                    invite.reject(403, "Forbidden");
                }
            }
            case RouteDecision.NumberUnknown() -> {
                refused.add("call from " + source.getHostAddress() + " refused: no account has the number " + called);
                refusals.add(Reason.NUMBER);
                invite.reject(404, "Not Found");
            }
        }
    }

    private Arrival fromTrunk(InboundInvite invite, NumberRoute number, Trunk trunk) {
        var call = new CallContext(
                CallId.incoming(services.random()),
                new CallKind.Incoming(),
                CallerIdentity.callerId(invite.request(), config.webhook().anonymousCaller()),
                number.number(),
                services.clock().now(),
                settings.of(number));
        return new Arrival(
                call,
                number,
                services.trunks().srtp(number.account(), trunk),
                timeline -> services.scripts().open(call, number.account().pbxId(), timeline));
    }

    private void takeFromTelephone(InboundInvite invite) {
        switch (services.telephones().of(invite, services.accounts().get())) {
            case TelephoneCalls.Verdict.Taken(var arrival, var line) -> {
                try (line) {
                    room.admit(invite, arrival);
                }
            }
            case TelephoneCalls.Verdict.Refused(var reply, var reason) -> {
                reason.ifPresent(refusals::add);
                invite.reject(reply.status(), reply.reason(), reply.headers().toArray(HeaderField[]::new));
            }
        }
    }
}
