package org.voicesecretary.pbx.transfer;

import java.time.Duration;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.call.Talk;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.Queue;

/** Where callers wait for an agent. */
@FunctionalInterface
public interface Queues {
    /**
     * Lets a caller wait. Runs on the call's own thread.
     *
     * @param longest at most so long, whatever the queue allows
     */
    Waited wait(Talk talk, Office office, Queue queue, Duration longest) throws InterruptedException;

    /** What became of the caller. */
    sealed interface Waited {
        /** Nobody took the call in time; the caller is still there. */
        record InVain() implements Waited {}

        record Over(CallEnd end) implements Waited {}

        /** The agent has handed the caller on to somebody who steers from here on. */
        record Steered(ScriptSource by) implements Waited {}
    }
}
