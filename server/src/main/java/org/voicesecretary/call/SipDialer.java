package org.voicesecretary.call;

import java.net.UnknownHostException;
import java.time.Duration;
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

    private final Supplier<UserAgent> agent;
    private final MediaEngine media;
    private final MediaPlace place;
    private final CallClock clock;
    private final Duration rtpTimeout;

    /**
     * @param agent asked for with the first call: it is started after those who may want to make calls
     * @param rtpTimeout what media sessions are configured with, for the record
     */
    public SipDialer(
            Supplier<UserAgent> agent, MediaEngine media, MediaPlace place, CallClock clock, Duration rtpTimeout) {
        this.agent = agent;
        this.media = media;
        this.place = place;
        this.clock = clock;
        this.rtpTimeout = rtpTimeout;
    }

    @Override
    public Branch dial(DialOrder order, Mailbox mailbox) {
        SipBranch branch = new SipBranch(order.label(), mailbox, clock, rtpTimeout);
        try {
            branch.begin(media.open(branch, place.toward(order.to())), agent.get(), order);
        } catch (PortsExhaustedException | UnknownHostException e) {
            branch.failed(new BranchEnd.Broke(String.valueOf(e.getMessage())));
        }
        return branch;
    }
}
