package org.voicesecretary.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A request or a response.
 *
 * <p>The fields every message needs (Via, From, To, Call-ID, CSeq) were checked when the message was parsed; on a
 * message built by hand that lacks one, their accessors throw {@link IllegalStateException}. All other fields are
 * optional, and one that is malformed counts as absent (RFC 3261 §7.3.1): {@link MessageCheck} refuses the requests for which that would be wrong.
 */
public sealed interface SipMessage permits SipRequest, SipResponse {
    Headers headers();

    /** The body, not a copy: not to be changed. */
    byte[] body();

    /** The bytes for the wire; Content-Length is always there and right. */
    byte[] encode();

    SipMessage withHeaders(Headers headers);

    SipMessage withBody(String contentType, byte[] body);

    /** The topmost Via value. */
    default Via topVia() {
        try {
            return headers().topVia();
        } catch (SipParseException e) {
            throw incomplete(e);
        }
    }

    default NameAddr from() {
        try {
            return headers().from();
        } catch (SipParseException e) {
            throw incomplete(e);
        }
    }

    default NameAddr to() {
        try {
            return headers().to();
        } catch (SipParseException e) {
            throw incomplete(e);
        }
    }

    default String callId() {
        try {
            return headers().callId();
        } catch (SipParseException e) {
            throw incomplete(e);
        }
    }

    default CSeq cseq() {
        try {
            return headers().cseq();
        } catch (SipParseException e) {
            throw incomplete(e);
        }
    }

    private static IllegalStateException incomplete(SipParseException e) {
        return new IllegalStateException("message is incomplete: " + e.getMessage(), e);
    }

    default @Nullable String fromTag() {
        return from().tag();
    }

    default @Nullable String toTag() {
        return to().tag();
    }

    /** All Via values, topmost first; malformed ones below the top are left out. */
    default List<Via> vias() {
        return typedList(HeaderName.VIA, Via::parse);
    }

    /** The first Contact; empty also for {@code *}. */
    default Optional<NameAddr> contact() {
        List<NameAddr> contacts = contacts();
        return contacts.isEmpty() ? Optional.empty() : Optional.of(contacts.getFirst());
    }

    default List<NameAddr> contacts() {
        return addresses(HeaderName.CONTACT);
    }

    /** Whether the Contact is {@code *}: all bindings (RFC 3261 §10.2.2). */
    default boolean contactIsStar() {
        return "*".equals(headers().first(HeaderName.CONTACT));
    }

    default List<NameAddr> routes() {
        return addresses(HeaderName.ROUTE);
    }

    /** In the order of the message, topmost first. */
    default List<NameAddr> recordRoutes() {
        return addresses(HeaderName.RECORD_ROUTE);
    }

    /** The addresses of any such header, e.g. P-Asserted-Identity; malformed ones are left out. */
    default List<NameAddr> addresses(String headerName) {
        return typedList(headerName, NameAddr::parse);
    }

    default Optional<MediaType> contentType() {
        return typed(HeaderName.CONTENT_TYPE, MediaType::parse);
    }

    /** 0 to 255; empty where absent or malformed. */
    default OptionalInt maxForwards() {
        String value = headers().first(HeaderName.MAX_FORWARDS);
        long hops = value == null ? -1 : Grammar.number(value, 255);
        return hops < 0 ? OptionalInt.empty() : OptionalInt.of((int) hops);
    }

    /** Seconds of the Expires header; empty where absent or malformed. */
    default OptionalLong expires() {
        return seconds(HeaderName.EXPIRES);
    }

    /** Seconds of Min-SE (RFC 4028 §5), parameters left out; empty where absent or malformed. */
    default OptionalLong minSe() {
        return seconds(HeaderName.MIN_SE);
    }

    default Optional<SessionExpires> sessionExpires() {
        return typed(HeaderName.SESSION_EXPIRES, SessionExpires::parse);
    }

    /** The number of a reliable provisional response (RFC 3262 §7.1); empty where absent or malformed. */
    default OptionalLong rseq() {
        return seconds(HeaderName.RSEQ);
    }

    default Optional<RAck> rack() {
        return typed(HeaderName.RACK, RAck::parse);
    }

    default Optional<RetryAfter> retryAfter() {
        return typed(HeaderName.RETRY_AFTER, RetryAfter::parse);
    }

    /** All Reason values (RFC 3326). */
    default List<Reason> reasons() {
        return typedList(HeaderName.REASON, Reason::parse);
    }

    /** The body of this media type: the whole, or a part of a multipart body. */
    default Optional<byte[]> bodyOf(String mediaType) {
        return BodyPart.find(this, mediaType);
    }

    private OptionalLong seconds(String name) {
        String value = headers().first(name);
        if (value == null) return OptionalLong.empty();
        int semicolon = value.indexOf(';');
        long seconds = Grammar.number((semicolon < 0 ? value : value.substring(0, semicolon)).strip(), CSeq.MAX);
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
    }

    /** Whether the tag is among the option tags of Supported or Require. */
    default boolean supports(String optionTag) {
        return hasOption(HeaderName.SUPPORTED, optionTag) || requires(optionTag);
    }

    default boolean requires(String optionTag) {
        return hasOption(HeaderName.REQUIRE, optionTag);
    }

    private boolean hasOption(String header, String tag) {
        for (String value : headers().list(header)) {
            if (value.equalsIgnoreCase(tag)) return true;
        }
        return false;
    }

    /** Whether Allow names the method; false where there is no Allow. */
    default boolean allows(Method method) {
        return headers().list(HeaderName.ALLOW).contains(method.name());
    }

    /** A header through its own reader; empty where absent or malformed. */
    default <T> Optional<T> typed(String headerName, ValueParser<T> parser) {
        String value = headers().first(headerName);
        if (value == null) return Optional.empty();
        try {
            return Optional.of(parser.parse(value));
        } catch (SipParseException e) {
            return Optional.empty();
        }
    }

    /** All elements of a list header through their reader; malformed ones are left out. */
    default <T> List<T> typedList(String headerName, ValueParser<T> parser) {
        var list = new ArrayList<T>();
        for (String value : headers().list(headerName)) {
            try {
                list.add(parser.parse(value));
            } catch (SipParseException e) {
                continue; // counts as absent
            }
        }
        return list;
    }

    /** Reads one header value, e.g. {@code MediaType::parse}. */
    @FunctionalInterface
    interface ValueParser<T> {
        T parse(String value) throws SipParseException;
    }
}
