package org.voicesecretary.e2e;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.WebhookDouble;
import org.voicesecretary.testkit.WebhookRequest;

/** A number with a script of its own, for one test. */
final class Line {
    private static final AtomicLong CALLERS = new AtomicLong(442037700001L);

    private final Switchboard board;
    private final String number;
    private final WebhookDouble script;

    Line(Switchboard board, String number, WebhookDouble script) {
        this.board = board;
        this.number = number;
        this.script = script;
    }

    String number() {
        return number;
    }

    WebhookDouble script() {
        return script;
    }

    /** What NOTIFY_START gets, then one NOTIFY_IVR after the other. */
    Line replies(DoubleReply start, DoubleReply... ivr) {
        script.on(EventType.NOTIFY_START, start).on(EventType.NOTIFY_IVR, ivr);
        return this;
    }

    Line replies(String start, String... ivr) {
        return replies(
                DoubleReply.json(start),
                List.of(ivr).stream().map(DoubleReply::json).toArray(DoubleReply[]::new));
    }

    /** Calls; see {@link LineCall#phone()} for what becomes of it. */
    LineCall dial() throws InterruptedException {
        return dial(DialOptions.DEFAULTS.from(Long.toString(CALLERS.getAndIncrement())));
    }

    LineCall dial(DialOptions options) throws InterruptedException {
        return board.dial(number, options, this);
    }

    /** Calls and is answered. */
    LineCall call() throws InterruptedException {
        LineCall call = dial();
        call.phone().answered();
        return call;
    }

    WebhookRequest awaits(EventType type) {
        return script.awaitRequest(type, Switchboard.SOON);
    }
}
