package org.voicesecretary.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * {@code voice-secretary.yaml} and the environment, as they are in force. Each key, its meaning and its default stand in the
 * resource {@code voice-secretary-defaults.yaml}, the only place that holds defaults.
 */
public record InstallationConfig(
        Path dataDir,
        @Between({"1", "100000"}) int maxCalls,
        @Between({"0s", "1d"}) Duration drainTimeout,
        HttpConfig http,
        RestConfig rest,
        SipConfig sip,
        RtpConfig rtp,
        WebhookConfig webhook,
        CallConfig calls,
        SpeechConfig speech,
        SmtpConfig smtp,
        LimitConfig limits,
        OverloadConfig overload,
        DatabaseConfig database,
        KeepConfig keep,
        LogConfig log)
        implements Checked {

    /** Health, metrics and the REST API. */
    public record HttpConfig(HostPort listen) {}

    @Override
    public void check(BiConsumer<String, String> complain) {
        long needed = 2L * maxCalls; // RTP and RTCP of each call
        if (rtp.ports().size() < needed) {
            complain.accept(
                    "rtp.ports",
                    "rtp ports " + rtp.ports() + " are too few: max-calls " + maxCalls + " needs " + needed
                            + " (two for each call); widen the range or lower max-calls");
        }
    }
}
