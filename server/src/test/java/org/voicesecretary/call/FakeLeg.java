package org.voicesecretary.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.Conference;
import org.voicesecretary.media.DigitSource;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavWriter;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.codec.EncodedAudio;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.protocol.Q931;

/** A leg in memory: keeps a journal of what it was told, each line with its millisecond, and plays prompts in simulated time. */
public final class FakeLeg implements CallLeg {
    /** A prompt that is nothing but a name and a length. */
    public record NamedPrompt(String name, long durationMillis) implements Prompt {
        @Override
        public EncodedAudio encoded(AudioCodec codec) {
            throw new UnsupportedOperationException("nobody hears a fake leg");
        }
    }

    private final SimulatedTime time;
    private final Mailbox mailbox;
    private final List<String> journal = new ArrayList<>();
    private long playbacks;
    private long playing;
    private boolean answerable = true;
    private Duration playbackWaits = Duration.ZERO;
    private Duration answerTakes = Duration.ZERO;
    private boolean losingEnds;
    private boolean broken;
    private @Nullable Path recording;
    private CompletableFuture<RecordedFile> recorded = new CompletableFuture<>();
    private @Nullable String recordingFails;
    private long recordedSince;
    private long quietSince;
    private @Nullable KeyFilter filter;
    private boolean over;

    public FakeLeg(SimulatedTime time, Mailbox mailbox) {
        this.time = time;
        this.mailbox = mailbox;
    }

    /** {@code "1200 play menu"}: milliseconds, verb, what. */
    public List<String> journal() {
        return journal;
    }

    /** The answer goes out so long after it was ordered. */
    public void answersLate(Duration after) {
        answerTakes = after;
    }

    /** Sound begins so long after it was ordered: the caller's session is not known before. */
    public void playsLate(Duration after) {
        playbackWaits = after;
    }

    /** The next answer fails and this is why. */
    public void refuseAnswer(CallSignal.Ending reason) {
        answerable = false;
        mailbox.post(reason);
    }

    /** The caller says nothing any more from that millisecond on. */
    public void quietAt(long millis) {
        time.at(millis, () -> quietSince = time.nanoTime());
    }

    /** Recordings end with this complaint of the disk. */
    public void recordingFails(String why) {
        recordingFails = why;
    }

    /** Throws when it is released. */
    public void breaksAtTheEnd() {
        broken = true;
    }

    /** Playbacks end without a word from now on. */
    public void loseTheNextEnd() {
        losingEnds = true;
    }

    /** The caller presses keys, all at that millisecond. */
    public void pressAt(long millis, String keys) {
        time.at(millis, () -> {
            for (char key : keys.toCharArray()) {
                DtmfDigit digit = DtmfDigit.of(key).orElseThrow();
                KeyFilter asked = filter;
                if (asked != null && asked.passes(digit, time.nanoTime())) {
                    note("key " + key + " passes");
                }
                mailbox.post(new CallSignal.DigitPressed(digit, DigitSource.TELEPHONE_EVENT, time.nanoTime()));
            }
        });
    }

    /** Something happens to the leg at that millisecond. */
    public void signalAt(long millis, CallSignal signal) {
        time.at(millis, () -> {
            over |= signal instanceof CallSignal.RemoteHungUp;
            mailbox.post(signal);
        });
    }

    @Override
    public String label() {
        return "caller";
    }

    @Override
    public void ring() {
        note("ring");
    }

    @Override
    public void soundBeforeAnswer() {
        note("sound before the answer");
    }

    @Override
    public void answer() {
        note(answerable ? "answer" : "answer fails");
        if (answerable && answerTakes.isZero()) {
            mailbox.post(new CallSignal.Answered());
        } else if (answerable) {
            time.after(answerTakes, () -> mailbox.post(new CallSignal.Answered()));
        }
    }

    @Override
    public void reject(int sipStatus, Q931 cause) {
        note("reject " + sipStatus + " cause " + cause.code());
    }

    @Override
    public Playback play(List<Prompt> prompts) {
        var playback = new Playback(++playbacks);
        playing = playback.number();
        long millis = 0;
        var names = new ArrayList<String>();
        for (Prompt prompt : prompts) {
            names.add(name(prompt));
            millis += prompt.durationMillis();
        }
        note("play " + String.join("+", names));
        time.after(playbackWaits.plusMillis(millis), () -> {
            if (playing == playback.number() && !losingEnds) {
                playing = 0;
                note("end");
                mailbox.post(new CallSignal.PlaybackFinished(playback));
            }
        });
        return playback;
    }

    @Override
    public void stopPlayback() {
        if (playing != 0) {
            playing = 0;
            note("stop");
        }
    }

    @Override
    public void busyTone() {
        playing = ++playbacks;
        note("busy tone");
    }

    @Override
    public void ringingTone() {
        playing = ++playbacks;
        note("ringing tone");
    }

    @Override
    public void loop(Prompt prompt) {
        playing = ++playbacks;
        note("loop " + name(prompt));
    }

    @Override
    public void connect(Side other, HoldMusic music) {
        note("connect " + other.label());
    }

    @Override
    public void enter(Conference conference) {
        note("enter");
    }

    @Override
    public void leave(Conference conference) {
        note("leave");
    }

    @Override
    public void disconnect() {
        note("disconnect");
    }

    @Override
    public void playToBoth(Prompt prompt, Runnable afterwards) {
        note("play to both " + name(prompt));
        time.after(Duration.ofMillis(prompt.durationMillis()), afterwards::run);
    }

    /** The caller speaks all the time, unless told otherwise. */
    @Override
    public CompletableFuture<RecordedFile> record(Path file) {
        note("record");
        recording = file;
        recorded = new CompletableFuture<>();
        recordedSince = time.nanoTime();
        return recorded;
    }

    @Override
    public void endRecording() {
        CompletableFuture<RecordedFile> ended = recorded;
        stopRecording().ifPresent(ended::complete);
    }

    @Override
    public void heedVoice() {}

    /** Writes what a recorder would have: a tone from the caller, silence from the robot. */
    @Override
    public Optional<RecordedFile> stopRecording() {
        Path file = recording;
        if (file == null) {
            return Optional.empty();
        }
        recording = null;
        long millis = (time.nanoTime() - recordedSince) / 1_000_000;
        note("recorded " + millis + " ms");
        short[] tone = Tones.sine(440, 8000, Math.max(20, millis), 8000).samples();
        try (WavWriter wav = WavWriter.stereo(file, 8000)) {
            wav.write(tone, 0, new short[tone.length], 0, tone.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new RecordedFile(file, millis, 0, recordingFails));
    }

    @Override
    public Duration callerQuiet() {
        return quietSince == 0 ? Duration.ZERO : Duration.ofNanos(time.nanoTime() - quietSince);
    }

    @Override
    public void hangUp(Q931 cause) {
        note("bye cause " + cause.code());
        over = true;
        if (broken) {
            throw new IllegalStateException("a bug in the leg");
        }
    }

    @Override
    public void filterKeys(@Nullable KeyFilter chosen) {
        filter = chosen;
    }

    @Override
    public void sendKeys(List<DtmfDigit> keys) {
        var text = new StringBuilder();
        keys.forEach(key -> text.append(key.symbol()));
        note("keys " + text);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    private static String name(Prompt prompt) {
        return prompt instanceof NamedPrompt named ? named.name() : "a sound of " + prompt.durationMillis() + " ms";
    }

    private void note(String what) {
        journal.add(time.millis() + " " + what);
    }
}
