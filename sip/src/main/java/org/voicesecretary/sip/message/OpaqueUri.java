package org.voicesecretary.sip.message;

/**
 * A URI of a scheme this stack does not look into.
 *
 * @param scheme in lower case
 * @param rest everything after the first colon, raw
 */
public record OpaqueUri(String scheme, String rest) implements Uri {
    @Override
    public String text() {
        return scheme + ":" + rest;
    }

    @Override
    public boolean equivalent(Uri other) {
        return equals(other);
    }

    @Override
    public String toString() {
        return text();
    }
}
