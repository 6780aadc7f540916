package org.voicesecretary.sip;

import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.sip.message.EventHeader;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.transaction.NonInviteServerTransaction;

/** The transfers of one call, in both directions (RFC 3515). */
final class Referrals {

    private final Agent agent;
    private final Dialog dialog;
    private final List<OutboundRefer> ours = new ArrayList<>();

    Referrals(Agent agent, Dialog dialog) {
        this.agent = agent;
        this.dialog = dialog;
    }

    OutboundRefer refer(ReferTo target, NameAddr referredBy) {
        var refer = new OutboundRefer(agent, dialog, target, referredBy);
        synchronized (this) {
            ours.removeIf(OutboundRefer::isOver);
            ours.add(refer);
        }
        refer.start();
        return refer;
    }

    void onRefer(SipRequest request, NonInviteServerTransaction transaction) {
        String value = request.headers().first(HeaderName.REFER_TO);
        ReferTo target;
        try {
            if (value == null) {
                transaction.respond(agent.response(request, 400, "Missing Refer-To Header", null));
                return;
            }
            target = ReferTo.parse(value);
        } catch (SipParseException e) {
            transaction.respond(agent.response(request, 400, "Bad Refer-To Header", null));
            return;
        }
        var refer = new InboundRefer(agent, dialog, request, transaction, target);
        boolean told = dialog.leg().post(listener -> {
            try {
                listener.onRefer(dialog, refer);
            } catch (RuntimeException e) {
                refer.refuse(500, "Server Internal Error");
                throw e;
            }
        });
        if (!told) {
            refer.refuse(503, "Service Unavailable");
        }
    }

    /** Whether the NOTIFY was about a transfer of ours; then it has its answer. */
    boolean onNotify(SipRequest notify, NonInviteServerTransaction transaction) {
        EventHeader event = notify.typed(HeaderName.EVENT, EventHeader::parse).orElse(null);
        if (event == null || !event.type().equalsIgnoreCase("refer")) {
            return false;
        }
        OutboundRefer about = null;
        synchronized (this) {
            for (OutboundRefer refer : ours) {
                if (refer.isAbout(event)) {
                    about = refer;
                }
            }
        }
        if (about == null) {
            // RFC 6665 §4.1.3
            transaction.respond(agent.response(notify, 481, "Subscription Does Not Exist", null));
        } else {
            transaction.respond(agent.response(notify, 200, "OK", null));
            about.onNotify(notify);
        }
        return true;
    }

    void onDialogEnded() {
        List<OutboundRefer> left;
        synchronized (this) {
            left = List.copyOf(ours);
            ours.clear();
        }
        left.forEach(OutboundRefer::onDialogEnded);
    }
}
