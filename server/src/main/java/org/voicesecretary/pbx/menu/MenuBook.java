package org.voicesecretary.pbx.menu;

import java.util.Optional;

/** The menus of one office, as they are at the moment they are asked for. */
public interface MenuBook {
    /** What a caller who enters menu {@code number} now meets; empty if there is no such menu, or not any more. */
    Optional<MenuPage> page(int number);

    /** Whether an extension that callers may dial has exactly this number. */
    boolean isExtension(String number);

    /** Whether a number of such an extension begins like this. */
    boolean beginsExtension(String digits);
}
