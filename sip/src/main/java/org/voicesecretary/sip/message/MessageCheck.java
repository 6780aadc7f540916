package org.voicesecretary.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds a message that could be parsed to the rules for its kind, and says which answer a bad one gets (RFC 3261 §8.2,
 * §8.1.3.3). After {@link Verdict.Accept} the typed accessors of a request tell the truth: what they report as absent
 * is absent. Pure; one instance serves all threads.
 */
public final class MessageCheck {
    private static final Verdict ACCEPT = new Verdict.Accept();

    /** Fields that stand once and are no lists. */
    private static final List<String> SINGLE = List.of(
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.MAX_FORWARDS,
            HeaderName.CONTENT_LENGTH,
            HeaderName.CONTENT_TYPE,
            HeaderName.DATE,
            HeaderName.EVENT,
            HeaderName.EXPIRES,
            HeaderName.MIN_SE,
            HeaderName.RACK,
            HeaderName.REFER_TO,
            HeaderName.REPLACES,
            HeaderName.SESSION_EXPIRES);

    /** RFC 3261 §20.17: rfc1123-date, of GMT only. */
    private static final Pattern DATE =
            Pattern.compile("[A-Za-z]{3}, \\d{2} [A-Za-z]{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");

    private final Capabilities capabilities;

    public MessageCheck(Capabilities capabilities) {
        this.capabilities = capabilities;
    }

    /** What becomes of bytes that were no message: an answer only where there is somebody to answer. */
    public Verdict check(SipParseException problem) {
        String detail = String.valueOf(problem.getMessage());
        PartialRequest request = problem.partial();
        if (request == null || !request.headers().has(HeaderName.VIA)) return new Verdict.Drop(detail);
        if (request.method().equals(Method.ACK.name())) return new Verdict.Drop(detail); // RFC 3261 §17.2.1
        boolean unknownMethod = Method.KNOWN.stream().noneMatch(m -> m.name().equals(request.method()));
        if (unknownMethod && problem.status() == 400 && Grammar.isToken(request.method()) && hasUri(request)) {
            return refuse(501, "Not Implemented", allow(), detail);
        }
        return refuse(problem.status(), problem.reason(), Headers.EMPTY, detail);
    }

    /** Whether the request line was whole, so that its first word really is a method. */
    private static boolean hasUri(PartialRequest request) {
        String uri = request.requestUri();
        return !uri.isEmpty() && uri.indexOf(' ') < 0;
    }

    /** What becomes of a response: it counts or it does not, nobody is told. */
    public Verdict check(SipResponse response) {
        // RFC 3261 §8.1.3.3: a second Via means that it was meant for somebody else
        if (response.headers().list(HeaderName.VIA).size() != 1) {
            return new Verdict.Drop("response has more than one Via value, expected only ours");
        }
        String repeated = repeatedField(response.headers());
        return repeated == null ? ACCEPT : new Verdict.Drop("response has several fields " + repeated);
    }

    public Verdict check(SipRequest request) {
        Verdict verdict = judge(request);
        // RFC 3261 §17.1.1.3: an ACK is never answered
        if (verdict instanceof Verdict.Refuse refused && request.method().equals(Method.ACK)) {
            return new Verdict.Drop("ACK is not as it should be: " + refused.detail());
        }
        return verdict;
    }

    private Verdict judge(SipRequest request) {
        Method method = request.method();
        if (!Method.KNOWN.contains(method) && !capabilities.methods().contains(method)) {
            return refuse(501, "Not Implemented", allow(), "method is unknown: " + method);
        }
        Verdict bad = malformed(request);
        if (bad != null) return bad;
        if (!capabilities.methods().contains(method)) { // RFC 3261 §8.2.1
            return refuse(405, "Method Not Allowed", allow(), "method is not taken here: " + method);
        }
        if (!capabilities.hasScheme(request.uri().scheme())) { // RFC 3261 §8.2.2.1
            return refuse(
                    416,
                    "Unsupported URI Scheme",
                    Headers.EMPTY,
                    "scheme of the Request-URI is unknown: "
                            + SipParseException.shown(request.uri().scheme()));
        }
        if (method.equals(Method.ACK) || method.equals(Method.CANCEL)) return ACCEPT; // RFC 3261 §8.2.2.3
        bad = unsupported(request);
        return bad == null ? content(request) : bad;
    }

    /** What makes the request malformed (400), or null. */
    private @Nullable Verdict malformed(SipRequest request) {
        Headers headers = request.headers();
        String repeated = repeatedField(headers);
        if (repeated != null) return bad("Repeated " + repeated + " Header", repeated + " is there several times");
        if (!request.cseq().method().equals(request.method())) { // RFC 3261 §8.1.1.5
            return bad(
                    "CSeq Method Mismatch",
                    "CSeq names another method: " + request.cseq().method() + ", expected " + request.method());
        }
        if (headers.has(HeaderName.MAX_FORWARDS) && request.maxForwards().isEmpty()) {
            return badValue(headers, HeaderName.MAX_FORWARDS, "0 to 255");
        }
        String date = headers.first(HeaderName.DATE);
        if (date != null && !DATE.matcher(date).matches()) { // RFC 4475 §3.1.2.12
            return badValue(headers, HeaderName.DATE, "for example Sat, 13 Nov 2010 23:29:00 GMT");
        }
        if (request.uri() instanceof SipUri uri && !uri.headers().isEmpty()) { // RFC 3261 §19.1.1, table 1
            return bad("Headers in Request-URI", "Request-URI has headers: " + SipParseException.shown(uri.text()));
        }
        Verdict badAddress = badAddress(request);
        if (badAddress != null) return badAddress;
        if (request.method().equals(Method.REGISTER) && !(request.to().uri() instanceof SipUri)) {
            return bad(
                    "Bad To Header",
                    "To of a REGISTER is no SIP URI: " // RFC 3261 §10.3, RFC 4475 §3.3.4
                            + SipParseException.shown(request.to().uri().text()));
        }
        return null;
    }

