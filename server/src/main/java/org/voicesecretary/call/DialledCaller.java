package org.voicesecretary.call;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.Conference;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.protocol.Q931;
import org.voicesecretary.timeline.FaultKind;

/**
 * The caller's side of a call that begins here: nobody, for nobody has sent us an INVITE. Whoever is dialled first takes the place of
 * the caller ({@link Talk#callerIs}), and has answered by then.
 */
public final class DialledCaller implements CallLeg {
    private final Mailbox mailbox;
    private boolean reached;

    public DialledCaller(CallClock clock) {
        this.mailbox = new Mailbox(clock);
    }

    /** Of the call. */
    public Mailbox mailbox() {
        return mailbox;
    }

    /** The phone that was dialled first has answered. */
    public void reached() {
        reached = true;
    }

    @Override
    public String label() {
        return "nobody";
    }

    @Override
    public void ring() {}

    @Override
    public void soundBeforeAnswer() {}

    @Override
    public void answer() {
        mailbox.post(
                reached
                        ? new CallSignal.Answered()
                        : new CallSignal.LegFailed(
                                FaultKind.INTERNAL, "nobody has been reached who could be answered"));
    }

    @Override
    public void reject(int sipStatus, Q931 cause) {}

    @Override
    public Playback play(List<Prompt> prompts) {
        return mailbox.newPlayback();
    }

    @Override
    public void stopPlayback() {}

    @Override
    public void busyTone() {}

    @Override
    public void ringingTone() {}

    @Override
    public void loop(Prompt prompt) {}

    @Override
    public void connect(Side other, HoldMusic music) {}

    @Override
    public void enter(Conference conference) {}

    @Override
    public void leave(Conference conference) {}

    @Override
    public void disconnect() {}

    @Override
    public CompletableFuture<RecordedFile> record(Path file) throws IOException {
        throw new IOException("nobody has been reached who could be recorded");
    }

    @Override
    public void endRecording() {}

    @Override
    public void playToBoth(Prompt prompt, Runnable afterwards) {
        afterwards.run();
    }

    @Override
    public void heedVoice() {}

    @Override
    public Optional<RecordedFile> stopRecording() {
        return Optional.empty();
    }

    @Override
    public Duration callerQuiet() {
        return Duration.ZERO;
    }

    @Override
    public void filterKeys(@Nullable KeyFilter filter) {}

    @Override
    public void sendKeys(List<DtmfDigit> keys) {}

    @Override
    public boolean isOver() {
        return !reached;
    }

    @Override
    public void hangUp(Q931 cause) {}
}
