package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voicesecretary.sip.message.EventHeader;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SubscriptionState;

/** A transfer that we ask the peer of a call for (RFC 3515), until it tells what came of it. */
public final class OutboundRefer {

    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 ([1-6]\\d\\d) ?([^\\r\\n]*)");

    private final Agent agent;
    private final DialogRequest request;
    private final CompletableFuture<ReferOutcome> outcome = new CompletableFuture<>();
    private volatile int lastStatus;

    OutboundRefer(Agent agent, Dialog dialog, ReferTo target, NameAddr referredBy) {
        this.agent = agent;
        var headers = new ArrayList<RequestReply.HeaderField>();
        headers.add(new RequestReply.HeaderField(
                HeaderName.CONTACT, NameAddr.of(dialog.contact()).text()));
        headers.add(new RequestReply.HeaderField(HeaderName.REFER_TO, target.text()));
        // RFC 3892
        headers.add(new RequestReply.HeaderField(HeaderName.REFERRED_BY, referredBy.text()));
        this.request = new DialogRequest(agent, dialog, Method.REFER, List.copyOf(headers), null, new byte[0]);
    }

    void start() {
        request.whenDone(this::onAnswer);
        request.start();
    }

    private void onAnswer(RequestOutcome answer) {
        switch (answer) {
            // The NOTIFYs say the rest.
            case RequestOutcome.Success success -> {}
            case RequestOutcome.Refused(var response) -> outcome.complete(new ReferOutcome.Refused(response));
            case RequestOutcome.NoAnswer(String why) -> outcome.complete(new ReferOutcome.Untold(why));
        }
    }

    /** Waits for what becomes of it; {@link ReferOutcome.Pending} when the time passed first. */
    public ReferOutcome await(Duration timeout) throws InterruptedException {
        return Waiting.await(agent.timers(), outcome, timeout).orElseGet(ReferOutcome.Pending::new);
    }

    /** What the peer told last of its new call, such as 180; 0 before the first word. */
    public int lastStatus() {
        return lastStatus;
    }

    /** RFC 3515 §2.4.6: whether a NOTIFY with this id is about us. */
    boolean isAbout(EventHeader event) {
        OptionalLong number = request.cseq();
        return event.id() == null || number.isPresent() && event.id().equals(Long.toString(number.getAsLong()));
    }

    boolean isOver() {
        return outcome.isDone();
    }

    void onNotify(SipRequest notify) {
        Matcher line = STATUS_LINE.matcher(new String(notify.body(), UTF_8));
        boolean told = line.lookingAt();
        if (told) {
            lastStatus = Integer.parseInt(line.group(1));
        }
        boolean last = notify.typed(HeaderName.SUBSCRIPTION_STATE, SubscriptionState::parse)
                .map(SubscriptionState::isTerminated)
                .orElse(false);
        if (told && lastStatus >= 200) {
            outcome.complete(new ReferOutcome.Reported(lastStatus, line.group(2)));
        } else if (last) {
            outcome.complete(new ReferOutcome.Untold("the peer stopped telling after " + lastStatus));
        }
    }

    void onDialogEnded() {
        outcome.complete(new ReferOutcome.Untold("the call ended"));
    }
}
