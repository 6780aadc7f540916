package org.voicesecretary.media.sdp;

import org.jspecify.annotations.Nullable;

/** A line {@code a=name} or {@code a=name:value}. Names are compared without regard to case. */
public record Attribute(String name, @Nullable String value) {

    public static Attribute of(String name, String value) {
        return new Attribute(name, value);
    }

    public static Attribute flag(String name) {
        return new Attribute(name, null);
    }

    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    @Override
    public String toString() {
        return value == null ? name : name + ":" + value;
    }
}
