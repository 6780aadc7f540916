package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many voice messages wait (RFC 3842): what lights the lamp of a phone.
 *
 * @param account the address of the mailbox, such as {@code sip:7-101@office.example}; empty: not said
 * @param fresh not listened to yet
 * @param old the others
 * @param freshUrgent how many of the fresh ones are urgent
 * @param oldUrgent how many of the old ones are
 */
public record MessageSummary(String account, int fresh, int old, int freshUrgent, int oldUrgent) {

    /** The event package. */
    public static final String EVENT = "message-summary";

    public static final String TYPE = "application/simple-message-summary";

    private static final Pattern WAITING =
            Pattern.compile("(?im)^Messages?-Waiting[ \\t]*:[ \\t]*(yes|no)[ \\t]*\\r?$");
    private static final Pattern ACCOUNT = Pattern.compile("(?im)^Message-Account[ \\t]*:[ \\t]*(\\S+)[ \\t]*\\r?$");
    private static final Pattern VOICE = Pattern.compile("(?im)^Voice-Message[ \\t]*:[ \\t]*(\\d{1,9})[ \\t]*/[ \\t]*"
            + "(\\d{1,9})[ \\t]*(?:\\([ \\t]*(\\d{1,9})[ \\t]*/[ \\t]*(\\d{1,9})[ \\t]*\\))?[ \\t]*\\r?$");

    public MessageSummary {
        if (account.indexOf('\r') >= 0 || account.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("message account has a line end: expected a URI");
        }
    }

    public static MessageSummary of(String account, int fresh, int old) {
        return new MessageSummary(account, fresh, old, 0, 0);
    }

    public boolean waiting() {
        return fresh > 0;
    }

    /** Empty where it is none: the first line must say whether messages wait. */
    public static Optional<MessageSummary> parse(byte[] body) {
        String text = new String(body, UTF_8);
        Matcher waiting = WAITING.matcher(text);
        if (!waiting.find()) {
            return Optional.empty();
        }
        Matcher account = ACCOUNT.matcher(text);
        String named = account.find() ? account.group(1) : "";
        Matcher voice = VOICE.matcher(text);
        if (!voice.find()) {
            // Some say no numbers.
            return Optional.of(of(named, waiting.group(1).equalsIgnoreCase("yes") ? 1 : 0, 0));
        }
        boolean urgent = voice.group(3) != null;
        return Optional.of(new MessageSummary(
                named,
                Integer.parseInt(voice.group(1)),
                Integer.parseInt(voice.group(2)),
                urgent ? Integer.parseInt(voice.group(3)) : 0,
                urgent ? Integer.parseInt(voice.group(4)) : 0));
    }

    public Notification notification() {
        var text = new StringBuilder("Messages-Waiting: " + (waiting() ? "yes" : "no") + "\r\n");
        if (!account.isEmpty()) {
            text.append("Message-Account: ").append(account).append("\r\n");
        }
        text.append("Voice-Message: %d/%d (%d/%d)\r\n".formatted(fresh, old, freshUrgent, oldUrgent));
        return Notification.of(TYPE, text.toString());
    }
}
