package org.voicesecretary.call;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.Conference;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.protocol.Q931;

/** Stands in one call for somebody who is in another: what is done to it is done there, and when one of the two calls ends, so does the other. */
public final class Linked implements Branch {
    private final Speaker real;
    private final Mailbox there;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean joinedElsewhere;
    private @Nullable Linked counterpart;

    private Linked(Speaker real, Mailbox there, boolean joinedElsewhere) {
        this.real = real;
        this.there = there;
        this.joinedElsewhere = new AtomicBoolean(joinedElsewhere);
    }

    /** Stands for the guest in the host's call, which joins the two; its counterpart stands for the host. */
    static Linked of(Speaker guest, Mailbox guestsCall, Speaker host, Mailbox hostsCall) {
        var forGuest = new Linked(guest, guestsCall, false);
        var forHost = new Linked(host, hostsCall, true);
        forGuest.counterpart = forHost;
        forHost.counterpart = forGuest;
        return forGuest;
    }

    Linked counterpart() {
        Linked other = counterpart;
        if (other == null) {
            throw new IllegalStateException("made without a counterpart");
        }
        return other;
    }

    public Speaker real() {
        return real;
    }

    /** Whether the other call joins the two at first; asked once, from then on each call may. */
    public boolean isJoinedElsewhere() {
        return joinedElsewhere.getAndSet(false);
    }

    @Override
    public Side itself() {
        return real.side().itself();
    }

    @Override
    public String label() {
        return real.number();
    }

    @Override
    public void release(Why why) {
        if (over.compareAndSet(false, true)) {
            Linked other = counterpart();
            if (other.over.compareAndSet(false, true)) {
                there.post(new CallSignal.BranchOver(other, new BranchEnd.HungUp()));
            }
        }
    }

    @Override
    public void hangUp(Q931 cause) {
        release(Why.CALL_OVER);
    }

    @Override
    public boolean isOver() {
        return over.get();
    }

    /** Its keys go to its own call, which knows what to do with them. */
    @Override
    public void filterKeys(@Nullable KeyFilter filter) {
        // see above
    }

    @Override
    public void sendKeys(List<DtmfDigit> keys) {
        real.side().sendKeys(keys);
    }

    @Override
    public Playback play(List<Prompt> prompts) {
        return real.side().play(prompts);
    }

    @Override
    public void stopPlayback() {
        real.side().stopPlayback();
    }

    @Override
    public void busyTone() {
        real.side().busyTone();
    }

    @Override
    public void ringingTone() {
        real.side().ringingTone();
    }

    @Override
    public void loop(Prompt prompt) {
        real.side().loop(prompt);
    }

    @Override
    public void connect(Side other, HoldMusic music) {
        real.side().connect(other, music);
    }

    @Override
    public void enter(Conference conference) {
        real.side().enter(conference);
    }

    @Override
    public void leave(Conference conference) {
        real.side().leave(conference);
    }

    @Override
    public void disconnect() {
        real.side().disconnect();
    }

    @Override
    public void playToBoth(Prompt prompt, Runnable afterwards) {
        real.side().playToBoth(prompt, afterwards);
    }

    @Override
    public CompletableFuture<RecordedFile> record(Path file) throws IOException {
        return real.side().record(file);
    }

    @Override
    public void endRecording() {
        real.side().endRecording();
    }

    @Override
    public void heedVoice() {
        real.side().heedVoice();
    }

    @Override
    public Optional<RecordedFile> stopRecording() {
        return real.side().stopRecording();
    }

    @Override
    public Duration callerQuiet() {
        return real.side().callerQuiet();
    }
}
