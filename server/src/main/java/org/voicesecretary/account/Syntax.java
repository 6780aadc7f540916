package org.voicesecretary.account;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.voicesecretary.config.Nearest;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.RedirectTarget;

/** The notations of {@code account.yaml}. Each complains by IllegalArgumentException, in a sentence. */
public final class Syntax {
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d{1,20}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,3}");
    private static final int LANGUAGE_LENGTH = 16;
    private static final Pattern PBX_ID = Pattern.compile("[1-9]\\d{0,8}");
    private static final Pattern EXTENSION = Pattern.compile("[1-9]\\d{2}");
    private static final Pattern MENU = Pattern.compile("\\d{1,3}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{8,64}");

    private Syntax() {}

    /** Digits; one leading {@code +} is allowed and removed. */
    public static String number(String text) {
        String trimmed = text.strip();
        if (!NUMBER.matcher(trimmed).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text
                            + "\" is no telephone number; expected 1 to 20 digits, with or without a leading +, without spaces, in quotes");
        }
        return withoutPlus(trimmed);
    }

    /** How numbers are compared: without one leading {@code +}. */
    static String withoutPlus(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }

    public static String language(String text) {
        if (!LANGUAGE.matcher(text).matches() || text.length() > LANGUAGE_LENGTH) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no language; expected a code such as en, de or pt-BR");
        }
        return text;
    }

    static String key(String text) {
        if (!KEY.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no key; expected 8 to 64 of a-z, A-Z, 0-9, _, . and - (20 hex digits are usual)");
        }
        return text;
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no time zone; expected a name such as Europe/Berlin"
                            + Nearest.hint(text, ZoneId.getAvailableZoneIds()),
                    e);
        }
    }

    /** http or https with a host. Loopback and private hosts are welcome: whoever writes this file owns the machine. */
    public static UrlSetting url(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no URL: " + e.getReason(), e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")
                || uri.getHost() == null
                || uri.getPort() > 65_535
                || uri.getUserInfo() != null
                || uri.getFragment() != null) {
            throw new IllegalArgumentException(
                    "\"" + text
                            + "\" is no URL of a script; expected http:// or https:// with a host, without user, password or #part");
        }
        if (text.length() > 2000) {
            throw new IllegalArgumentException("the URL has " + text.length() + " characters; expected at most 2000");
        }
        UrlGuard.PRIVATE_TOO.problemWith(uri).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return new UrlSetting.Url(uri);
    }

    /** An event of the protocol, by its name. */
    static EventType event(String text) {
        return EventType.of(text)
                .filter(event -> event != EventType.NOTIFY_IVR)
                .orElseThrow(() -> new IllegalArgumentException("\"" + text
                        + "\" is no event that can be left out; expected NOTIFY_START, NOTIFY_INTERNAL, NOTIFY_INTERNAL_END,"
                        + " NOTIFY_ANSWER, NOTIFY_END, NOTIFY_OUT_START, NOTIFY_OUT_END or NOTIFY_RECORD"));
    }

    /** ISO 3166, two letters. */
    static String country(String text) {
        String code = text.strip().toUpperCase(Locale.ROOT);
        if (!Set.of(Locale.getISOCountries()).contains(code)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no country; expected a code of two letters such as DE"
                            + (code.equals("UK") ? " (Britain is GB)" : ""));
        }
        return code;
    }

    static Long pbxId(String text) {
        if (!PBX_ID.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no pbx id; expected one to nine digits, not beginning with 0");
        }
        return Long.valueOf(text);
    }

    /** Three digits, 100 to 999. */
    public static String extension(String text) {
        if (!EXTENSION.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no extension; expected 100 to 999");
        }
        return text;
    }

    /** The number of a menu as {@code redirect} writes it. */
    static String menu(String text) {
        if (!MENU.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no menu; expected its number, 0 to 999");
        }
        return Integer.parseInt(text) + "-main";
    }

    static String scenario(String text) {
        if (!(RedirectTarget.parse(text) instanceof RedirectTarget.Scenario scenario)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no scenario; expected MENU-KEY, such as 0-1 for key 1 of menu 0");
        }
        return scenario.wireText();
    }

    static FillerChoice filler(String text) {
        return FillerChoice.of(atMost(500, notBlank(text)));
    }

    public static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty");
        }
        return text;
    }

    public static String atMost(int length, String text) {
        if (text.length() > length) {
            throw new IllegalArgumentException("has " + text.length() + " characters; expected at most " + length);
        }
        return text;
    }
}
