package org.voicesecretary.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.timeline.TimelineSink;

/** A running server, as far as the demo needs one. The room that wires implements it, since nothing may depend on that room. */
public interface DemoServer extends AutoCloseable {
    /** The port of health and metrics. */
    int httpPort();

    /** Lets running calls finish within {@code drain-timeout}. */
    void drain() throws InterruptedException;

    @Override
    void close();

    /** Starts one. */
    interface Starter {
        /** @throws IOException when a port cannot be had */
        DemoServer start(InstallationConfig config, Path account, TimelineSink watcher)
                throws IOException, InterruptedException;
    }
}
