package org.voicesecretary.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * @param listen the local address of the media ports; absent = the address of {@code sip.listen}
 * @param timeout a caller whose RTP stops for so long is taken as gone
 * @param codecs in order of preference
 */
public record RtpConfig(
        PortRange ports,
        Optional<String> listen,
        @Between({"5s", "1d"}) Duration timeout,
        List<Codec> codecs) implements Checked {
    /** What callers may speak; names as in SDP. */
    public enum Codec {
        PCMU,
        PCMA,
        G722
    }

    @Override
    public void check(BiConsumer<String, String> complain) {
        if (codecs.isEmpty() || new HashSet<>(codecs).size() < codecs.size()) {
            complain.accept(
                    "codecs",
                    "rtp.codecs is " + codecs + "; expected PCMU, PCMA, G722, each at most once, at least one");
        }
    }
}
