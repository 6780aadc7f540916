package org.voicesecretary.phone;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.media.sdp.NotAcceptableException;
import org.voicesecretary.media.sdp.SdpParseException;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.InviteOutcome;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.NanoClock;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.PhoneEvents;
import org.voicesecretary.testkit.TestPhone;

/** One call by a phone without a person: dials, does what its key script says, waits for the end, saves what it heard. */
public final class ScriptedCall {
    /** A key is held for 100 ms; the next one may begin after as much silence. */
    private static final Duration KEY_RHYTHM = Duration.ofMillis(200);

    private static final Duration BYE_ANSWER = Duration.ofSeconds(5);
    private static final Duration NOW = Duration.ZERO;

    /**
     * What to do.
     *
     * @param timeout for the answer, for what a key script waits for, and for the far end's BYE after it
     * @param recording where to save what was heard (WAV, mono)
     */
    public record Order(
            String uri,
            InetAddress local,
            DialOptions options,
            KeyScript keys,
            Duration timeout,
            Optional<Path> recording) {}

    /** Is told what happens, as it happens, from several threads, one at a time. */
    public interface Watcher {
        /** @param at milliseconds since dialling */
        void happened(long at, Happening happening);
    }

    private final Order order;
    private final Watcher watcher;
    private final NanoClock clock;
    private volatile long start;
    private volatile @Nullable PhoneCall placed;
    private volatile boolean stopped;

    public ScriptedCall(Order order, Watcher watcher, NanoClock clock) {
        this.order = order;
        this.watcher = watcher;
        this.clock = clock;
        this.start = clock.nanoTime();
    }

    /** Hangs up, from any thread; {@link #place} then returns. */
    public void stop() {
        stopped = true;
        PhoneCall call = placed;
        if (call != null) {
            tell(new Happening.HangingUp("stopped"));
            call.hangUp();
        }
    }

    /**
     * Places the call; returns when it is over.
     *
     * @throws IOException if the phone can have no port, or the recording cannot be saved; what can be known before the call is told
     *     before it
     */
    public CallOutcome place() throws IOException, InterruptedException {
        if (order.recording().isPresent()) {
            makeRoom(order.recording().get());
        }
        start = clock.nanoTime();
        tell(new Happening.Dialling(order.uri(), order.options().callerId()));
        try (var phone = phone();
                var call = phone.dial(order.uri(), order.options())) {
            placed = call;
            if (stopped) { // before there was anything to hang up
                call.hangUp();
            }
            InviteOutcome outcome;
            try {
                outcome = call.await(order.timeout());
            } catch (IllegalStateException e) {
                return misunderstood(call, e);
            }
            if (!(outcome instanceof InviteOutcome.Answered)) {
                return unanswered(call, outcome);
            }
            tell(new Happening.Answered(codec(call)));
            var ears = new Ears(call.heard(), within -> over(call, within), this::tell, clock);
            Thread listener = Thread.ofVirtual().name("ears").start(ears);
            Optional<String> unfinished = follow(call, ears);
            DialogEnd end = end(call);
            listener.join();
            tell(new Happening.Ended(describe(end)));
            return outcome(call, end, unfinished);
        }
    }

    private static void makeRoom(Path recording) throws IOException {
        Path directory = recording.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        if (Files.isDirectory(recording)) {
            throw new FileSystemException(recording.toString(), null, "is a directory, expected a file");
        }
        if (directory != null && !Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
    }

    private TestPhone phone() throws IOException {
        try {
            return TestPhone.at(order.local(), new Progress());
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof IOException) {
                throw new IOException(e.getMessage(), e);
            }
            throw e;
        }
    }

    /** The far end answered, but in a way that makes no call. */
    private CallOutcome misunderstood(PhoneCall call, IllegalStateException why) throws InterruptedException {
        if (!(why.getCause() instanceof SdpParseException || why.getCause() instanceof NotAcceptableException)) {
            throw why;
        }
        String how = String.valueOf(why.getMessage());
        hangUp(call, how);
        call.awaitEnd(BYE_ANSWER);
        tell(new Happening.Ended(how));
        return new CallOutcome(
                true, false, how, Optional.empty(), millis(), call.heard().pcm(), Optional.empty());
    }

    private CallOutcome unanswered(PhoneCall call, InviteOutcome outcome) throws InterruptedException {
        String how = PhoneCall.describe(outcome);
        if (outcome instanceof InviteOutcome.StillRinging) {
            how = "not answered within " + seconds(order.timeout());
            tell(new Happening.HangingUp(how));
            call.hangUp();
            call.awaitEnd(BYE_ANSWER);
        }
        tell(new Happening.Ended(how));
        return new CallOutcome(
                false, false, how, Optional.empty(), millis(), call.heard().pcm(), Optional.empty());
    }

