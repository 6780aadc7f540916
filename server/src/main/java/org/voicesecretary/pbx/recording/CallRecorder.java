package org.voicesecretary.pbx.recording;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.NumberOffice;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallKind;
import org.voicesecretary.call.Recorder;
import org.voicesecretary.call.Side;
import org.voicesecretary.call.Spoken;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.cdr.recording.CallRecording;
import org.voicesecretary.cdr.recording.RecordingOrder;
import org.voicesecretary.cdr.recording.Recordings;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.media.record.RecordedFile;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.RecordingRules;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.webhook.OutboxEvent;

/**
 * Records one call while two talk in it. What takes time (making the announcement, opening the file) is done beside the call; whatever goes
 * wrong there, the two go on talking.
 */
final class CallRecorder implements Recorder {
    private final RecordingDesk.Services services;
    private final CallContext call;
    private final Supplier<OutboxEvent.Origin> origin;
    private final List<Made> made = new ArrayList<>();
    private @Nullable Talking talking;
    /** What is being recorded; null = nothing. */
    private @Nullable Side recorded;

    private boolean beginning;
    /** Counts what was begun and given up: what comes too late belongs to none. */
    private int round;

    private boolean endIsTold;

    /** Two who talk. */
    private record Talking(Talk talk, @Nullable String extension, Wanted wanted) {}

    private enum Wanted {
        NEVER,
        ON_DEMAND,
        ALWAYS
    }

    /** @param file fails where there is none */
    private record Made(CallRecording recording, CompletableFuture<RecordedFile> file) {}

    CallRecorder(RecordingDesk.Services services, CallContext call, Supplier<OutboxEvent.Origin> origin) {
        this.services = services;
        this.call = call;
        this.origin = origin;
    }

    @Override
    public synchronized void joined(Talk talk, @Nullable String extension) {
        Wanted wanted = wanted(extension);
        talking = new Talking(talk, extension, wanted);
        if (recorded != null && !recorded.equals(talk.leg())) {
            end(); // somebody else is the caller now
        }
        if (wanted == Wanted.ALWAYS && !isOn()) {
            begin(talking);
        } else if (wanted == Wanted.NEVER) {
            end();
        }
    }

    private Wanted wanted(@Nullable String extension) {
        if (services.numbers().apply(call) == NumberOffice.Recording.ALWAYS) {
            return Wanted.ALWAYS;
        }
        Wanted there = wantedBy(extension);
        Wanted here = wantedBy(call.kind().from().orElse(null));
        return here.compareTo(there) > 0 ? here : there;
    }

    private Wanted wantedBy(@Nullable String extension) {
        Optional<Extension> who = extension == null
                ? Optional.empty()
                : services.offices().apply(call).flatMap(office -> office.extension(extension));
        return who.map(found -> switch (found.recording()) {
                    case OFF -> Wanted.NEVER;
                    case ON_DEMAND -> Wanted.ON_DEMAND;
                    case ALWAYS -> Wanted.ALWAYS;
                })
                .orElse(Wanted.NEVER);
    }

    @Override
    public synchronized void parted() {
        talking = null;
        end();
    }

    @Override
    public synchronized Wish start() {
        Talking now = talking;
        if (now == null) {
            return Wish.NOBODY_TALKS;
        }
        if (now.wanted == Wanted.NEVER) {
            return Wish.NOT_ALLOWED;
        }
        if (isOn()) {
            return Wish.ALREADY;
        }
        begin(now);
        return Wish.DONE;
    }

    @Override
    public synchronized Wish stop() {
        Talking now = talking;
        if (now == null) {
            return Wish.NOBODY_TALKS;
        }
        if (now.wanted != Wanted.ON_DEMAND) {
            return Wish.NOT_ALLOWED;
        }
        if (!isOn()) {
            return Wish.ALREADY;
        }
        end();
        return Wish.DONE;
    }

    private boolean isOn() {
        return beginning || recorded != null;
    }

    // ---- one recording

