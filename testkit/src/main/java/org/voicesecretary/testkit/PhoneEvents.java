package org.voicesecretary.testkit;

import org.voicesecretary.sip.DialogEnd;

/** What a phone tells while it calls, for who wants to show it. */
public interface PhoneEvents {
    /** Nobody wants to know. */
    PhoneEvents IGNORED = new PhoneEvents() {};

    /** 180, 183 and their like. */
    default void progress(int status, String reason) {}

    default void answered() {}

    default void pressed(char key) {}

    default void ended(DialogEnd end) {}
}
