package org.voicesecretary.media.sdp;

/** The value of the {@code o=} line: who made the description, and which version of it this is (RFC 8866 §5.2). */
public record Origin(String username, String sessionId, String version, String addressType, String address) {

    /** Ours: no user name, the address we are reached at. */
    public static Origin of(long sessionId, long version, Connection connection) {
        return new Origin(
                "-",
                Long.toUnsignedString(sessionId),
                Long.toUnsignedString(version),
                connection.addressType(),
                connection.address());
    }

    @Override
    public String toString() {
        return username + " " + sessionId + " " + version + " IN " + addressType + " " + address;
    }
}
