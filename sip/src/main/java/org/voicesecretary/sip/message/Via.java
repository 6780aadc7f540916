package org.voicesecretary.sip.message;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One Via value (RFC 3261 §20.42, RFC 3581).
 *
 * @param transport {@code UDP}, {@code TCP}, {@code TLS} … as written
 * @param host name or address of the sender, IPv6 without brackets
 * @param port -1 where none is written
 * @param params {@code branch}, {@code received}, {@code rport} …
 */
public record Via(String transport, String host, int port, Params params) {
    /** Branches made by RFC 3261 start with this. */
    public static final String MAGIC_COOKIE = "z9hG4bK";

    public static Via parse(String value) throws SipParseException {
        var in = new Scanner(value);
        in.skipWhitespace();
        if (value.startsWith("SIP/2.0/UDP ")) { // what almost every message says, for nothing
            in.jump(11);
            return rest(in, "UDP");
        }
        String protocol = in.token("SIP");
        in.expect('/');
        String version = in.token("2.0");
        if (!protocol.equalsIgnoreCase("SIP") || !version.equals("2.0")) {
            throw new SipParseException(
                    "protocol is unknown: " + SipParseException.shown(protocol + "/" + version) + ", expected SIP/2.0");
        }
        in.expect('/');
        return rest(in, in.token("a transport"));
    }

    private static Via rest(Scanner in, String transport) throws SipParseException {
        if (!Grammar.isWhitespace(in.peek())) throw in.malformed("white space after the transport");
        in.skipWhitespace();
        Host host = Host.parse(in.peek() == '[' ? bracketed(in) : in.until(":;,"));
        int port = -1;
        if (in.take(':')) {
            port = (int) Grammar.number(in.until(";,"), 65535);
            if (port < 0) throw in.malformed("a port from 0 to 65535");
        }
        Params params = Params.parse(in);
        in.expectEnd();
        return new Via(transport, host.name(), port, params);
    }

    private static String bracketed(Scanner in) throws SipParseException {
        String text = in.until("]");
        if (in.peek() != ']') throw in.malformed("]");
        in.jump(in.position() + 1);
        return text + "]";
    }

    public @Nullable String branch() {
        return params.value("branch");
    }

    /** Whether the branch identifies the transaction by itself (RFC 3261 §17.2.3); false for one of RFC 2543. */
    public boolean hasRfc3261Branch() {
        String branch = branch();
        return branch != null && branch.startsWith(MAGIC_COOKIE) && branch.length() > MAGIC_COOKIE.length();
    }

    public @Nullable String received() {
        return params.value("received");
    }

    /** Whether the sender asked for answers to its source port (RFC 3581 §3); true also once the port is filled in. */
    public boolean wantsRport() {
        return params.has("rport");
    }

    /** The port that was filled in; empty where rport is absent or still has no value. */
    public OptionalInt rport() {
        String value = params.value("rport");
        long port = value == null ? -1 : Grammar.number(value, 65535);
        return port < 0 ? OptionalInt.empty() : OptionalInt.of((int) port);
    }

    /** Notes where the request really came from; {@code address} is a literal without brackets. */
    public Via withSource(String address, int sourcePort) {
        Params noted = params;
        if (wantsRport()) {
            // RFC 3581 §4: received comes along even where it equals sent-by
            noted = noted.with("received", address).with("rport", Integer.toString(sourcePort));
        } else if (!host.equalsIgnoreCase(address)) {
            noted = noted.with("received", address); // RFC 3261 §18.2.1
        }
        return noted == params ? this : new Via(transport, host, port, noted);
    }

    public String text() {
        var out = new StringBuilder(64).append("SIP/2.0/").append(transport).append(' ');
        out.append(new Host(host).text());
        if (port >= 0) out.append(':').append(port);
        params.appendTo(out);
        return out.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
