package org.voicesecretary.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.voicesecretary.call.CallRegistry;
import org.voicesecretary.call.Pressure;
import org.voicesecretary.media.EngineStats;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.media.ReceivedInAll;
import org.voicesecretary.pbx.registrar.PhoneRegistrar;
import org.voicesecretary.pbx.registrar.RegistrationCounts;
import org.voicesecretary.reception.Refusals;
import org.voicesecretary.reception.StrangerGate;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.transport.SipCounters;

/** The figures of calls, SIP and media for {@code /metrics}; read when asked, never counted twice. */
final class ServerMeters {
    private final MeterRegistry meters;

    ServerMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void bind(
            CallRegistry calls,
            Pressure pressure,
            MediaEngine media,
            UserAgent sip,
            StrangerGate gate,
            Refusals refusals) {
        Gauge.builder("calls.live", calls, CallRegistry::size).register(meters);
        Gauge.builder("calls.max", calls, CallRegistry::maxCalls).register(meters);
        Gauge.builder("calls.overload", pressure, p -> p.tooHigh().isPresent() ? 1 : 0)
                .register(meters);
        for (Refusals.Reason reason : Refusals.Reason.values()) {
            FunctionCounter.builder("calls.refused", refusals, r -> r.count(reason))
                    .tag("reason", reason.word())
                    .register(meters);
        }
        counter("sip.messages.received", sip, SipCounters.Snapshot::receivedMessages);
        counter("sip.messages.sent", sip, SipCounters.Snapshot::sentMessages);
        counter("sip.malformed", sip, SipCounters.Snapshot::malformed);
        counter("sip.filtered", sip, SipCounters.Snapshot::filtered);
        counter("sip.queue.overflows", sip, SipCounters.Snapshot::queueOverflows);
        counter("sip.retransmissions.sent", sip, SipCounters.Snapshot::retransmissionsSent);
        counter("sip.transaction.timeouts", sip, SipCounters.Snapshot::transactionTimeouts);
        counter("sip.overload.rejections", sip, SipCounters.Snapshot::overloadRejections);
        counter("sip.send.failures", sip, SipCounters.Snapshot::sendFailures);
        Gauge.builder("sip.transactions", sip, UserAgent::serverTransactions).register(meters);
        Gauge.builder("sip.connections", sip, agent -> agent.counters().connections())
                .register(meters);
        FunctionCounter.builder("strangers.dropped", gate, StrangerGate::droppedCount)
                .register(meters);
        FunctionCounter.builder("strangers.refused", gate, StrangerGate::refusedCount)
                .register(meters);
        Gauge.builder("media.sessions", media, engine -> engine.stats().sessions())
                .register(meters);
        Gauge.builder("media.ports", media, engine -> engine.stats().portPairsInUse())
                .register(meters);
        counter("media.packets", media, stats -> stats.lateness().total());
        counter("media.packets.late", media, stats -> stats.lateness().laterThanMillis(10));
        received("media.received", media, ReceivedInAll::packets);
        received("media.received.lost", media, ReceivedInAll::lost);
        received("media.received.malformed", media, ReceivedInAll::malformed);
        received("media.received.strangers", media, ReceivedInAll::strangers);
        received("media.received.unknown", media, ReceivedInAll::unknownPayloads);
        counter("media.turns.skipped", media, EngineStats::skippedTurns);
        counter("media.recording.frames.dropped", media, EngineStats::recordingFramesDropped);
    }

    static void bind(MeterRegistry meters, PhoneRegistrar registrar) {
        Gauge.builder("registrar.bindings", registrar, PhoneRegistrar::size).register(meters);
        for (RegistrationCounts.Outcome outcome : RegistrationCounts.Outcome.values()) {
            FunctionCounter.builder(
                            "registrar.requests", registrar, r -> r.counts().count(outcome))
                    .tag("outcome", outcome.word())
                    .register(meters);
        }
    }

    private void counter(String name, UserAgent sip, ToDoubleFunction<SipCounters.Snapshot> figure) {
        FunctionCounter.builder(name, sip, agent -> figure.applyAsDouble(agent.counters()))
                .register(meters);
    }

    private void counter(String name, MediaEngine media, ToDoubleFunction<EngineStats> figure) {
        FunctionCounter.builder(name, media, engine -> figure.applyAsDouble(engine.stats()))
                .register(meters);
    }

    private void received(String name, MediaEngine media, ToDoubleFunction<ReceivedInAll> figure) {
        FunctionCounter.builder(name, media.received(), figure).register(meters);
    }
}
