package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.time.ManualTimers;

/** Who wants to know of waiting messages is told (RFC 6665, RFC 3842), message by message and by hand-moved time. */
@Tag("wire")
@Timeout(60)
class SubscriptionTest {

    private final ManualTimers time = new ManualTimers();
    private final AtomicInteger fresh = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final BlockingQueue<Subscription> subscriptions = new LinkedBlockingQueue<>();
    private final List<MessageSummary> unsolicited = new ArrayList<>();
    private UserAgent ua;
    private RawPeer peer;

    @BeforeEach
    void start() throws Exception {
        ua = UserAgent.start(
                UserAgentConfig.listening("udp:127.0.0.1:0")
                        .timers(time)
                        .capabilities(UserAgentConfig.OFFICE)
                        .subscriptions(this::onSubscribe)
                        .requests((request, source) -> {
                            MessageSummary.parse(request.body()).ifPresent(unsolicited::add);
                            return RequestReply.ok();
                        })
                        .build(),
                InviteHandler.NONE);
        peer = new RawPeer(ua.listeningPoints().getFirst().address());
    }

    private void onSubscribe(InboundSubscribe subscribe) {
        if (!subscribe.event().type().equals(MessageSummary.EVENT)) {
            subscribe.rejectEvent(MessageSummary.EVENT);
            return;
        }
        subscribe
                .accept(
                        Duration.ofHours(1),
                        () -> MessageSummary.of("sip:101@office", fresh.get(), 2)
                                .notification(),
                        ended::incrementAndGet)
                .ifPresent(subscriptions::add);
    }

    @AfterEach
    void stop() {
        ua.close();
        peer.close();
    }

    private Subscription subscribed() throws InterruptedException {
        Subscription subscription = subscriptions.poll(10, TimeUnit.SECONDS);
        assertThat(subscription).isNotNull();
        return subscription;
    }

    private SipResponse subscribe(int cseq, String tag, long seconds) throws Exception {
        peer.request("SUBSCRIBE", "sub" + cseq, cseq, tag, "Event: message-summary\nExpires: " + seconds + "\n");
        return peer.response(200);
    }

    private SipRequest notified(String state, int messages) throws Exception {
        SipRequest notify = peer.request("NOTIFY");
        assertThat(notify.headers().first("Subscription-State")).isEqualTo(state);
        assertThat(notify.headers().first("Event")).isEqualTo("message-summary");
        assertThat(MessageSummary.parse(notify.body())).hasValue(MessageSummary.of("sip:101@office", messages, 2));
        peer.respond(notify, 200, "raw", "");
        return notify;
    }

    /** Our answers to NOTIFYs have been read: only the expiry is left, and what lingers of the SUBSCRIBE and of each NOTIFY. */
    private void settled(int notifies) {
        Eventually.become(() -> assertThat(time.pending()).isEqualTo(2 + notifies));
    }

    @Test
    void aSubscriberIsToldAtOnceAtEachChangeAndAtEachRefresh() throws Exception {
        SipResponse ok = subscribe(1, "", 7200);
        assertThat(ok.headers().first("Expires")).isEqualTo("3600");
        SipRequest first = notified("active;expires=3600", 0);
        assertThat(first.fromTag()).isEqualTo(ok.toTag());
        assertThat(first.toTag()).isEqualTo("raw");
        fresh.set(1);
        Subscription subscription = subscribed();
        subscription.changed();
        notified("active;expires=3600", 1);
        settled(2);
        time.advance(Duration.ofSeconds(600));
        assertThat(subscribe(2, ok.toTag(), 600).toTag()).isEqualTo(ok.toTag());
        notified("active;expires=600", 1);
        assertThat(subscription.isOpen()).isTrue();
    }

    @Test
    void changesWhileOneIsOnItsWayAreToldTogether() throws Exception {
        subscribe(1, "", 3600);
        SipRequest first = peer.request("NOTIFY");
        Subscription subscription = subscribed();
        for (int i = 1; i <= 5; i++) {
            fresh.set(i);
            subscription.changed();
        }
        peer.hearsNothing();
        peer.respond(first, 200, "raw", "");
        notified("active;expires=3600", 5);
        peer.hearsNothing();
    }

    @Test
    void aSubscriptionThatIsNotRefreshedEnds() throws Exception {
        subscribe(1, "", 60);
        notified("active;expires=60", 0);
        subscribed();
        settled(1);
        time.advance(Duration.ofSeconds(61));
        notified("terminated;reason=timeout", 0);
        Eventually.become(() -> assertThat(ended).hasValue(1));
    }

