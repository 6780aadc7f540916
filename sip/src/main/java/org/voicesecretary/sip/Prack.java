package org.voicesecretary.sip;

import java.util.List;
import org.voicesecretary.sip.dialog.RAck;
import org.voicesecretary.sip.message.CSeq;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.SipResponse;

/** Our PRACK for one reliable provisional response (RFC 3262 §4). */
final class Prack {

    private final Agent agent;
    private final Dialog dialog;
    private final SipResponse response;
    private final byte[] answer;

    Prack(Agent agent, Dialog dialog, SipResponse response, byte[] answer) {
        this.agent = agent;
        this.dialog = dialog;
        this.response = response;
        this.answer = answer;
    }

    void send() {
        CSeq invite = response.cseq();
        var rack = new RAck(
                RAck.rseqOf(response).orElse(0),
                invite.number(),
                invite.method().name());
        var header = new RequestReply.HeaderField(HeaderName.RACK, rack.text());
        new DialogRequest(
                        agent,
                        dialog,
                        Method.PRACK,
                        List.of(header),
                        answer.length == 0 ? null : Capabilities.SDP,
                        answer)
                .start();
    }
}
