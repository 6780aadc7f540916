package org.voicesecretary.config;

/** One thing that is wrong in a file or variable that a person wrote: where it is, and a sentence about what to do. */
public record Problem(Origin origin, String message) {
    @Override
    public String toString() {
        return origin + ": " + message;
    }
}
