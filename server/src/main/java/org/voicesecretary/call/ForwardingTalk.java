package org.voicesecretary.call;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.timeline.CallTimeline;

/** A call as another sees it, but for what is overridden: whoever hands a call on may want to know of, or change, some of what happens to it. */
public abstract class ForwardingTalk implements Talk {
    private final Talk talk;

    protected ForwardingTalk(Talk talk) {
        this.talk = talk;
    }

    @Override
    public CallContext call() {
        return talk.call();
    }

    @Override
    public Speaker caller() {
        return talk.caller();
    }

    @Override
    public void callerIs(Speaker speaker) {
        talk.callerIs(speaker);
    }

    @Override
    public boolean replacesCaller(CallSignal.Ending ending) {
        return talk.replacesCaller(ending);
    }

    @Override
    public RedirectTargets targets() {
        return talk.targets();
    }

    @Override
    public boolean mayHandOn() {
        return talk.mayHandOn();
    }

    @Override
    public Optional<String> orderedBy() {
        return talk.orderedBy();
    }

    @Override
    public int handovers() {
        return talk.handovers();
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
        return talk.say(announcements);
    }

    @Override
    public void callersTurn() {
        talk.callersTurn();
    }

    @Override
    public Optional<String> callerName() {
        return talk.callerName();
    }

    @Override
    public void tell(WebhookEvent event) {
        talk.tell(event);
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
