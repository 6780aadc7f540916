package org.voicesecretary.pbx.transfer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connected;
import org.voicesecretary.call.connect.RingPlan;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.pbx.menu.MenuScript;
import org.voicesecretary.pbx.office.Destination;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Extension.Forward;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.timeline.FaultKind;
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
            return OutsideCall.nobody(talk, time, EndStatus.UNALLOCATED);
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
                case Connected.Nobody(var status) -> missed = status;
            }
        }
        return forward != null && time.left(talk.now()).isPositive() ? forward(forward.to()) : nobody(missed);
    }

    private Duration ringing(@Nullable Forward forward) {
        return forward == null ? time.left(talk.now()) : time.atMost(forward.after(), talk.now());
    }

    private Outcome forward(Destination to) throws InterruptedException {
        return switch (to) {
            case Destination.Phone(var number) -> {
                String rewritten = redirect.rewriteForwardNumber();
                String called = rewritten == null || rewritten.isBlank() ? number : rewritten;
                note("forwards to " + called);
                yield new OutsideCall(services, talk, office, time).to(called, extension.number());
            }
            case Destination.Voicemail(var owner) -> {
                note("forwards to the voicemail of " + owner);
                yield voicemail(owner);
            }
            case Destination.Menu(var menu) -> {
                note("forwards to menu " + menu);
                yield new Outcome.Steered(new MenuScript(services.menus().apply(office), menu));
            }
            case Destination.Uri(var uri) -> {
                note("forwards to " + uri);
                yield uri(uri);
            }
        };
    }

    private Outcome voicemail(String owner) throws InterruptedException {
        Optional<Extension> box = office.extension(owner);
        return box.isPresent()
                ? new Outcome.Over(services.messages().take(talk, office, box.get()))
                : unavailable("extension " + owner + " does not exist");
    }

    private Outcome uri(String uri) throws InterruptedException {
        SipUri address;
        try {
            address = SipUri.parse(uri);
        } catch (SipParseException e) {
            return unavailable("\"" + uri + "\" is no SIP address: " + e.getMessage());
        }
        DialOrder order = new DialOrder(uri, new DialOrder.To.Address(address), InviteOptions.DEFAULTS);
        var plan = RingPlan.of(new Party(uri, null, List.of(order)), time.left(talk.now()));
        return switch (services.connector().connect(talk, plan)) {
            case Connected.Over(var end) -> new Outcome.Over(end);
            case Connected.Nobody(var status) -> nobody(status);
        };
    }

    /** A33: the voicemail box is the last to try, unless the script wants the call back. */
    private Outcome nobody(EndStatus status) throws InterruptedException {
        return !time.returns() && extension.voicemail() != null
                ? new Outcome.Over(services.messages().take(talk, office, extension))
                : OutsideCall.nobody(talk, time, status);
    }

    private Outcome unavailable(String problem) {
        return new Outcome.Unavailable(
                FaultKind.OPERATOR,
                "extension " + extension.number() + " forwards to nowhere: " + problem,
                "change the forwarding of the extension");
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
