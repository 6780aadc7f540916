package org.voicesecretary.sip;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/** Notes what a call tells, as short words, and answers offers. */
final class RecordingListener implements CallListener {

    private final List<String> events = new ArrayList<>();
    private final Function<Offer, OfferReply> answers;
    private Dialog dialog;
    private DialogEnd end;
    private int ends;
    private boolean answered;

    RecordingListener() {
        this(offer -> new OfferReply.Accept("answer".getBytes(StandardCharsets.UTF_8)));
    }

    RecordingListener(Function<Offer, OfferReply> answers) {
        this.answers = answers;
    }

    private synchronized void note(String event) {
        events.add(event);
        notifyAll();
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    synchronized Dialog dialog() {
        return dialog;
    }

    synchronized DialogEnd end() {
        return end;
    }

    synchronized int ends() {
        return ends;
    }

    /** Whether our 200 went out; no event, since most tests of calls take it for granted. */
    synchronized boolean answered() {
        return answered;
    }

    /** Waits until an event that begins so has been told. */
    synchronized void await(String beginning) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (events.stream().noneMatch(event -> event.startsWith(beginning))) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("no event \"" + beginning + "\" within 10 s, but " + events);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void onProgress(SipResponse response) {
        note("progress " + response.status() + text(SessionBody.of(response)));
    }

    @Override
    public void onCancelled(SipRequest cancel) {
        note("cancelled");
    }

    @Override
    public void onAnswered(Dialog of) {
        synchronized (this) {
            answered = true;
        }
    }

    @Override
    public void onEstablished(Dialog established, byte[] ackBody) {
        synchronized (this) {
            dialog = established;
        }
        note("established" + text(ackBody));
    }

    @Override
    public OfferReply onOffer(Dialog of, Offer offer) {
        note("offer" + text(offer.body()));
        return answers.apply(offer);
    }

    @Override
    public void onAnswer(Dialog of, byte[] answer) {
        note("answer" + text(answer));
    }

    @Override
    public void onInfo(Dialog of, SipRequest info) {
        note("info" + text(info.body()));
    }

    @Override
    public void onEnded(DialogEnd how) {
        synchronized (this) {
            end = how;
            ends++;
        }
        note("ended " + how.getClass().getSimpleName());
    }

    private static String text(byte[] body) {
        return body.length == 0 ? "" : " " + new String(body, StandardCharsets.UTF_8);
    }
}
