package org.voicesecretary.benchmarks.phones;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A telephone of an extension, as far as it registers. On the thread of its {@link DeskBank} only. */
final class Desk {
    private static final long FIRST_RESEND_NANOS = 500_000_000L;
    private static final long GIVE_UP_NANOS = 10_000_000_000L;
    private static final int EXPIRES_SECONDS = 3600;
    private static final HexFormat HEX = HexFormat.of();

    final int number;
    private final DeskLogin login;
    private final String server;
    private final String self;
    private final String callId;
    private final String secret;
    private final String uriHash;
    private int sequence;
    private @Nullable RegisterRun run;
    private boolean challenged;
    private String pending = "";
    private long since;
    private long resendAt;
    private long resendAfter;

    /**
     * @param server host and port
     * @param self host and port of the telephones
     * @param salt makes the Call-ID one of this run
     */
    Desk(int number, DeskLogin login, String server, String self, String salt) {
        this.number = number;
        this.login = login;
        this.server = server;
        this.self = self;
        this.callId = "r" + number + "." + salt;
        this.secret = login.password();
        this.uriHash = md5("REGISTER:sip:" + server);
    }

    @Nullable
    RegisterRun run() {
        return run;
    }

    /** The REGISTER without credentials. */
    String register(RegisterRun forRun, long now) {
        run = forRun;
        challenged = false;
        since = now;
        return sending(request(""), now);
    }

    /** The REGISTER that answers {@code challenge}, or null where it was answered before: the password is refused. */
    @Nullable
    String respond(SipHead challenge, long now) {
        if (challenged) {
            return null;
        }
        challenged = true;
        String nonce = challenge.challenge("nonce");
        String realm = challenge.challenge("realm");
        String owner = md5(login.login() + ":" + realm + ":" + secret);
        String response = md5(owner + ":" + nonce + ":00000001:0a4f113b:auth:" + uriHash);
        return sending(
                request("Authorization: Digest username=\"" + login.login() + "\", realm=\"" + realm + "\", nonce=\""
                        + nonce + "\", uri=\"sip:" + server + "\", response=\"" + response
                        + "\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"0a4f113b\"\r\n"),
                now);
    }

    private String sending(String request, long now) {
        pending = request;
        resendAfter = FIRST_RESEND_NANOS;
        resendAt = now + resendAfter;
        return request;
    }

    private String request(String credentials) {
        sequence++;
        String address = "<sip:" + login.login() + "@" + server + ">";
        return "REGISTER sip:" + server + " SIP/2.0\r\nVia: SIP/2.0/UDP " + self + ";branch=z9hG4bK" + callId + "."
                + sequence
                + ";rport\r\nMax-Forwards: 70\r\nFrom: " + address + ";tag=d" + number + "\r\nTo: " + address
                + "\r\nCall-ID: " + callId + "\r\nCSeq: " + sequence + " REGISTER\r\nContact: <sip:d" + number + "@"
                + self
                + ">;expires=" + EXPIRES_SECONDS + "\r\nUser-Agent: bench\r\n" + credentials
                + "Content-Length: 0\r\n\r\n";
    }

    /** Whether an answer is to the request under way, not to an earlier one that was sent twice. */
    boolean awaits(SipHead response) {
        return run != null && response.sequence() == sequence;
    }

    long since() {
        return since;
    }

    boolean resendDue(long now) {
        return now - resendAt >= 0;
    }

    boolean givenUp(long now) {
        return now - since > GIVE_UP_NANOS;
    }

    /** The request under way once more. */
    String resend(long now) {
        resendAfter *= 2;
        resendAt = now + resendAfter;
        return pending;
    }

    void done() {
        run = null;
        pending = "";
    }

    private static String md5(String text) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5, which every Java has to have", e);
        }
    }
}
