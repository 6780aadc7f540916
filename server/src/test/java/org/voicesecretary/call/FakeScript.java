package org.voicesecretary.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.Instruction;

/** A script with prepared answers; the last one is given again and again. Keeps what it was asked, and when. */
public final class FakeScript implements ScriptSource {
    private record Prepared(Duration after, ScriptAnswer answer) {}

    private final SimulatedTime time;
    private final ArrayDeque<Prepared> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private boolean callerGone;
    private boolean broken;

    public FakeScript(SimulatedTime time) {
        this.time = time;
    }

    public FakeScript answers(Instruction... instructions) {
        return answersAfter(0, instructions);
    }

    public FakeScript answersAfter(long millis, Instruction... instructions) {
        return gives(millis, new ScriptAnswer.Instructions(List.of(instructions)));
    }

    public FakeScript gives(long afterMillis, ScriptAnswer answer) {
        answers.add(new Prepared(Duration.ofMillis(afterMillis), answer));
        return this;
    }

    /** Throws at the next question. */
    public void breaks() {
        broken = true;
    }

    /** {@code "1200 IVR ivr_play wait_dtmf main=12"}; a default behaviour of 1 shows as {@code main= default}. */
    public List<String> asked() {
        return asked;
    }

    public boolean heardThatTheCallerIsGone() {
        return callerGone;
    }

    @Override
    public ScriptAnswer next(ScriptEvent event) {
        asked.add(time.millis() + " " + describe(event));
        if (broken) {
            throw new IllegalStateException("a bug in the script source");
        }
        Prepared next = answers.size() > 1 ? answers.remove() : answers.element();
        time.takes(next.after());
        return next.answer();
    }

    @Override
    public void callerGone() {
        callerGone = true;
    }

    private static String describe(ScriptEvent event) {
        return switch (event) {
            case ScriptEvent.CallStarted() -> "START";
            case ScriptEvent.RedirectReturned() -> "IVR redirect=NOANSWER";
            case ScriptEvent.StepDone done -> {
                String completed = done.completed().stream()
                        .map(AnnouncementKind::wireName)
                        .map(" "::concat)
                        .collect(Collectors.joining());
                var entered = done.entered();
                yield "IVR" + completed
                        + (entered == null
                                ? ""
                                : " wait_dtmf " + entered.name() + "=" + entered.digits()
                                        + (entered.defaultBehaviour() ? " default" : ""));
            }
        };
    }
}
