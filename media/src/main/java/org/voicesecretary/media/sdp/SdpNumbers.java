package org.voicesecretary.media.sdp;

import java.util.Optional;
import java.util.regex.Pattern;
import org.voicesecretary.media.codec.AudioCodec;

/** Numbers and payload type mappings as strangers write them. */
final class SdpNumbers {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private SdpNumbers() {}

    /** A decimal number from 0 to {@code max}; −1 for anything else. */
    static int parse(String text, int max) {
        if (text.isEmpty() || text.length() > 9) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= max ? value : -1;
    }

    /** {@code 101 telephone-event/8000} or {@code 97 opus/48000/2}. */
    static Optional<RtpMap> rtpMap(String value) {
        String[] parts = BLANKS.split(value.strip(), 3);
        if (parts.length < 2) {
            return Optional.empty();
        }
        String[] encoding = parts[1].split("/", 4);
        int payloadType = parse(parts[0], 127);
        int clockRate = encoding.length < 2 ? -1 : parse(encoding[1], 999_999_999);
        int channels = encoding.length < 3 ? 1 : parse(encoding[2], 255);
        if (payloadType < 0 || encoding[0].isEmpty() || clockRate <= 0 || channels <= 0) {
            return Optional.empty();
        }
        return Optional.of(new RtpMap(payloadType, encoding[0], clockRate, channels));
    }

    // RFC 3551 §6: static payload types need no rtpmap.
    static Optional<RtpMap> staticRtpMap(int payloadType) {
        return AudioCodec.ofStaticPayloadType(payloadType)
                .map(codec -> new RtpMap(payloadType, codec.rtpName(), codec.clockRate(), 1));
    }
}
