package org.voicesecretary.account;

import org.jspecify.annotations.Nullable;

/**
 * What a number is in its office.
 *
 * @param own where calls go that no script steers, as {@code redirect} writes it ({@code 101}, {@code 0-1}, {@code 0-main}) or
 *     {@code queue:NAME}; null = nowhere
 * @param hours the name of working hours; null = always open
 */
public record NumberOffice(@Nullable String own, @Nullable String hours, Recording recording) {
    public static final NumberOffice NOTHING = new NumberOffice(null, null, Recording.OFF);

    /** Whether calls to the number are recorded. */
    public enum Recording {
        OFF,
        ALWAYS
    }
}
