package org.voicesecretary.call;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.media.SessionOptions;
import org.voicesecretary.media.net.PortsExhaustedException;
import org.voicesecretary.sip.UserAgent;

/** Rings phones by SIP, each with a media session of its own whose offer goes out with the INVITE. */
public final class SipDialer implements Dialer {
    /** Where the media of a call that we make is bound, and which address its session description names. */
    @FunctionalInterface
    public interface MediaPlace {
        SessionOptions toward(DialOrder.To to) throws UnknownHostException;
    }

    /** Whether somebody may be rung for one more call. */
    @FunctionalInterface
    public interface Admission {
        Admission EVERYBODY = (order, call) -> Optional.of(() -> {});

        /**
         * @param call whose mailbox it is: an extension that rings at several telephones rings for one call
         * @return to be run once, when that is over; empty: it is busy
         */
        Optional<Runnable> admit(DialOrder order, Mailbox call);
    }

    private final Supplier<UserAgent> agent;
    private final MediaEngine media;
    private final MediaPlace place;
    private final CallClock clock;
    private final Duration rtpTimeout;
    private final Admission admission;

    /**
     * @param agent asked for with the first call: it is started after those who may want to make calls
     * @param rtpTimeout what media sessions are configured with, for the record
     */
    public SipDialer(
            Supplier<UserAgent> agent,
            MediaEngine media,
            MediaPlace place,
            CallClock clock,
            Duration rtpTimeout,
            Admission admission) {
        this.agent = agent;
        this.media = media;
        this.place = place;
        this.clock = clock;
        this.rtpTimeout = rtpTimeout;
        this.admission = admission;
    }

    @Override
    public Branch dial(DialOrder order, Mailbox mailbox) {
        Optional<Runnable> admitted = admission.admit(order, mailbox);
        SipBranch branch = new SipBranch(order.label(), mailbox, clock, rtpTimeout, admitted.orElse(() -> {}));
        if (admitted.isEmpty()) {
            branch.failed(new BranchEnd.LinesTaken());
            return branch;
        }
        try {
            SessionOptions plain = place.toward(order.to());
            branch.begin(
                    media.open(
                            branch, plain.withCapabilities(plain.capabilities().withSrtp(order.srtp()))),
                    agent.get(),
                    order);
        } catch (PortsExhaustedException | UnknownHostException e) {
            branch.failed(new BranchEnd.Broke(String.valueOf(e.getMessage())));
        }
        return branch;
    }
}
