package org.voicesecretary.sip.dialog;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.CSeq;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.message.Uri;

/** The state of RFC 3261 §12: who talks to whom, by which way, and which request is next. */
public final class DialogState {

    private final DialogId id;
    private final boolean caller;
    private final NameAddr local;
    private final NameAddr remote;
    private List<NameAddr> routeSet;
    private Uri remoteTarget;
    private long localCSeq;
    /** −1 until the peer sent a request. */
    private long remoteCSeq;

    private DialogState(
            DialogId id,
            boolean caller,
            NameAddr local,
            NameAddr remote,
            List<NameAddr> routeSet,
            Uri remoteTarget,
            long localCSeq,
            long remoteCSeq) {
        this.id = id;
        this.caller = caller;
        this.local = local;
        this.remote = remote;
        this.routeSet = routeSet;
        this.remoteTarget = remoteTarget;
        this.localCSeq = localCSeq;
        this.remoteCSeq = remoteCSeq;
    }

    /**
     * RFC 3261 §12.1.1: we are called.
     *
     * @param firstCSeq the number before that of our first request; below 2³¹
     */
    public static DialogState ofCallee(SipRequest invite, String localTag, long firstCSeq) {
        String fromTag = invite.fromTag();
        return new DialogState(
                new DialogId(invite.callId(), localTag, fromTag == null ? "" : fromTag),
                false,
                invite.to().withTag(localTag),
                invite.from(),
                List.copyOf(invite.recordRoutes()),
                invite.contact().map(NameAddr::uri).orElse(invite.from().uri()),
                firstCSeq,
                invite.cseq().number());
    }

    /** RFC 3261 §12.1.2: we called, and this response made the dialog. */
    public static DialogState ofCaller(SipRequest invite, SipResponse response) {
        return new DialogState(
                DialogId.ofCaller(response),
                true,
                invite.from(),
                response.to(),
                List.copyOf(response.recordRoutes().reversed()),
                response.contact().map(NameAddr::uri).orElse(invite.uri()),
                invite.cseq().number(),
                -1);
    }

    public DialogId id() {
        return id;
    }

    /** Whether we sent the INVITE that made the dialog. */
    public boolean isCaller() {
        return caller;
    }

    public NameAddr remote() {
        return remote;
    }

    public NameAddr local() {
        return local;
    }

    public synchronized Uri remoteTarget() {
        return remoteTarget;
    }

    public synchronized boolean hasRoutes() {
        return !routeSet.isEmpty();
    }

    /** RFC 3261 §13.2.2.4: the 2xx decides on the route set, whatever the provisional response said. */
    public synchronized void confirm(SipResponse response) {
        routeSet = List.copyOf(response.recordRoutes().reversed());
        refreshTarget(response);
    }

    /** RFC 3261 §12.2: a re-INVITE, an UPDATE and their 2xx move the peer's Contact. */
    public synchronized void refreshTarget(SipMessage message) {
        message.contact().ifPresent(contact -> remoteTarget = contact.uri());
    }

    /** RFC 3261 §12.2.2: whether the request of the peer comes in its order; remembers it then. */
    public synchronized boolean inOrder(SipRequest request) {
        long number = request.cseq().number();
        if (number <= remoteCSeq) {
            return false;
        }
        remoteCSeq = number;
        return true;
    }

    /** The number of our last INVITE was {@code number}, which the dialog did not count itself (a retry with credentials). */
    public synchronized void sentCSeq(long number) {
        localCSeq = Math.max(localCSeq, number);
    }

    /** The next request of ours, without Via, Contact and body. */
    public synchronized SipRequest nextRequest(Method method) {
        localCSeq++;
        return request(method, localCSeq);
    }

    /** A request with the number of an earlier one: the ACK for a 2xx (RFC 3261 §13.2.2.4). */
    public synchronized SipRequest ack(long inviteCSeq) {
        return request(Method.ACK, inviteCSeq);
    }

    // RFC 3261 §12.2.1.1
    private SipRequest request(Method method, long number) {
        Headers.Builder headers = Headers.builder();
        Uri uri = remoteTarget;
        if (!routeSet.isEmpty() && isLoose(routeSet.getFirst())) {
            routeSet.forEach(route -> headers.add(HeaderName.ROUTE, route.text()));
        } else if (!routeSet.isEmpty()) {
            // A strict router: it expects itself in the Request-URI, and the target as the last route.
            uri = routeSet.getFirst().uri();
            routeSet.subList(1, routeSet.size()).forEach(route -> headers.add(HeaderName.ROUTE, route.text()));
            headers.add(HeaderName.ROUTE, NameAddr.of(remoteTarget).text());
        }
        headers.add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.FROM, local.text())
                .add(HeaderName.TO, remote.text())
                .add(HeaderName.CALL_ID, id.callId())
                .add(HeaderName.CSEQ, new CSeq(number, method).text());
        return new SipRequest(method, uri, headers.build());
    }

    private static boolean isLoose(NameAddr route) {
        return route.uri() instanceof SipUri uri && uri.looseRouter();
    }

    /** The URI that RFC 3263 is asked about for the next request; null where it is none of SIP. */
    public synchronized @Nullable SipUri nextHop() {
        Uri next = routeSet.isEmpty() ? remoteTarget : routeSet.getFirst().uri();
        return next instanceof SipUri uri ? uri : null;
    }
}
