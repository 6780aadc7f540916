package org.voicesecretary.sip;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.dialog.DialogId;
import org.voicesecretary.sip.dialog.DialogState;
import org.voicesecretary.sip.message.EventHeader;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transaction.NonInviteServerTransaction;
import org.voicesecretary.sip.transport.Flow;

/** Somebody who is told about something, in a dialog of its own (RFC 6665 §4.2), until one of the two has enough. */
public final class Subscription {

    private static final Logger log = LoggerFactory.getLogger(Subscription.class);

    private final Agent agent;
    private final DialogState dialog;
    private final SipRequest first;
    private final String localTag;
    private final EventHeader event;
    private final Duration longest;
    private final Supplier<Notification> state;
    private final Runnable onEnded;
    private final Authorizer authorizer;
    private final SipUri contact;
    private final @Nullable Flow pinned;

    private long expiresAt;
    private Timers.@Nullable Timer expiry;
    private boolean notifying;
    private boolean again;
    private boolean over;
    /** The reason of the last NOTIFY; null while it goes on. */
    private @Nullable String ending;

    Subscription(
            Agent agent,
            SipRequest subscribe,
            Flow source,
            EventHeader event,
            Duration longest,
            Supplier<Notification> state,
            Runnable onEnded) {
        this.agent = agent;
        this.first = subscribe;
        this.localTag = agent.token();
        this.dialog = DialogState.ofCallee(subscribe, localTag, agent.firstNumber());
        this.event = event;
        this.longest = longest;
        this.state = state;
        this.onEnded = onEnded;
        this.authorizer = new Authorizer(agent, agent.config().logins());
        this.contact = agent.contact(source, Agent.isSecure(subscribe.uri()), null);
        this.pinned = PeerReach.pinned(subscribe, source, dialog);
    }

    DialogId id() {
        return dialog.id();
    }

    /** The SUBSCRIBE that made it. */
    public SipRequest request() {
        return first;
    }

    /** Whether somebody is still to be told. */
    public synchronized boolean isOpen() {
        return !over && ending == null;
    }

    /** Tells the state as it is now. Changes while a NOTIFY is on its way are told together afterwards. Never blocks. */
    public void changed() {
        synchronized (this) {
            if (over) {
                return;
            }
            if (notifying) {
                again = true;
                return;
            }
            notifying = true;
        }
        send();
    }

    /**
     * Tells a last time, and no more.
     *
     * @param reason as RFC 6665 §4.1.3 knows them: {@code deactivated} (subscribe anew), {@code noresource}, {@code rejected} …
     */
    public void end(String reason) {
        synchronized (this) {
            if (over || ending != null) {
                return;
            }
            ending = reason;
            cancelExpiry();
        }
        agent.forget(this);
        changed();
    }

    void begin(NonInviteServerTransaction transaction) {
        agent.remember(this);
        onSubscribe(first, transaction);
    }

    /** The first SUBSCRIBE, a refresh, or a goodbye. */
    void onSubscribe(SipRequest subscribe, NonInviteServerTransaction transaction) {
        if (subscribe != first && !dialog.inOrder(subscribe)) {
            transaction.respond(agent.response(subscribe, 500, "Request Out Of Order", null));
            return;
        }
        long asked = subscribe.expires().orElse(longest.toSeconds());
        long granted = Math.min(asked, longest.toSeconds());
        synchronized (this) {
            cancelExpiry();
            expiresAt = agent.timers().nanoTime() + Duration.ofSeconds(granted).toNanos();
            if (granted > 0 && ending == null) {
                expiry = agent.timers().schedule(Duration.ofSeconds(granted), () -> end("timeout"));
            }
        }
        dialog.refreshTarget(subscribe);
        transaction.respond(agent.response(
                subscribe,
                200,
                "OK",
                localTag,
                List.of(
                        new RequestReply.HeaderField(
                                HeaderName.CONTACT, NameAddr.of(contact).text()),
                        new RequestReply.HeaderField(HeaderName.EXPIRES, Long.toString(granted)))));
        if (granted == 0) {
            end("timeout");
        } else {
            changed();
        }
    }

    private void cancelExpiry() {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
    }

    // ---- NOTIFY

    private void send() {
        Notification told;
        String how;
        synchronized (this) {
            again = false;
            long left = Math.max(0, (expiresAt - agent.timers().nanoTime()) / 1_000_000_000L);
            how = ending == null ? "active;expires=" + left : "terminated;reason=" + ending;
        }
        try {
            told = state.get();
        } catch (RuntimeException e) {
            log.error("the state of {} cannot be told: {}", event.type(), e, e);
            told = new Notification("", new byte[0]);
        }
        var request = new OutgoingRequest(agent, authorizer, new Exchange(told, how));
        SipUri next = dialog.nextHop();
        if (pinned != null && pinned.isOpen()) {
            request.sendBy(pinned);
        } else if (next != null) {
            request.sendTo(next);
        } else {
            finish();
        }
    }

    private void onAnswered(boolean wanted, boolean last) {
        boolean more;
        synchronized (this) {
            more = wanted && !last && again;
            notifying = more;
        }
        if (!wanted || last) {
            finish();
        } else if (more) {
            send();
        }
    }

    private void finish() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            cancelExpiry();
        }
        agent.forget(this);
        onEnded.run();
    }

    /** One NOTIFY. */
    private final class Exchange implements OutgoingRequest.Maker {
        private final Notification told;
        private final String how;

        Exchange(Notification told, String how) {
            this.told = told;
            this.how = how;
        }

        @Override
        public SipRequest make(Flow flow) {
            SipRequest bare = dialog.nextRequest(Method.NOTIFY);
            Headers.Builder headers = bare.headers().toBuilder()
                    .add(HeaderName.CONTACT, NameAddr.of(contact).text())
                    .add(HeaderName.EVENT, event.text())
                    .add(HeaderName.SUBSCRIPTION_STATE, how);
            agent.config().introduce(headers, HeaderName.USER_AGENT);
            var notify = new SipRequest(Method.NOTIFY, bare.uri(), headers.build());
            return told.contentType().isEmpty() ? notify : notify.withBody(told.contentType(), told.body());
        }

        @Override
        public void onFinal(SipResponse response) {
            // RFC 6665 §4.2.2: who refuses a NOTIFY without saying when to come back has enough.
            boolean wanted = response.isSuccess() || response.headers().has(HeaderName.RETRY_AFTER);
            onAnswered(wanted, how.startsWith("terminated"));
        }

        @Override
        public void onNoAnswer(String why) {
            log.debug("subscription {} ends: {}", dialog.id(), why);
            onAnswered(false, true);
        }
    }
}
