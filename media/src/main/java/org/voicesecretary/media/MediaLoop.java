package org.voicesecretary.media;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.voicesecretary.media.clock.MediaClock;
import org.voicesecretary.media.clock.PacerLoop;
import org.voicesecretary.media.clock.PacingConfig;
import org.voicesecretary.media.net.PacketPoller;

/** One thread's worth of media: its pacing, its sockets, and what its sessions use in turn. */
final class MediaLoop implements AutoCloseable {
    private final MediaClock clock;
    private final PacketPoller poller;
    private final PacerLoop pacer;
    private final LoopScratch scratch = new LoopScratch();
    private final RandomGenerator random;

    MediaLoop(MediaClock clock, PacingConfig config, SplittableRandom random) {
        this.clock = clock;
        this.random = random;
        this.poller = new PacketPoller(clock);
        this.pacer = new PacerLoop(clock, config, poller::poll, poller::close);
    }

    MediaClock clock() {
        return clock;
    }

    PacketPoller poller() {
        return poller;
    }

    PacerLoop pacer() {
        return pacer;
    }

    LoopScratch scratch() {
        return scratch;
    }

    /** On the loop's thread only. */
    RandomGenerator random() {
        return random;
    }

    @Override
    public void close() {
        pacer.close();
    }
}