    private void begin(Talking now) {
        Optional<Office> office = services.offices().apply(call);
        if (office.isPresent()) {
            beginning = true;
            int mine = ++round;
            beside(() -> announce(now, office.get(), mine));
        }
    }

    private void end() {
        beginning = false;
        round++;
        Side leg = recorded;
        recorded = null;
        if (leg != null) {
            leg.endRecording();
        }
    }

    /** Speech may have to be made, and a disk may hang: the two who talk do not wait for that. */
    private void beside(Runnable work) {
        services.beside().execute(work);
    }

    private synchronized boolean isStillWanted(int mine) {
        return beginning && mine == round;
    }

    private void announce(Talking now, Office office, int mine) {
        Optional<Prompt> announcement = office.recording().announcement().flatMap(what -> prompt(now.talk, what));
        if (announcement.isEmpty()) {
            open(now, office, mine);
        } else if (isStillWanted(mine)) {
            now.talk.leg().playToBoth(announcement.get(), () -> beside(() -> open(now, office, mine)));
        }
    }

    private Optional<Prompt> prompt(Talk talk, Announcement what) {
        Spoken spoken = services.announcer().announce(what, call.number(), false);
        spoken.remarks().forEach(talk.timeline()::add);
        if (spoken.prompt() != null) {
            talk.timeline().add(new TimelineEvent.Said("recording", spoken.text(), spoken.language()));
        }
        return Optional.ofNullable(spoken.prompt());
    }

    private void open(Talking now, Office office, int mine) {
        if (!isStillWanted(mine)) {
            return; // they have parted meanwhile
        }
        CallRecording recording = services.recordings().begin(order(now, office));
        Side leg = now.talk.leg();
        try {
            var file = leg.record(services.recordings().place(recording));
            now.talk.timeline().add(new TimelineEvent.Note("the call is recorded: " + recording.id()));
            runs(new Made(recording, file), leg, mine);
        } catch (IOException | IllegalStateException e) {
            now.talk
                    .timeline()
                    .add(new TimelineEvent.Fault(
                            FaultKind.OPERATOR,
                            "recording",
                            String.valueOf(e.getMessage()),
                            "make room on the disk, and let the server write there"));
            runs(new Made(recording, CompletableFuture.failedFuture(e)), null, mine);
        }
    }

    private RecordingOrder order(Talking now, Office office) {
        RecordingRules rules = office.recording();
        return new RecordingOrder(
                origin.get().callNo(),
                call.id().text(),
                office.pbxId(),
                now.extension != null ? now.extension : call.kind().from().orElse(null),
                call.kind() instanceof CallKind.Internal ? null : call.number().number(),
                call.number().zone(),
                rules.format() == RecordingRules.Format.MP3,
                rules.keep());
    }

    /** @param leg null where it failed */
    private synchronized void runs(Made one, @Nullable Side leg, int mine) {
        made.add(one);
        if (leg != null && isStillWanted(mine)) {
            recorded = leg;
        } else if (leg != null) {
            leg.endRecording(); // they have parted while the file was made
        }
        if (mine == round) {
            beginning = false;
        }
        if (endIsTold) {
            finish(one);
        }
    }

    // ---- the end

    @Override
    public synchronized Optional<String> ended() {
        parted();
        return made.stream()
                .filter(one -> !one.file.isCompletedExceptionally())
                .map(one -> one.recording.id())
                .findFirst();
    }

    @Override
    public synchronized void endIsTold() {
        endIsTold = true;
        made.forEach(this::finish);
    }

    private void finish(Made one) {
        WebhookEndpoint endpoint =
                call.kind() instanceof CallKind.Internal ? null : call.number().webhook();
        Recordings.Told told = endpoint == null || !endpoint.wants(EventType.NOTIFY_RECORD)
                ? null
                : new Recordings.Told(origin.get(), endpoint);
        one.file.whenComplete((file, problem) -> {
            if (problem == null) {
                services.recordings().ended(one.recording, file, told);
            } else {
                services.recordings().failed(one.recording, String.valueOf(problem.getMessage()), told);
            }
        });
    }
}
