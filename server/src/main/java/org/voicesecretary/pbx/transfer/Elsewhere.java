package org.voicesecretary.pbx.transfer;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connected;
import org.voicesecretary.call.connect.RingPlan;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.pbx.office.Destination;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.transfer.OutsideLines.Reached;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * Whereto an extension or a scenario sends a call instead of ringing.
 *
 * @param sender in words, for the timeline: {@code extension 101}
 * @param payer the extension whose limits hold for calls out; null = none
 */
record Elsewhere(
        OfficeTargets.Services services,
        Talk talk,
        Office office,
        RingTime time,
        String sender,
        @Nullable String payer) {

    /** @param rewritten replaces the number of a phone; null = it does not */
    Outcome to(Destination destination, @Nullable String rewritten) throws InterruptedException {
        return switch (destination) {
            case Destination.Phone(var number) -> number(rewritten == null || rewritten.isBlank() ? number : rewritten);
            case Destination.Voicemail(var owner) -> voicemail(owner);
            case Destination.Menu(var menu) -> {
                note("menu " + menu);
                yield new Outcome.Steered(services.menu(talk.call(), menu));
            }
            case Destination.Uri(var uri) -> uri(uri);
        };
    }

    Outcome number(String number) throws InterruptedException {
        note(number);
        return switch (services.outside().call(talk, office, number, payer, time.left(talk.now()))) {
            case Reached.Over(var end) -> new Outcome.Over(end);
            case Reached.Steered(var by) -> new Outcome.Steered(by);
            case Reached.Nobody(var status) -> nobody(talk, time, status);
            case Reached.Refused(var kind, var problem, var mend) -> new Outcome.Unavailable(kind, problem, mend);
        };
    }

    private Outcome voicemail(String owner) throws InterruptedException {
        note("the voicemail of " + owner);
        Optional<Extension> box = office.extension(owner);
        return box.isPresent()
                ? new Outcome.Over(services.messages().take(talk, office, box.get()))
                : nowhere("extension " + owner + " does not exist");
    }

    private Outcome uri(String uri) throws InterruptedException {
        note(uri);
        SipUri address;
        try {
            address = SipUri.parse(uri);
        } catch (SipParseException e) {
            return nowhere("\"" + uri + "\" is no SIP address: " + e.getMessage());
        }
        DialOrder order = new DialOrder(uri, new DialOrder.To.Address(address), InviteOptions.DEFAULTS);
        var plan = RingPlan.of(new Party(uri, null, List.of(order)), time.left(talk.now()));
        return switch (services.connector().connect(talk, plan)) {
            case Connected.Over(var end) -> new Outcome.Over(end);
            case Connected.Steered(var by) -> new Outcome.Steered(by);
            case Connected.Nobody(var status) -> nobody(talk, time, status);
        };
    }

    private Outcome nowhere(String problem) {
        return new Outcome.Unavailable(
                FaultKind.OPERATOR, sender + " leads nowhere: " + problem, "change where it sends calls");
    }

    private void note(String whereto) {
        talk.timeline().add(new TimelineEvent.Note(sender + " sends the call to " + whereto));
    }

    /** There is nobody else to try. */
    static Outcome nobody(Talk talk, RingTime time, EndStatus status) {
        return time.returns()
                ? new Outcome.NoAnswer(status)
                : new Outcome.Over(new CallEnd.NobodyReached(status, talk.answered()));
    }
}
