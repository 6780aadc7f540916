package org.voicesecretary.pbx.office;

import java.util.Locale;
import java.util.regex.Pattern;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;

/** Notations of the office's sections. Each complains by IllegalArgumentException, in a sentence. */
final class Notation {
    private static final Pattern MENU = Pattern.compile("\\d{1,3}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>,;]{1,64}@[^\\s@<>,;]{1,190}");
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST = 200;

    private Notation() {}

    static int menu(String text) {
        if (!MENU.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no menu; expected its number, 0 to 999");
        }
        return Integer.parseInt(text);
    }

    /** Telephones show it: one line. */
    static String name(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "has line breaks or other control characters; expected one line of text");
        }
        return Syntax.atMost(100, text);
    }

    static String sipUri(String text) {
        try {
            if (text.length() <= LONGEST) {
                return SipUri.parse(text.strip()).toString();
            }
        } catch (SipParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no SIP address; expected one such as sip:anna@example.net", e);
        }
        throw new IllegalArgumentException("the SIP address has more than " + LONGEST + " characters");
    }

    static String email(String text) {
        if (!EMAIL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no e-mail address; expected one such as anna@example.net");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** Never repeats the text. */
    static String password(String text) {
        if (text.length() < SHORTEST_PASSWORD || text.length() > LONGEST) {
            throw new IllegalArgumentException("the password has " + text.length() + " characters; expected "
                    + SHORTEST_PASSWORD + " to " + LONGEST + ": whoever guesses it calls at your cost");
        }
        return text;
    }
}
