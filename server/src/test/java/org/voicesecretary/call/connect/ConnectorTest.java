package org.voicesecretary.call.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.play;
import static org.voicesecretary.call.TestCall.redirect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.call.connect.RingPlan.Turn;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.timeline.TimelineEvent;

@Tag("unit")
class ConnectorTest {
    private final TestCall call = new TestCall();
    private final FakeDialer phones = new FakeDialer(call.time);
    private final List<Turn> turns = new ArrayList<>();
    private long longestSeconds = 60;
    private @Nullable Connected connected;

    @BeforeEach
    void aServerThatConnects() {
        call.targets = (talk, redirect) -> {
            Connected became = new Connector(phones, Connector.HoldSounds.NONE)
                    .connect(talk, new RingPlan(turns, Duration.ofSeconds(longestSeconds)));
            connected = became;
            return switch (became) {
                case Connected.Nobody(var status) ->
                    new RedirectTargets.Outcome.Over(new CallEnd.NobodyReached(status, talk.answered()));
                case Connected.Over(var end) -> new RedirectTargets.Outcome.Over(end);
                case Connected.Steered(var by) -> new RedirectTargets.Outcome.Steered(by);
            };
        };
    }

    private void rings(String extension, long fromSeconds, @Nullable Long untilSeconds, String... phoneLabels) {
        List<DialOrder> orders = new ArrayList<>();
        for (String label : phoneLabels) {
            orders.add(new DialOrder(label, new DialOrder.To.Address(uri(label)), InviteOptions.DEFAULTS));
        }
        turns.add(new Turn(
                Duration.ofSeconds(fromSeconds),
                untilSeconds == null ? null : Duration.ofSeconds(untilSeconds),
                new Party(extension, extension, orders)));
    }

