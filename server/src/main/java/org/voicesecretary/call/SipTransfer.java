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
    public void accept() {
        refer.accept();
    }

    @Override
    public void refuse(int status, String reason) {
        refer.refuse(status, reason);
    }

    @Override
    public void report(int status, String reason) {
        refer.report(status, reason);
    }
}
