package org.voicesecretary.sip.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The messages of RFC 4475 by name, and an endpoint with every method that they meet. */
final class Torture {
    /** Answers everything, registers, takes SDP in INVITE and text in MESSAGE. */
    static final Capabilities ENDPOINT = new Capabilities(
            Method.KNOWN,
            List.of("100rel", "timer"),
            List.of("sip", "sips", "tel"),
            Map.of(Method.INVITE, List.of("application/sdp"), Method.MESSAGE, List.of("text/plain")));

    private Torture() {}

    /** All files, {@code test} among them, without their suffix. */
    static SortedMap<String, byte[]> messages() {
        var messages = new TreeMap<String, byte[]>();
        try (var files = Files.list(directory())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".dat")).toList()) {
                messages.put(file.getFileName().toString().replace(".dat", ""), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    private static Path directory() {
        try {
            return Path.of(Objects.requireNonNull(Torture.class.getResource("/rfc4475"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static SipMessage parse(byte[] bytes) throws SipParseException {
        return SipParser.parseDatagram(bytes, 0, bytes.length);
    }

    static Verdict verdict(byte[] datagram) {
        var check = new MessageCheck(ENDPOINT);
        try {
            return switch (parse(datagram)) {
                case SipRequest request -> check.check(request);
                case SipResponse response -> check.check(response);
            };
        } catch (SipParseException e) {
            return check.check(e);
        }
    }
}
