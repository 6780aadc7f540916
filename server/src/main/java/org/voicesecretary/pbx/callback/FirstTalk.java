package org.voicesecretary.pbx.callback;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.ForwardingTalk;
import org.voicesecretary.call.Talk;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Announcement;

/** A call that begins here while its first party is dialled: there is nobody yet who could be told anything. */
final class FirstTalk extends ForwardingTalk {
    private boolean reached;

    FirstTalk(Talk talk) {
        super(talk);
    }

    /** The first party has answered. */
    void reached() {
        reached = true;
    }

    @Override
    public Optional<CallEnd> answer() throws InterruptedException {
        return reached ? super.answer() : Optional.of(new CallEnd.NobodyReached(EndStatus.NO_ANSWER, false));
    }

    @Override
    public Optional<CallEnd> say(List<Announcement> announcements) throws InterruptedException {
        return reached ? super.say(announcements) : Optional.empty();
    }
}
