package org.voicesecretary.pbx.transfer;

import java.util.List;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.ScriptAnswer;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.call.Talk;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.Queue;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.TimelineEvent;

/** A call handed over to a queue. */
record QueueCall(OfficeTargets.Services services, Talk talk, Office office, RingTime time) {
    Outcome to(Queue queue) throws InterruptedException {
        boolean returnsFirst = time.returns() && time.left(talk.now()).compareTo(queue.maxWait()) < 0;
        return switch (services.queues()
                .wait(talk, office, queue, returnsFirst ? time.left(talk.now()) : queue.maxWait())) {
            case Queues.Waited.Over(var end) -> new Outcome.Over(end);
            case Queues.Waited.Steered(var by) -> new Outcome.Steered(by);
            case Queues.Waited.InVain() -> {
                RedirectTarget overflow = queue.overflow();
                if (returnsFirst || overflow == null) {
                    yield Elsewhere.nobody(talk, time, EndStatus.NO_ANSWER);
                }
                talk.timeline()
                        .add(new TimelineEvent.Note(
                                "queue " + queue.name() + " sends the call to " + overflow.wireText()));
                yield new Outcome.Steered(only(new Redirect(overflow, 0, null)));
            }
        };
    }

    /** A script of one order. */
    private static ScriptSource only(Redirect redirect) {
        return event -> event instanceof ScriptEvent.CallStarted
                ? new ScriptAnswer.Instructions(List.of(redirect))
                : new ScriptAnswer.NoInstruction("the overflow of a queue has nothing more to say");
    }
}