    @Test
    void aGoodbyeIsToldALastTimeAndThenItIsUnknown() throws Exception {
        SipResponse ok = subscribe(1, "", 60);
        notified("active;expires=60", 0);
        subscribe(2, ok.toTag(), 0);
        notified("terminated;reason=timeout", 0);
        Eventually.become(() -> assertThat(ended).hasValue(1));
        peer.request("SUBSCRIBE", "sub3", 3, ok.toTag(), "Event: message-summary\nExpires: 60\n");
        peer.response(481);
    }

    @Test
    void aLookIsToldOnce() throws Exception {
        subscribe(1, "", 0);
        notified("terminated;reason=timeout", 0);
        Eventually.become(() -> assertThat(ended).hasValue(1));
    }

    @ParameterizedTest
    @CsvSource({"481,", "500,", "603,"})
    void whoRefusesANotifyHasEnough(int status, String more) throws Exception {
        subscribe(1, "", 60);
        peer.respond(peer.request("NOTIFY"), status, "raw", "");
        Eventually.become(() -> assertThat(ended).hasValue(1));
        Subscription subscription = subscribed();
        assertThat(subscription.isOpen()).isFalse();
        subscription.changed();
        peer.hearsNothing();
    }

    @Test
    void whoVanishesIsForgotten() throws Exception {
        subscribe(1, "", 3600);
        peer.request("NOTIFY");
        Eventually.become(() -> assertThat(time.pending()).isGreaterThan(2));
        time.advance(Duration.ofSeconds(33));
        Eventually.become(() -> assertThat(ended).hasValue(1));
    }

    @Test
    void wrongOnesAreRefused() throws Exception {
        peer.request("SUBSCRIBE", "s1", 1, "", "Event: presence\n");
        assertThat(peer.response(489).headers().first("Allow-Events")).isEqualTo("message-summary");
        peer.request("SUBSCRIBE", "s2", 2, "", "Event: message-summary\nExpires: 5\n");
        assertThat(peer.response(423).headers().first("Min-Expires")).isEqualTo("30");
        peer.request("SUBSCRIBE", "s3", 3, "", "");
        peer.response(489);
        peer.request("SUBSCRIBE", "s4", 4, "nobody", "Event: message-summary\n");
        peer.response(481);
    }

    @Test
    void closingTellsToSubscribeAnew() throws Exception {
        subscribe(1, "", 60);
        notified("active;expires=60", 0);
        subscribed();
        settled(1);
        Thread.ofVirtual().start(ua::close);
        assertThat(peer.request("NOTIFY").headers().first("Subscription-State"))
                .isEqualTo("terminated;reason=deactivated");
    }

    @Test
    void aDeviceIsToldWithoutHavingAsked() throws Exception {
        SipUri device = SipUri.parse("sip:101@" + peer.host());
        var telling = new FutureTask<>(() -> ua.notify(
                device,
                InviteOptions.DEFAULTS,
                MessageSummary.EVENT,
                MessageSummary.of("", 3, 0).notification()));
        Thread.ofVirtual().start(telling);
        SipRequest notify = peer.request("NOTIFY");
        assertThat(notify.headers().first("Event")).isEqualTo("message-summary");
        assertThat(new String(notify.body(), UTF_8)).isEqualTo("Messages-Waiting: yes\r\nVoice-Message: 3/0 (0/0)\r\n");
        peer.respond(notify, 200, "raw", "");
        assertThat(telling.get()).isInstanceOf(RequestOutcome.Success.class);
    }

    @Test
    void andSoAreWeByAProvider() throws Exception {
        peer.request(
                "NOTIFY",
                "n1",
                1,
                "",
                "Event: message-summary\nSubscription-State: active\nContent-Type: application/simple-message-summary\n\n"
                        + "Messages-Waiting: yes\r\nVoice-Message: 4/8 (0/2)\r\n");
        peer.response(200);
        assertThat(unsolicited).containsExactly(new MessageSummary("", 4, 8, 0, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "'Messages-Waiting: no', 0, 0",
        "'messages-waiting:yes', 1, 0",
        "'Messages-Waiting: yes|Message-Account: sip:a@b|Voice-Message: 2/8 (0/2)', 2, 8",
        "'Message-Waiting: no|Voice-Message:0/3', 0, 3",
        "'Messages-Waiting: yes|Voice-Message: many', 1, 0",
    })
    void aSummaryIsReadHoweverItIsWritten(String text, int messages, int old) {
        assertThat(MessageSummary.parse(text.replace("|", "\r\n").getBytes(UTF_8)))
                .hasValueSatisfying(read -> {
                    assertThat(read.fresh()).isEqualTo(messages);
                    assertThat(read.old()).isEqualTo(old);
                });
        assertThat(MessageSummary.parse("nothing".getBytes(UTF_8))).isEmpty();
    }
}
