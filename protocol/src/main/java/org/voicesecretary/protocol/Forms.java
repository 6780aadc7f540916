package org.voicesecretary.protocol;

import java.util.regex.Pattern;

/** The written forms of redirect targets; kept here because an interface would publish them. */
final class Forms {
    static final Pattern EXTENSION = Pattern.compile("[0-9]{3}");
    static final Pattern BARE_SCENARIO = Pattern.compile("[0-9]{1,2}");
    static final Pattern OUTSIDE = Pattern.compile("\\+?[0-9]{5,20}");
    static final Pattern MENU = Pattern.compile("([0-9]{1,6})-(main|[0-9]{1,4})");

    private Forms() {}
}
