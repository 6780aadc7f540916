package org.voicesecretary.pbx.transfer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connected;
import org.voicesecretary.call.connect.RingPlan;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.pbx.office.Destination;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Extension.Forward;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.timeline.TimelineEvent;

/** A call handed over to one extension: its telephones, or whereto they forward, or its voicemail box. */
final class ExtensionCall {
    private final OfficeTargets.Services services;
    private final Talk talk;
    private final Office office;
    private final Extension extension;
    private final Redirect redirect;
    private final RingTime time;

    ExtensionCall(OfficeTargets.Services services, Talk talk, Office office, Extension extension, Redirect redirect) {
        this.services = services;
        this.talk = talk;
        this.office = office;
        this.extension = extension;
        this.redirect = redirect;
        this.time = RingTime.of(redirect, talk.now());
    }

    Outcome run() throws InterruptedException {
        if (!extension.enabled()) {
            note("is switched off");
            return Elsewhere.nobody(talk, time, EndStatus.UNALLOCATED);
        }
        Forward forward = extension.forward();
        noteNeedlessRewrite(forward);
        if (forward != null && forward.when() == Forward.When.ALWAYS) {
            return forward(forward.to());
        }
        EndStatus missed;
        if (extension.doNotDisturb()) {
            note("does not want to be disturbed");
            missed = EndStatus.BUSY;
        } else {
            Party party = services.phones().party(talk, office, extension);
            switch (services.connector().connect(talk, RingPlan.of(party, ringing(forward)))) {
                case Connected.Over(var end) -> {
                    return new Outcome.Over(end);
                }
                case Connected.Steered(var by) -> {
                    return new Outcome.Steered(by);
                }
                case Connected.Nobody(var status) -> missed = status;
            }
        }
        return forward != null && time.left(talk.now()).isPositive() ? forward(forward.to()) : nobody(missed);
    }

    private Duration ringing(@Nullable Forward forward) {
        return forward == null ? time.left(talk.now()) : time.atMost(forward.after(), talk.now());
    }

    private Outcome forward(Destination to) throws InterruptedException {
        return new Elsewhere(services, talk, office, time, "extension " + extension.number(), extension.number())
                .to(to, redirect.rewriteForwardNumber());
    }

    /** A33: the voicemail box is the last to try, unless the script wants the call back. */
    private Outcome nobody(EndStatus status) throws InterruptedException {
        return !time.returns() && extension.voicemail() != null
                ? new Outcome.Over(services.messages().take(talk, office, extension))
                : Elsewhere.nobody(talk, time, status);
    }

    private void noteNeedlessRewrite(@Nullable Forward forward) {
        if (redirect.rewriteForwardNumber() != null
                && (forward == null || !(forward.to() instanceof Destination.Phone))) {
            note("forwards to no phone: rewrite_forward_number is ignored");
        }
    }

    private void note(String what) {
        talk.timeline().add(new TimelineEvent.Note("extension " + extension.number() + " " + what));
    }
}
