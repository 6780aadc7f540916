package org.voicesecretary.sip.message;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The names of header fields as they are written, and the compact forms that stand for them (RFC 3261 §7.3.3). */
public final class HeaderName {
    public static final String ACCEPT = "Accept";
    public static final String ACCEPT_ENCODING = "Accept-Encoding";
    public static final String ACCEPT_LANGUAGE = "Accept-Language";
    public static final String ALLOW = "Allow";
    public static final String ALLOW_EVENTS = "Allow-Events";
    public static final String AUTHENTICATION_INFO = "Authentication-Info";
    public static final String AUTHORIZATION = "Authorization";
    public static final String CALL_ID = "Call-ID";
    public static final String CONTACT = "Contact";
    public static final String CONTENT_DISPOSITION = "Content-Disposition";
    public static final String CONTENT_ENCODING = "Content-Encoding";
    public static final String CONTENT_LANGUAGE = "Content-Language";
    public static final String CONTENT_LENGTH = "Content-Length";
    public static final String CONTENT_TYPE = "Content-Type";
    public static final String CSEQ = "CSeq";
    public static final String DATE = "Date";
    public static final String EVENT = "Event";
    public static final String EXPIRES = "Expires";
    public static final String FROM = "From";
    public static final String HISTORY_INFO = "History-Info";
    public static final String DIVERSION = "Diversion";
    public static final String MAX_FORWARDS = "Max-Forwards";
    public static final String MIN_EXPIRES = "Min-Expires";
    public static final String MIN_SE = "Min-SE";
    public static final String P_ASSERTED_IDENTITY = "P-Asserted-Identity";
    public static final String P_PREFERRED_IDENTITY = "P-Preferred-Identity";
    public static final String PATH = "Path";
    public static final String PRIVACY = "Privacy";
    public static final String PROXY_AUTHENTICATE = "Proxy-Authenticate";
    public static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
    public static final String PROXY_REQUIRE = "Proxy-Require";
    public static final String RACK = "RAck";
    public static final String REASON = "Reason";
    public static final String RECORD_ROUTE = "Record-Route";
    public static final String REFER_TO = "Refer-To";
    public static final String REFERRED_BY = "Referred-By";
    public static final String REPLACES = "Replaces";
    public static final String REQUIRE = "Require";
    public static final String RETRY_AFTER = "Retry-After";
    public static final String ROUTE = "Route";
    public static final String RSEQ = "RSeq";
    public static final String SERVER = "Server";
    public static final String SESSION_EXPIRES = "Session-Expires";
    public static final String SUBJECT = "Subject";
    public static final String SUBSCRIPTION_STATE = "Subscription-State";
    public static final String SUPPORTED = "Supported";
    public static final String TIMESTAMP = "Timestamp";
    public static final String TO = "To";
    public static final String UNSUPPORTED = "Unsupported";
    public static final String USER_AGENT = "User-Agent";
    public static final String VIA = "Via";
    public static final String WARNING = "Warning";
    public static final String WWW_AUTHENTICATE = "WWW-Authenticate";

    private static final String[] KNOWN = {
        ACCEPT,
        ACCEPT_ENCODING,
        ACCEPT_LANGUAGE,
        ALLOW,
        ALLOW_EVENTS,
        AUTHENTICATION_INFO,
        AUTHORIZATION,
        CALL_ID,
        CONTACT,
        CONTENT_DISPOSITION,
        CONTENT_ENCODING,
        CONTENT_LANGUAGE,
        CONTENT_LENGTH,
        CONTENT_TYPE,
        CSEQ,
        DATE,
        EVENT,
        EXPIRES,
        FROM,
        HISTORY_INFO,
        DIVERSION,
        MAX_FORWARDS,
        MIN_EXPIRES,
        MIN_SE,
        P_ASSERTED_IDENTITY,
        P_PREFERRED_IDENTITY,
        PATH,
        PRIVACY,
        PROXY_AUTHENTICATE,
        PROXY_AUTHORIZATION,
        PROXY_REQUIRE,
        RACK,
        REASON,
        RECORD_ROUTE,
        REFER_TO,
        REFERRED_BY,
        REPLACES,
        REQUIRE,
        RETRY_AFTER,
        ROUTE,
        RSEQ,
        SERVER,
        SESSION_EXPIRES,
        SUBJECT,
        SUBSCRIPTION_STATE,
        SUPPORTED,
        TIMESTAMP,
        TO,
        UNSUPPORTED,
        USER_AGENT,
        VIA,
        WARNING,
        WWW_AUTHENTICATE
    };

    private static final String[][] COMPACT = {
        {"a", "Accept-Contact"},
        {"b", REFERRED_BY},
        {"c", CONTENT_TYPE},
        {"d", "Request-Disposition"},
        {"e", CONTENT_ENCODING},
        {"f", FROM},
        {"i", CALL_ID},
        {"j", "Reject-Contact"},
        {"k", SUPPORTED},
        {"l", CONTENT_LENGTH},
        {"m", CONTACT},
        {"n", "Identity-Info"},
        {"o", EVENT},
        {"r", REFER_TO},
        {"s", SUBJECT},
        {"t", TO},
        {"u", ALLOW_EVENTS},
        {"v", VIA},
        {"x", SESSION_EXPIRES},
        {"y", "Identity"}
    };

    private static final int SLOTS = 512;
    private static final @Nullable String[] KEYS = new @Nullable String[SLOTS];
    private static final @Nullable String[] NAMES = new @Nullable String[SLOTS];

    static {
        for (String name : KNOWN) put(name, name);
        for (String[] pair : COMPACT) put(pair[0], pair[1]);
    }

    private HeaderName() {}

    private static void put(String key, String name) {
        byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
        int slot = hash(bytes, 0, bytes.length);
        while (KEYS[slot] != null) slot = (slot + 1) % SLOTS;
        KEYS[slot] = key;
        NAMES[slot] = name;
    }

    private static int hash(byte[] buf, int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) hash = 31 * hash + (buf[i] | 0x20);
        return (hash ^ hash >>> 9) & SLOTS - 1;
    }

    /** The usual spelling of a known name or compact form; another name comes back as it is. */
    public static String canonical(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        String known = known(bytes, 0, bytes.length);
        return known == null ? name : known;
    }

    static String canonical(byte[] buf, int start, int end) {
        String known = known(buf, start, end);
        return known == null ? new String(buf, start, end - start, StandardCharsets.ISO_8859_1) : known;
    }

    private static @Nullable String known(byte[] buf, int start, int end) {
        int slot = hash(buf, start, end);
        for (String key = KEYS[slot]; key != null; key = KEYS[slot]) {
            if (matches(key, buf, start, end)) return NAMES[slot];
            slot = (slot + 1) % SLOTS;
        }
        return null;
    }

    private static boolean matches(String key, byte[] buf, int start, int end) {
        if (key.length() != end - start) return false;
        for (int i = 0; i < key.length(); i++) {
            int a = key.charAt(i);
            int b = buf[start + i];
            if (a != b && (Character.toLowerCase(a) != Character.toLowerCase(b))) return false;
        }
        return true;
    }
}
