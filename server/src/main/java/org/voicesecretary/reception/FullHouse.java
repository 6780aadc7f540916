package org.voicesecretary.reception;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.call.CallRegistry;
import org.voicesecretary.call.CallRegistry.NoRoom;
import org.voicesecretary.observe.SparseLog;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.RequestFilter;
import org.voicesecretary.sip.transport.Transport;

/**
 * Turns calls away for which there is no room before anything is made for them: whoever refuses twice as many calls as it can take
 * must not spend on a refusal what it has for a call.
 */
public final class FullHouse implements RequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(FullHouse.class);
    /** When a caller who found the house full may try again. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final RequestFilter gate;
    private final CallRegistry registry;
    private final Refusals refusals;
    private final SparseLog log;

    /** @param gate who may call at all; it is asked first */
    public FullHouse(RequestFilter gate, CallRegistry registry, Refusals refusals, LongSupplier nanoTime) {
        this.gate = gate;
        this.registry = registry;
        this.refusals = refusals;
        this.log = new SparseLog(1, Duration.ofSeconds(10), nanoTime, LOG::warn);
    }

    @Override
    public boolean admits(InetSocketAddress source, Transport transport) {
        return gate.admits(source, transport);
    }

    @Override
    public boolean knows(InetAddress source) {
        return gate.knows(source);
    }

    @Override
    public Verdict judge(SipRequest request, Flow source) {
        Verdict verdict = gate.judge(request, source);
        boolean newCall = request.method().equals(Method.INVITE) && request.toTag() == null;
        return verdict instanceof Verdict.Pass && newCall
                ? registry.noRoom().map(why -> refuse(request, why)).orElse(verdict)
                : verdict;
    }

    private Verdict refuse(SipRequest invite, NoRoom noRoom) {
        return switch (noRoom) {
            case CallRegistry.Full(var maxCalls) -> {
                log.add("calls are refused: all " + maxCalls + " that max-calls allows are up");
                yield unavailable(invite, Refusals.Reason.FULL);
            }
            case CallRegistry.Overloaded(var why) -> {
                log.add("calls are refused: " + why);
                yield unavailable(invite, Refusals.Reason.OVERLOAD);
            }
            case CallRegistry.Draining() -> unavailable(invite, Refusals.Reason.DRAINING);
        };
    }

    private Verdict unavailable(SipRequest invite, Refusals.Reason reason) {
        refusals.add(reason);
        // RFC 3261 §8.2.7: without state, so the tag only has to be the same for the same request.
        String tag = "f" + Integer.toHexString(invite.callId().hashCode());
        return new Verdict.Answer(SipResponse.answering(invite, 503, "Service Unavailable", tag)
                .with(HeaderName.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds())));
    }
}
