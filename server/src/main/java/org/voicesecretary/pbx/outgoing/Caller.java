package org.voicesecretary.pbx.outgoing;

/**
 * Whose call it is.
 *
 * @param extension {@link #ACCOUNT} for calls that a script or a menu leads outside
 */
public record Caller(long pbxId, String extension) {
    /** The account itself. */
    public static final String ACCOUNT = "";

    String words() {
        return extension.isEmpty() ? "a script or menu" : "extension " + extension;
    }
}
