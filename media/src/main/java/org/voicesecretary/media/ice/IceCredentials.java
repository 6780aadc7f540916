package org.voicesecretary.media.ice;

import java.security.SecureRandom;

/**
 * The user fragment and the password of one side (RFC 8445 §5.3). Never shown whole: {@link #toString()} hides the password.
 *
 * @param fragment 4 to 256 characters
 * @param password 22 to 256 characters
 */
public record IceCredentials(String fragment, String password) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public IceCredentials {
        if (fragment.length() < 4 || fragment.length() > 256 || password.length() < 22 || password.length() > 256) {
            throw new IllegalArgumentException("ice-ufrag of " + fragment.length() + " and ice-pwd of "
                    + password.length() + " characters; expected 4 to 256 and 22 to 256 (RFC 8839 §5.4)");
        }
    }

    /** New ones: 48 bits of fragment, 144 bits of password. */
    public static IceCredentials random(SecureRandom random) {
        return new IceCredentials(text(8, random), text(24, random));
    }

    private static String text(int characters, SecureRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < characters; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return fragment + ":***";
    }
}
