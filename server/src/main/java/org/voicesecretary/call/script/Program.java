package org.voicesecretary.call.script;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.Instruction.WaitDtmf;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * Puts the instructions of one reply in their order: caller name, announcements, then {@code wait_dtmf}, else redirect,
 * else hang-up, else the question what next. The last step never continues.
 */
final class Program {
    private final Voice voice;
    private final RedirectTargets targets;
    private final CallTimeline timeline;

    Program(Voice voice, RedirectTargets targets, CallTimeline timeline) {
        this.voice = voice;
        this.targets = targets;
        this.timeline = timeline;
    }

    List<Step> of(List<Instruction> reply) {
        var steps = new ArrayList<Step>();
        var say = new ArrayList<Announcement>();
        @Nullable WaitDtmf wait = null;
        @Nullable Redirect redirect = null;
        boolean hangUp = false;
        for (Instruction instruction : reply) {
            switch (instruction) {
                case Instruction.CallerName(var name) -> steps.add(new CallerNameStep(name));
                case Announcement announcement -> say.add(announcement);
                case WaitDtmf waitDtmf -> wait = waitDtmf;
                case Redirect to -> redirect = to.target() instanceof RedirectTarget.None ? redirect : to;
                case Instruction.HangUp() -> hangUp = true;
            }
        }
        if (wait != null) {
            noteIgnored(redirect, hangUp);
            steps.add(new WaitDtmfStep(voice, List.copyOf(say), wait));
            return steps;
        }
        if (!say.isEmpty()) {
            steps.add(new SayStep(voice, List.copyOf(say)));
        }
        if (redirect != null) {
            steps.add(new RedirectStep(voice, targets, redirect));
        } else if (hangUp) {
            steps.add(new HangUpStep());
        } else {
            steps.add(say.isEmpty() ? new UnsteeredStep() : new ReportStep(List.copyOf(say)));
        }
        return steps;
    }

    private void noteIgnored(@Nullable Redirect redirect, boolean hangUp) {
        if (redirect != null || hangUp) {
            timeline.add(new TimelineEvent.Note((redirect != null ? "redirect" : "hangup")
                    + " is ignored: wait_dtmf of the same reply wins, and the script is asked again after it"));
        }
    }
}
