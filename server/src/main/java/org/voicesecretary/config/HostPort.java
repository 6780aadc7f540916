package org.voicesecretary.config;

/**
 * An address to listen on, {@code 127.0.0.1:8080} or {@code [::]:8080}. Port 0 lets the system choose.
 *
 * @param host an address or a name, IPv6 without its brackets
 */
public record HostPort(String host, int port) {
    /** @throws IllegalArgumentException with a sentence for the person who wrote the text */
    public static HostPort parse(String text) {
        String trimmed = text.strip();
        int colon = trimmed.lastIndexOf(':');
        if (colon > 0 && trimmed.substring(colon + 1).matches("\\d{1,5}")) {
            String host = trimmed.substring(0, colon);
            int port = Integer.parseInt(trimmed.substring(colon + 1));
            boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
            if (port <= 65_535 && (bracketed || host.matches("[A-Za-z0-9._-]+"))) {
                return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, port);
            }
        }
        throw new IllegalArgumentException("\"" + text
                + "\" is no address to listen on; expected ADDRESS:PORT, such as 127.0.0.1:8080 or [::]:8080");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
