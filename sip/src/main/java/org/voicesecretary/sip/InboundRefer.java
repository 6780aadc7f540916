package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.transaction.NonInviteServerTransaction;

/**
 * A transfer that the peer of a call asks us for (RFC 3515): to be accepted or refused, and when accepted, to be told what comes of
 * it. The verbs never block.
 */
public final class InboundRefer {

    private static final String SIPFRAG = "message/sipfrag;version=2.0";
    private static final int EXPIRES_SECONDS = 180;

    private final Agent agent;
    private final Dialog dialog;
    private final SipRequest request;
    private final NonInviteServerTransaction transaction;
    private final ReferTo target;
    private final boolean silent;

    private boolean decided;
    private boolean reporting;
    /** Done when the NOTIFY before has been answered: they must not overtake each other. */
    private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);

    InboundRefer(
            Agent agent, Dialog dialog, SipRequest request, NonInviteServerTransaction transaction, ReferTo target) {
        this.agent = agent;
        this.dialog = dialog;
        this.request = request;
        this.transaction = transaction;
        this.target = target;
        // RFC 4488
        this.silent = "false".equalsIgnoreCase(request.headers().first("Refer-Sub"));
    }

    public SipRequest request() {
        return request;
    }

    /** Whom we are to call; where it {@link ReferTo#replaces} a call of ours, {@link UserAgent#dialog} finds that. */
    public ReferTo target() {
        return target;
    }

    /** Who listens to the call of ours that {@link ReferTo#replaces} names; empty where there is no such call. */
    public Optional<CallListener> replacedListener() {
        return target.replaces()
                .map(agent::dialog)
                .map(replaced -> replaced.leg().listener());
    }

    /** On whose behalf (RFC 3892). */
    public Optional<NameAddr> referredBy() {
        return request.addresses(HeaderName.REFERRED_BY).stream().findFirst();
    }

    /** What the INVITE to somebody else carries beside the usual: Referred-By, and the Replaces that was asked for. */
    public List<RequestReply.HeaderField> inviteHeaders() {
        var headers = new ArrayList<RequestReply.HeaderField>();
        for (String value : request.headers().all(HeaderName.REFERRED_BY)) {
            headers.add(new RequestReply.HeaderField(HeaderName.REFERRED_BY, value));
        }
        target.replaces()
                .ifPresent(replaces -> headers.add(new RequestReply.HeaderField(HeaderName.REPLACES, replaces.text())));
        return headers;
    }

    /** Sends 202, and the first NOTIFY. Only the first decision counts. */
    public void accept() {
        synchronized (this) {
            if (decided) {
                return;
            }
            decided = true;
            reporting = !silent;
        }
        var headers = new ArrayList<RequestReply.HeaderField>();
        headers.add(new RequestReply.HeaderField(
                HeaderName.CONTACT, NameAddr.of(dialog.contact()).text()));
        if (silent) {
            headers.add(new RequestReply.HeaderField("Refer-Sub", "false"));
        }
        transaction.respond(agent.response(request, 202, "Accepted", null, headers));
        report(100, "Trying");
    }

    public void refuse(int status, String reason) {
        synchronized (this) {
            if (decided) {
                return;
            }
            decided = true;
        }
        transaction.respond(agent.response(request, status, reason, null));
    }

    /** Tells how the new call fares, by its status; the first final one is the last word. Nothing where the peer does not care. */
    public void report(int status, String reason) {
        report(status, reason, () -> {});
    }

    /** As {@link #report(int, String)}; {@code then} runs once the peer knows, or cannot be told: a call that ends before would hide it. */
    public void report(int status, String reason, Runnable then) {
        @Nullable CompletableFuture<Void> previous;
        var sent = new CompletableFuture<Void>();
        synchronized (this) {
            if (reporting) {
                reporting = status < 200;
                previous = before;
                before = sent;
            } else {
                previous = null;
            }
        }
        sent.thenRun(then);
        if (previous == null) {
            sent.complete(null);
            return;
        }
        previous.thenRun(() -> notify(status, reason, sent));
    }

    private void notify(int status, String reason, CompletableFuture<Void> sent) {
        String state = status < 200 ? "active;expires=" + EXPIRES_SECONDS : "terminated;reason=noresource";
        List<RequestReply.HeaderField> headers = List.of(
                new RequestReply.HeaderField(
                        HeaderName.CONTACT, NameAddr.of(dialog.contact()).text()),
                new RequestReply.HeaderField(
                        HeaderName.EVENT, "refer;id=" + request.cseq().number()),
                new RequestReply.HeaderField(HeaderName.SUBSCRIPTION_STATE, state));
        byte[] body = ("SIP/2.0 " + status + " " + reason + "\r\n").getBytes(UTF_8);
        var notify = new DialogRequest(agent, dialog, Method.NOTIFY, headers, SIPFRAG, body);
        notify.whenDone(answer -> sent.complete(null));
        notify.start();
    }
}
