package org.voicesecretary.sip.auth;

/**
 * What we answer challenges with.
 *
 * @param username of the account
 * @param password in clear
 */
public record DigestCredentials(String username, String password) {
    /** Without the password: this ends up in logs. */
    @Override
    public String toString() {
        return "DigestCredentials[username=" + username + ", password=***]";
    }
}
