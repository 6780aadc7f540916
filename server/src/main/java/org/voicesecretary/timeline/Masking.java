package org.voicesecretary.timeline;

/** How hidden input looks: the number of keys stays visible, the keys do not. */
public final class Masking {
    private Masking() {}

    /** As many bullets as there are characters. */
    public static String bullets(String secret) {
        return TimelineEvent.KeyPressed.HIDDEN.repeat(secret.length());
    }

    /** An input called {@code sensitive…} is sensitive by its name alone. */
    public static boolean namesSomethingSensitive(String inputName) {
        return inputName.startsWith("sensitive");
    }
}
