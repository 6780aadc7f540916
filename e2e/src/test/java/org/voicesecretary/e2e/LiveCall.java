package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.voicesecretary.media.audio.AudioMatch;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineEvent.Said;

/** A real call, seen from both ends: the phone's ear and keys, and the server's timeline. */
final class LiveCall implements AutoCloseable {
    /** Generous, because many calls and interpreters share the machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration END_OF_SOUND = Duration.ofMillis(200);

    /** Of the same sound through a codec it is above 0.9, of another sound below 0.6. */
    private static final double SAME = 0.8;

    private final PhoneCall phone;
    private final Timelines timelines;
    private final CallId id;
    private final Rendered rendered;
    private int heardTurns;

    LiveCall(PhoneCall phone, Timelines timelines, CallId id, Rendered rendered) {
        this.phone = phone;
        this.timelines = timelines;
        this.id = id;
        this.rendered = rendered;
    }

    PhoneCall phone() {
        return phone;
    }

    /** Waits until the robot starts to say these texts, as its next turn. */
    LiveCall says(String... texts) throws InterruptedException {
        nextTurn(texts);
        return this;
    }

    /** Waits until these texts, the robot's next turn, have been heard to their end. */
    LiveCall hears(String... texts) throws InterruptedException {
        Turn turn = nextTurn(texts);
        int mark = phone.heard().mark();
        Duration length =
                Duration.ofMillis(rendered.sound(turn.said()).durationMillis()).minusMillis(100);
        assertThat(phone.heard().awaitLength(mark, length, PATIENCE))
                .as("as much audio as '%s' takes", turn.texts())
                .isTrue();
        assertThat(phone.heard().awaitQuiet(END_OF_SOUND, PATIENCE))
                .as("the end of '%s'", turn.texts())
                .isTrue();
        return this;
    }

    private Turn nextTurn(String... texts) throws InterruptedException {
        Optional<Turn> turn = timelines.await(
                id,
                events -> Turn.of(events).stream()
                        .skip(heardTurns)
                        .findFirst()
                        .filter(next -> next.said().size() >= texts.length),
                PATIENCE);
        assertThat(turn).as("%s is said; so far: %s", List.of(texts), events()).isPresent();
        heardTurns++;
        assertThat(turn.get().texts()).as("so far: %s", events()).containsExactly(texts);
        return turn.get();
    }

    LiveCall presses(String keys) {
        phone.press(keys);
        return this;
    }

    /** Waits until the robot hangs up. */
    LiveCall isHungUpByTheRobot() throws InterruptedException {
        assertThat(phone.awaitEnd(PATIENCE)).as("so far: %s", events()).containsInstanceOf(DialogEnd.RemoteBye.class);
        assertThat(ended().hungUpBy()).isNotEqualToIgnoringCase("caller");
        return this;
    }

    /** The caller puts the phone down. */
    LiveCall hangsUp() throws InterruptedException {
        phone.hangUp();
        ended();
        return this;
    }

    TimelineEvent.Ended ended() throws InterruptedException {
        return timelines
                .await(id, events -> only(events, TimelineEvent.Ended.class).findFirst(), PATIENCE)
                .orElseThrow(() -> new AssertionError("the call did not end: " + events()));
    }

    /** Everything that was said without a key in between is found in what the phone heard. */
    LiveCall heardEverythingThatWasSaid() throws InterruptedException {
        Pcm heard = phone.heard().pcm();
        for (Turn turn : Turn.of(events())) {
            if (!turn.cut()) {
                AudioMatch match = rendered.match(turn.said(), heard);
                assertThat(match.similarity())
                        .as("how well '%s' was heard, %s", turn.texts(), match)
                        .isGreaterThan(SAME);
            }
        }
        return this;
    }

    /** How well a text that was said is found in what was heard. */
    AudioMatch match(String instruction, String text, String language) throws InterruptedException {
        return rendered.match(
                List.of(new Said(instruction, text, language)), phone.heard().pcm());
    }

    /** The inputs so far, such as {@code customer.1=1042}. */
    List<String> inputs() {
        return events(TimelineEvent.Collected.class).stream()
                .map(input -> input.name() + "=" + input.digits())
                .toList();
    }

    /** The script's replies so far, in words. */
    List<String> replies() {
        return events(TimelineEvent.WebhookReply.class).stream()
                .map(reply -> Replies.words(reply.body()))
                .toList();
    }

    /** The bodies of the questions to the script so far, decoded as little as a form needs to be readable. */
    List<String> questions() {
        return events(TimelineEvent.WebhookRequest.class).stream()
                .map(TimelineEvent.WebhookRequest::body)
                .toList();
    }

    /** Nobody did anything wrong. */
    LiveCall hadNoFault() {
        assertThat(events(TimelineEvent.Fault.class)).isEmpty();
        assertThat(events(TimelineEvent.Lint.class)).isEmpty();
        return this;
    }

    List<TimelineEvent> events() {
        return timelines.events(id);
    }

    <T extends TimelineEvent> List<T> events(Class<T> kind) {
        return only(events(), kind).toList();
    }

    private static <T> Stream<T> only(List<TimelineEvent> events, Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }

    @Override
    public void close() {
        phone.close();
    }
}
