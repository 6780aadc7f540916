package org.voicesecretary.call.script;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.Recorder;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.call.Talk;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.timeline.CallTimeline;

/** A conversation that somebody outside the script has taken over for a while. */
record HandedOver(Conversation talk, Voice voice, RedirectTargets targets) implements Talk {
    @Override
    public CallContext call() {
        return talk.call();
    }

    @Override
    public Speaker caller() {
        return talk.caller().speaker();
    }

    @Override
    public void callerIs(Speaker speaker) {
        talk.caller().becomes(speaker);
    }

    @Override
    public Mailbox mailbox() {
        return talk.mailbox();
    }

    @Override
    public CallTimeline timeline() {
        return talk.timeline();
    }

    @Override
    public long now() {
        return talk.now();
    }

    @Override
    public long never() {
        return talk.never();
    }

    @Override
    public CallSignal await(long deadline) throws InterruptedException {
        return talk.await(deadline);
    }

    @Override
    public CallEnd endOf(CallSignal.Ending ending) {
        return talk.endOf(ending);
    }

    @Override
    public boolean answered() {
        return talk.answered();
    }

    @Override
    public void soundBeforeAnswer() {
        talk.soundBeforeAnswer();
    }

    @Override
    public Optional<CallEnd> answer() throws InterruptedException {
        return talk.answer();
    }

    @Override
    public Optional<CallEnd> say(List<Announcement> announcements) throws InterruptedException {
        return new SayStep(voice, announcements).run(talk) instanceof Outcome.End(var end)
                ? Optional.of(end)
                : Optional.empty();
    }

    @Override
    public void callersTurn() {
        talk.callersTurn();
    }

    @Override
    public Optional<String> callerName() {
        return talk.caller().isReplaced() ? Optional.empty() : Optional.ofNullable(talk.callerName());
    }

    @Override
    public void tell(WebhookEvent event) {
        talk.events().tell(talk.call(), event);
    }

    @Override
    public Recorder recorder() {
        return talk.recorder();
    }

    @Override
    public void takenBy(String extension) {
        talk.takenBy(extension);
    }
}
