package org.voicesecretary.pbx.registrar;

import java.net.InetAddress;

/** Hears of every wrong password, so that nobody can try many. */
@FunctionalInterface
public interface WrongPasswords {
    /** @param username as it was given; whether there is such a user plays no part */
    void tried(InetAddress source, String username);
}
