package org.voicesecretary.call;

import org.voicesecretary.sip.InboundRefer;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.message.TelUri;

/** A transfer that a telephone asks for by REFER. */
record SipTransfer(InboundRefer refer) implements TransferRequest {
    @Override
    public String target() {
        String user = switch (refer.target().uri()) {
            case SipUri sip -> sip.user();
            case TelUri tel -> tel.number();
            default -> null;
        };
        return user == null ? "" : user;
    }

    @Override
    public boolean isAnnounced() {
        return refer.target().replaces().isPresent();
    }

    @Override
    public boolean ask(Meeting meeting) {
        if (refer.replacedListener().orElse(null) instanceof SipSide side) {
            side.tell(new CallSignal.TakePlace(side, meeting));
            return true;
        }
        return false;
    }

    @Override
    public void accept() {
        refer.accept();
    }

    @Override
    public void refuse(int status, String reason) {
        refer.refuse(status, reason);
    }

    @Override
    public void failed(int status, String reason) {
        refer.report(status, reason);
    }

    @Override
    public void succeeded(Runnable then) {
        refer.report(200, "OK", then);
    }
}