    private static SipUri uri(String user) {
        try {
            return SipUri.parse("sip:" + user + "@192.0.2.1");
        } catch (SipParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A call whose script redirects it at once. */
    private CallEnd run() {
        call.script.answers(redirect("100"));
        return call.run();
    }

    private List<String> told() {
        return call.told.stream()
                .map(event -> switch (event) {
                    case WebhookEvent.NotifyInternal e -> "INTERNAL " + e.internal();
                    case WebhookEvent.NotifyInternalEnd e -> "INTERNAL_END " + e.internal();
                    case WebhookEvent.NotifyAnswer e -> "ANSWER " + e.destination() + " " + e.internal();
                    case WebhookEvent.NotifyEnd e ->
                        "END " + e.disposition().wireName() + " " + e.statusCode() + " " + e.internal();
                    default -> event.type().name();
                })
                .toList();
    }

    @Test
    void thePhoneThatAnswersIsJoinedWithTheCallerUntilItHangsUp() {
        rings("101", 0, null, "desk");
        phones.answersAndHangsUp("desk", 3000, 10_000);

        assertThat(run()).isEqualTo(new CallEnd.CalleeHungUp());
        assertThat(call.caller.journal())
                .containsExactly(
                        "0 ring", "3000 answer", "3000 connect desk", "10000 disconnect", "10000 bye cause 16");
        assertThat(told()).containsExactly("INTERNAL 101", "ANSWER 101 101", "END answered 16 101");
    }

    @Test
    void aCallerWhoWasAnsweredBeforeHearsTheRingingTone() {
        call.script.answers(play("hello"), redirect("100"));
        rings("101", 0, null, "desk");
        phones.answersAndHangsUp("desk", 3000, 10_000);
        call.run();

        assertThat(call.caller.journal()).contains("1000 ringing tone", "4000 stop", "4000 connect desk");
    }

    @Test
    void theFirstAnswerWinsAndTheOthersAreToldThatItWasAnsweredElsewhere() {
        rings("101", 0, null, "desk", "mobile");
        rings("102", 0, null, "shop");
        phones.answersAndHangsUp("mobile", 2000, 5000);
        phones.answersAfter("shop", 2000);
        run();

        assertThat(phones.journal())
                .containsExactly(
                        "0 dial desk",
                        "0 dial mobile",
                        "0 dial shop",
                        "2000 release desk ANSWERED_ELSEWHERE",
                        "2000 release shop ANSWERED_ELSEWHERE");
        assertThat(call.caller.journal()).contains("2000 connect mobile").doesNotContain("2000 connect shop");
        assertThat(told())
                .containsExactly(
                        "INTERNAL 101", "INTERNAL 102", "INTERNAL_END 102", "ANSWER 101 101", "END answered 16 101");
    }

    @Test
    void turnsBeginAndEndAtTheirTime() {
        rings("101", 0, 10L, "desk");
        rings("102", 5, null, "shop");
        longestSeconds = 20;
        run();

        assertThat(phones.journal())
                .containsExactly(
                        "0 dial desk", "5000 dial shop", "10000 release desk RANG_OUT", "20000 release shop RANG_OUT");
        assertThat(connected).isEqualTo(new Connected.Nobody(EndStatus.NO_ANSWER));
        assertThat(call.caller.journal()).containsExactly("0 ring", "20000 reject 480 cause 19");
        assertThat(told())
                .containsExactly(
                        "INTERNAL 101",
                        "INTERNAL 102",
                        "INTERNAL_END 101",
                        "INTERNAL_END 102",
                        "END no answer 19 null");
    }

    @Test
    void anExtensionThatRingsInSeveralRoundsIsToldOfOnce() {
        rings("101", 0, 10L, "desk");
        rings("102", 10, 20L, "shop");
        rings("101", 20, 30L, "desk");
        run();

        assertThat(phones.journal())
                .containsSubsequence(
                        "0 dial desk", "10000 dial shop", "20000 dial desk", "30000 release desk RANG_OUT");
        assertThat(told())
                .containsExactly(
                        "INTERNAL 101",
                        "INTERNAL 102",
                        "INTERNAL_END 102",
                        "INTERNAL_END 101",
                        "END no answer 19 null");
    }

    @Test
    void anExtensionBetweenItsRoundsIsToldOfWhenAnotherAnswers() {
        rings("101", 0, 10L, "desk");
        rings("102", 10, 20L, "shop");
        rings("101", 20, 30L, "desk");
        phones.answersAndHangsUp("shop", 3000, 9000);
        run();

        assertThat(told())
                .containsExactly(
                        "INTERNAL 101", "INTERNAL 102", "INTERNAL_END 101", "ANSWER 102 102", "END answered 16 102");
    }

    @Test
    void whereNobodyRingsAnyMoreTheNextTurnBeginsAtOnce() {
        rings("101", 0, null, "desk");
        rings("102", 20, 50L, "shop");
        phones.refusesAfter("desk", 1000, 486);
        run();

        assertThat(phones.journal()).containsExactly("0 dial desk", "1000 dial shop", "31000 release shop RANG_OUT");
    }

    @Test
    void allBusyIsBusy() {
        rings("101", 0, null, "desk");
        rings("102", 0, null, "shop");
        phones.refusesAfter("desk", 500, 486);
        phones.refusesAfter("shop", 700, 503);
        run();

        assertThat(connected).isEqualTo(new Connected.Nobody(EndStatus.BUSY));
        assertThat(call.caller.journal()).last().isEqualTo("700 reject 486 cause 17");
    }

    @Test
    void anExtensionWithoutAPhoneIsNoReasonToWait() {
        rings("101", 0, null);
        run();

        assertThat(call.time.millis()).isZero();
        assertThat(told()).containsExactly("END no answer 19 null");
    }

    @Test
    void aCallerWhoGivesUpSilencesAllPhones() {
        rings("101", 0, null, "desk");
        call.caller.signalAt(4000, new CallSignal.Cancelled());

        assertThat(run()).isEqualTo(new CallEnd.CallerGaveUp());
        assertThat(phones.journal()).containsExactly("0 dial desk", "4000 release desk CALL_OVER");
        assertThat(told()).containsExactly("INTERNAL 101", "INTERNAL_END 101", "END cancel 16 null");
    }

    @Test
    void aCallerWhoHangsUpEndsTheConversation() {
        rings("101", 0, null, "desk");
        phones.answersAfter("desk", 1000);
        call.caller.signalAt(9000, new CallSignal.RemoteHungUp());

        assertThat(run()).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(phones.journal()).last().isEqualTo("9000 release desk CALL_OVER");
    }

    @Test
    void howEachPhoneEndedIsOnTheTimeline() {
        rings("101", 0, null, "desk", "mobile");
        rings("102", 0, 1L, "shop");
        rings("103", 0, null, "door");
        phones.refusesAfter("door", 500, 486);
        phones.answersAndHangsUp("mobile", 2000, 5000);
        run();

        assertThat(call.events(TimelineEvent.LegEnded.class))
                .containsExactly(
                        new TimelineEvent.LegEnded("door", "103", 500, null, "busy", 17, "callee"),
                        new TimelineEvent.LegEnded("shop", "102", 1000, null, "no answer", 19, "robot"),
                        new TimelineEvent.LegEnded("desk", "101", 2000, null, "cancel", 16, "robot"),
                        new TimelineEvent.LegEnded("mobile", "101", 2000, 3000L, "answered", 16, "callee"));
    }

    @Test
    void aPhoneThatRingsWhenTheCallerGivesUpIsALegThatTheCallerEnded() {
        rings("101", 0, null, "desk");
        call.caller.signalAt(4000, new CallSignal.Cancelled());
        run();

        assertThat(call.events(TimelineEvent.LegEnded.class))
                .containsExactly(new TimelineEvent.LegEnded("desk", "101", 4000, null, "cancel", 16, "caller"));
    }
}
