package org.voicesecretary.observe;

import java.util.Collection;
import java.util.List;

/** Replaces what must not be read in a log by {@code ***}: the last line of defence, behind types that print masked. */
public final class SecretMask {
    /** Shorter ones would tear holes into ordinary words. */
    private static final int SHORTEST = 8;

    private volatile List<String> secrets = List.of();

    /** From now on these are hidden, and nothing else. */
    public void hide(Collection<String> hidden) {
        secrets = hidden.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .toList();
    }

    public String masked(String text) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, "***");
        }
        return shown;
    }
}
