package org.voicesecretary.sip;

import java.util.List;
import java.util.OptionalLong;
import org.voicesecretary.sip.message.CSeq;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.RAck;
import org.voicesecretary.sip.message.SipResponse;

/** Our PRACK for one reliable provisional response (RFC 3262 §4). */
final class Prack {

    private static final int MAX_DIGITS = 10;

    private final Agent agent;
    private final Dialog dialog;
    private final long rseq;
    private final CSeq invite;
    private final byte[] answer;

    /** @param answer to the offer in the response; empty where it made none */
    Prack(Agent agent, Dialog dialog, long rseq, CSeq invite, byte[] answer) {
        this.agent = agent;
        this.dialog = dialog;
        this.rseq = rseq;
        this.invite = invite;
        this.answer = answer;
    }

    /** The RSeq of a response that wants a PRACK; empty for all others. */
    static OptionalLong wantedBy(SipResponse response) {
        String value = response.headers().first(HeaderName.RSEQ);
        if (value == null || !response.requires("100rel")) {
            return OptionalLong.empty();
        }
        boolean number = !value.isEmpty()
                && value.length() <= MAX_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }

    void send() {
        String rack = new RAck(rseq, invite.number(), invite.method()).text();
        var header = new RequestReply.HeaderField(HeaderName.RACK, rack);
        String type = answer.length == 0 ? null : SessionBody.TYPE;
        new DialogRequest(agent, dialog, Method.PRACK, List.of(header), type, answer).start();
    }
}
