package org.voicesecretary.call.script;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallClock;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallLeg;
import org.voicesecretary.call.CallSignal.Terminate;
import org.voicesecretary.call.EventSink;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.Recorder;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** One call that comes in, from outside or from an extension, from ringing to NOTIFY_END or NOTIFY_OUT_END. Its thread is the one that calls {@link #run}. */
public final class IncomingCall {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingCall.class);

    private final CallContext call;
    private final CallLeg leg;
    private final CallTimeline timeline;
    private final EventSink events;
    private final Recorder recorder;
    private final Conversation talk;
    private final ScriptRunner script;

    /** @param mailbox the one that {@code leg} posts to */
    public IncomingCall(
            CallContext call,
            CallLeg leg,
            Mailbox mailbox,
            CallClock clock,
            CallTimeline timeline,
            ScriptSource source,
            Announcer announcer,
            RedirectTargets targets,
            EventSink events,
            Recorder recorder) {
        this.call = call;
        this.leg = leg;
        this.timeline = timeline;
        this.events = events;
        this.recorder = recorder;
        this.talk = new Conversation(call, leg, mailbox, clock, timeline, events, recorder);
        this.script = new ScriptRunner(talk, source, announcer, targets);
    }

    /** Runs the call to its end, whatever happens; returns how it ended. Tells the script exactly once that it did. */
    public CallEnd run() {
        timeline.add(new TimelineEvent.CallStarted(call.callerId(), call.calledDid()));
        boolean interrupted = false;
        CallEnd end;
        try {
            call.began().ifPresent(event -> events.tell(call, event));
            leg.ring();
            end = script.run();
        } catch (InterruptedException e) {
            interrupted = true;
            end = new CallEnd.Terminated(Terminate.Reason.SHUTDOWN, talk.answered());
        } catch (RuntimeException | Error e) {
            LOG.error("call {} failed", call.id(), e);
            timeline.add(new TimelineEvent.Fault(
                    FaultKind.INTERNAL, "call", "failed: " + e, "please report this with the log"));
            end = new CallEnd.InternalFailure("internal failure", talk.answered());
        }
        finish(end);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return end;
    }

    private void finish(CallEnd end) {
        talk.release(end);
        CallEnd.Facts facts = end.facts();
        EndStatus nobody = talk.reachedNobody();
        // A28: what the robot says around a redirect that reached nobody does not make it an answered call.
        EndStatus status = nobody != null && facts.status().equals(EndStatus.ANSWERED) ? nobody : facts.status();
        long seconds = talk.secondsAnswered();
        timeline.add(new TimelineEvent.Ended(
                facts.cause(),
                status.disposition().wireName(),
                status.cause().code(),
                facts.side().word(),
                facts.fault(),
                seconds));
        try {
            String recording = recorder.ended().orElse(null);
            events.ended(call, call.ended(talk.takenBy(), seconds, status, recording));
            recorder.endIsTold();
        } catch (RuntimeException e) {
            LOG.error("the end of call {} could not be kept, nor told", call.id(), e);
        }
    }
}
