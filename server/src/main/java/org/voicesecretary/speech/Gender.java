package org.voicesecretary.speech;

/** How a voice sounds. */
public enum Gender {
    FEMALE,
    MALE,
    UNKNOWN
}
