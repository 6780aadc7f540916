package org.voicesecretary.call.connect;

import java.util.Optional;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.ForwardingTalk;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.call.Talk;

/** A call that an extension hands on at once. */
final class Moving extends ForwardingTalk {
    private final Speaker by;
    private final Runnable whenTaken;
    private boolean taken;

    Moving(Talk talk, Speaker by, Runnable whenTaken) {
        super(talk);
        this.by = by;
        this.whenTaken = whenTaken;
    }

    /** Somebody else has answered: whoever handed on is not needed any more. */
    @Override
    public Optional<CallEnd> answer() {
        if (!taken) {
            taken = true;
            whenTaken.run();
        }
        return Optional.empty();
    }

    boolean isTaken() {
        return taken;
    }

    @Override
    public Optional<String> orderedBy() {
        return Optional.ofNullable(by.extension());
    }

    @Override
    public int handovers() {
        return super.handovers() + 1;
    }
}