    private static @Nullable Verdict badAddress(SipRequest request) {
        Headers headers = request.headers();
        for (String name :
                List.of(HeaderName.CONTACT, HeaderName.ROUTE, HeaderName.RECORD_ROUTE, HeaderName.REFER_TO)) {
            if (!headers.has(name)) continue;
            for (String value : headers.list(name)) {
                boolean star = value.equals("*") && name.equals(HeaderName.CONTACT);
                if (star && request.method().equals(Method.REGISTER)) continue;
                try {
                    NameAddr.parse(value);
                } catch (SipParseException e) {
                    SipParseException named = e.in(name);
                    return bad(named.reason(), String.valueOf(named.getMessage()));
                }
            }
        }
        return null;
    }

    private static @Nullable String repeatedField(Headers headers) {
        for (String name : SINGLE) {
            if (headers.count(name) > 1) return name;
        }
        return null;
    }

    /** Extensions the request insists on and we lack (420), or null. */
    private @Nullable Verdict unsupported(SipRequest request) {
        var missing = new ArrayList<String>();
        for (String tag : request.headers().list(HeaderName.REQUIRE)) {
            if (!capabilities.hasExtension(tag)) missing.add(tag);
        }
        if (missing.isEmpty()) return null;
        String tags = String.join(", ", missing);
        return refuse( // RFC 3261 §8.2.2.3
                420,
                "Bad Extension",
                Headers.of(HeaderName.UNSUPPORTED, tags),
                "Require names what we do not have: " + SipParseException.shown(tags));
    }

    /** The body against what the method takes (RFC 3261 §8.2.3), and the answer against what the peer takes. */
    private Verdict content(SipRequest request) {
        Headers headers = request.headers();
        if (request.method().equals(Method.INVITE) && !takesSdp(headers)) { // RFC 4475 §3.3.15
            return refuse(
                    406,
                    "Not Acceptable",
                    Headers.EMPTY,
                    "Accept leaves out application/sdp: "
                            + SipParseException.shown(String.join(", ", headers.list(HeaderName.ACCEPT))));
        }
        List<String> taken = capabilities.bodies().get(request.method());
        if (request.body().length == 0 || taken == null || optional(headers)) return ACCEPT;
        for (String coding : headers.list(HeaderName.CONTENT_ENCODING)) {
            if (coding.equalsIgnoreCase("identity")) continue;
            return refuse(
                    415,
                    "Unsupported Media Type",
                    Headers.of(HeaderName.ACCEPT_ENCODING, "identity"),
                    "body is encoded: " + SipParseException.shown(coding) + ", expected identity");
        }
        String value = headers.first(HeaderName.CONTENT_TYPE);
        if (value == null) { // RFC 3261 §20.15
            return bad("Missing Content-Type Header", "Content-Type is missing, and there is a body");
        }
        MediaType type;
        try {
            type = MediaType.parse(value);
        } catch (SipParseException e) {
            SipParseException named = e.in(HeaderName.CONTENT_TYPE);
            return bad(named.reason(), String.valueOf(named.getMessage()));
        }
        if (takes(taken, type) || BodyPart.isMultipart(type) && hasTakenPart(request, taken)) return ACCEPT;
        return refuse(
                415,
                "Unsupported Media Type",
                Headers.of(HeaderName.ACCEPT, capabilities.accept(request.method())),
                "body is of another type: " + SipParseException.shown(value) + ", expected "
                        + capabilities.accept(request.method()));
    }

    private static boolean takes(List<String> taken, MediaType type) {
        for (String one : taken) {
            if (one.equals("*/*") || type.is(one)) return true;
        }
        return false;
    }

    private static boolean hasTakenPart(SipRequest request, List<String> taken) {
        for (BodyPart part : BodyPart.of(request)) {
            if (takes(taken, part.type())) return true;
        }
        return false;
    }

    /** RFC 3261 §20.11: a body that may be ignored if it is not understood. */
    private static boolean optional(Headers headers) {
        String disposition = headers.first(HeaderName.CONTENT_DISPOSITION);
        if (disposition == null) return false;
        try {
            return "optional"
                    .equalsIgnoreCase(ContentDisposition.parse(disposition).handling());
        } catch (SipParseException e) {
            return false;
        }
    }

    private static boolean takesSdp(Headers headers) {
        if (!headers.has(HeaderName.ACCEPT)) return true; // RFC 3261 §20.1
        for (String range : headers.list(HeaderName.ACCEPT)) {
            try {
                if (MediaType.parse(range).includes("application/sdp")) return true;
            } catch (SipParseException e) {
                continue;
            }
        }
        return false;
    }

    private Headers allow() {
        return Headers.of(HeaderName.ALLOW, capabilities.allow());
    }

    private static Verdict badValue(Headers headers, String name, String expected) {
        String value = SipParseException.shown(String.valueOf(headers.first(name)));
        return bad("Bad " + name + " Header", name + " is malformed: " + value + ", expected " + expected);
    }

    private static Verdict bad(String reason, String detail) {
        return refuse(400, reason, Headers.EMPTY, detail);
    }

    private static Verdict refuse(int status, String reason, Headers headers, String detail) {
        return new Verdict.Refuse(status, reason, headers, detail);
    }
}