    private CallOutcome outcome(PhoneCall call, DialogEnd end, Optional<String> unfinished) throws IOException {
        var heard = call.heard().pcm();
        if (order.recording().isPresent()) {
            WavFile.write(order.recording().get(), heard);
        }
        boolean bye = end instanceof DialogEnd.RemoteBye || end instanceof DialogEnd.LocalBye;
        return new CallOutcome(true, bye, describe(end), unfinished, millis(), heard, order.recording());
    }

    /** Does the script; tells why not, where it cannot be done to its end. */
    private Optional<String> follow(PhoneCall call, Ears ears) throws InterruptedException {
        int mark = 0;
        int known = 0;
        for (KeyScript.Step step : order.keys().steps()) {
            if (stopped || over(call, NOW)) {
                return Optional.of(stopped ? "stopped" : "the call ended before the key script did");
            }
            switch (step) {
                case KeyScript.Step.Press(var key) -> {
                    mark = call.heard().mark();
                    known = ears.told();
                    call.press(String.valueOf(key));
                    over(call, KEY_RHYTHM);
                }
                case KeyScript.Step.Wait(var time) -> over(call, time);
                case KeyScript.Step.AwaitSpeech() -> {
                    if (!call.heard().awaitSound(mark, order.timeout())) {
                        return Optional.of("nothing was heard within " + seconds(order.timeout()));
                    }
                    ears.awaitSpeechTold(known);
                }
                case KeyScript.Step.AwaitQuiet(var quiet) -> {
                    if (!call.heard().awaitQuiet(quiet, order.timeout())) {
                        return Optional.of("it was never quiet within " + seconds(order.timeout()));
                    }
                    if (quiet.compareTo(KeyScript.QUIET) >= 0) {
                        ears.awaitSilenceTold();
                    }
                }
                case KeyScript.Step.HangUp() -> hangUp(call, "as the key script says");
            }
        }
        return stopped ? Optional.of("stopped") : Optional.empty();
    }

    private DialogEnd end(PhoneCall call) throws InterruptedException {
        Optional<DialogEnd> end = call.awaitEnd(order.timeout());
        if (end.isEmpty()) {
            hangUp(call, "the far end did not within " + seconds(order.timeout()));
            end = call.awaitEnd(BYE_ANSWER);
        }
        return end.orElseGet(() -> new DialogEnd.PeerGone(Optional.empty()));
    }

    private void hangUp(PhoneCall call, String why) {
        tell(new Happening.HangingUp(why));
        call.hangUp();
    }

    /** Waits for the end of the call for so long; tells whether it came. */
    private static boolean over(PhoneCall call, Duration within) throws InterruptedException {
        return call.awaitEnd(within).isPresent();
    }

    private static String codec(PhoneCall call) {
        var codec = call.stats().codec();
        return codec == null ? "no codec" : codec.name();
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - start);
    }

    private synchronized void tell(Happening happening) {
        watcher.happened(millis(), happening);
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0
                ? time.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /** How a call ended, in words, with the Reason (RFC 3326) of the far end where it gave one. */
    static String describe(DialogEnd end) {
        return switch (end) {
            case DialogEnd.LocalBye() -> "ended: this phone hung up (BYE)";
            case DialogEnd.RemoteBye(var bye) -> "ended: the far end hung up (BYE" + reason(bye) + ")";
            case DialogEnd.RemoteCancel(var cancel) -> "ended: cancelled" + reason(cancel);
            case DialogEnd.LocalCancel() -> "ended: given up before it was answered";
            case DialogEnd.LocalReject(var status, var reason) ->
                "ended: refused by this phone, " + status + " " + reason;
            case DialogEnd.RemoteReject(var response) ->
                "ended: refused, " + response.status() + " " + response.reason() + reason(response);
            case DialogEnd.NotAcknowledged() -> "ended: the answer was never acknowledged";
            case DialogEnd.SessionExpired() -> "ended: the session was not refreshed in time (RFC 4028)";
            case DialogEnd.PeerGone(var response) ->
                "ended: the far end knows the call no more"
                        + response.map(r -> " (" + r.status() + " " + r.reason() + ")")
                                .orElse(" or does not answer");
            case DialogEnd.Unreachable(var why) -> "ended: unreachable, " + why;
            case DialogEnd.NoAgreement(var why) -> "ended: no agreement on the sound, " + why;
            case DialogEnd.InternalError(var why) -> "ended: this phone failed, " + why;
        };
    }

    private static String reason(SipMessage message) {
        var reason = message.headers().first("Reason");
        return reason == null || reason.isBlank() ? "" : ", Reason: " + reason;
    }

    private final class Progress implements PhoneEvents {
        @Override
        public void progress(int status, String reason) {
            if (status > 100) {
                tell(new Happening.Progress(status, reason));
            }
        }

        @Override
        public void pressed(char key) {
            tell(new Happening.Pressed(key));
        }
    }
}
