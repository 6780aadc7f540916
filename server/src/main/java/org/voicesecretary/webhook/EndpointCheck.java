package org.voicesecretary.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/** The handshake by which a script shows that it knows the protocol: it echoes {@code zd_echo}, and nothing else. */
public final class EndpointCheck {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int TOKEN = 24;
    private static final int EXCERPT = 80;

    private final WebhookClient client;
    private final SecureRandom random;

    public EndpointCheck(WebhookClient client, SecureRandom random) {
        this.client = client;
        this.random = random;
    }

    /** How it went. */
    public sealed interface Result {
        record Echoed() implements Result {}

        /** The page came but is not the token; {@code excerpt} is its beginning. */
        record Different(int status, String excerpt) implements Result {}

        /** No page came. */
        record Unreachable(AskOutcome outcome) implements Result {}
    }

    public Result check(URI url, Duration budget) throws InterruptedException {
        String token = token();
        return switch (client.get(withEcho(url, token), budget)) {
            case AskOutcome.Replied(var status, var body) ->
                Arrays.equals(body, token.getBytes(StandardCharsets.US_ASCII))
                        ? new Result.Echoed()
                        : new Result.Different(status, excerpt(body));
            case AskOutcome.BadStatus(var status, var body) -> new Result.Different(status, excerpt(body));
            case AskOutcome other -> new Result.Unreachable(other);
        };
    }

    /** Adds the token to whatever query the URL has. */
    static URI withEcho(URI url, String token) {
        String text = url.toString();
        int hash = text.indexOf('#');
        String base = hash < 0 ? text : text.substring(0, hash);
        String separator = base.indexOf('?') < 0 ? "?" : base.endsWith("?") || base.endsWith("&") ? "" : "&";
        return URI.create(base + separator + "zd_echo=" + token);
    }

    private String token() {
        var token = new StringBuilder(TOKEN);
        for (int i = 0; i < TOKEN; i++) {
            token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return token.toString();
    }

    private static String excerpt(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }
}
