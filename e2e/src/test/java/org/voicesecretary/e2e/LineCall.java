package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.StoredEntry;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;

/** A call of a {@link Line}: the phone in the caller's hand and what the server wrote down. */
final class LineCall implements AutoCloseable {
    private final Switchboard board;
    private final PhoneCall phone;
    private final CallId id;

    LineCall(Switchboard board, PhoneCall phone, CallId id) {
        this.board = board;
        this.phone = phone;
        this.id = id;
    }

    PhoneCall phone() {
        return phone;
    }

    CallId id() {
        return id;
    }

    List<TimelineEntry> entries() {
        return board.entries(id);
    }

    <T extends TimelineEvent> List<T> events(Class<T> kind) {
        return entries().stream()
                .map(TimelineEntry::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** When the first such event happened, in milliseconds since the call came in. */
    <T extends TimelineEvent> long millisOf(Class<T> kind, Predicate<T> which) {
        return entries().stream()
                .filter(entry -> kind.isInstance(entry.event()) && which.test(kind.cast(entry.event())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such " + kind.getSimpleName() + " in " + entries()))
                .offsetMillis();
    }

    <T extends TimelineEvent> T awaits(Class<T> kind, Predicate<T> which) throws InterruptedException {
        return awaits(kind, which, Switchboard.SOON);
    }

    <T extends TimelineEvent> T awaits(Class<T> kind, Predicate<T> which, Duration within) throws InterruptedException {
        return Eventually.get(
                kind.getSimpleName() + " of the call; so far: " + entries(),
                within,
                () -> events(kind).stream().filter(which).findFirst());
    }

    /** Waits until this text starts to be said. */
    LineCall says(String text) throws InterruptedException {
        awaits(TimelineEvent.Said.class, said -> said.text().equals(text));
        return this;
    }

    LineCall presses(String keys) {
        phone.press(keys);
        return this;
    }

    /** Waits until the robot hangs up, and tells with what. */
    DialogEnd.RemoteBye hungUpByTheRobot() throws InterruptedException {
        Optional<DialogEnd> end = phone.awaitEnd(Switchboard.SOON);
        assertThat(end).as("end of the call; so far: %s", entries()).containsInstanceOf(DialogEnd.RemoteBye.class);
        return (DialogEnd.RemoteBye) end.orElseThrow();
    }

    TimelineEvent.Ended ended() throws InterruptedException {
        return awaits(TimelineEvent.Ended.class, _ -> true);
    }

    /** Texts in the order in which they were said. */
    List<String> said() {
        return events(TimelineEvent.Said.class).stream()
                .map(TimelineEvent.Said::text)
                .toList();
    }

    /** The apology was said in this language, and heard. */
    LineCall apologises(String language) throws InterruptedException {
        String words = Switchboard.APOLOGY.get(language);
        hungUpByTheRobot();
        var apology = events(TimelineEvent.Said.class).stream()
                .filter(said -> said.text().equals(words))
                .findFirst();
        assertThat(apology)
                .as("the apology in '%s'; what happened: %s", language, entries())
                .isPresent();
        assertThat(apology.get().language()).isEqualTo(language);
        hears(apology.get());
        return this;
    }

    /** This announcement is found in what the phone received. */
    void hears(TimelineEvent.Said said) throws InterruptedException {
        var match = board.rendered().match(List.of(said), phone.heard().pcm());
        assertThat(match.similarity())
                .as("how well '%s' was heard: %s", said.text(), match)
                .isGreaterThan(Switchboard.SAME);
    }

    /** The call as it is in the database, once its end is there. */
    List<StoredEntry> stored() throws InterruptedException {
        return board.stored(id);
    }

    @Override
    public void close() {
        phone.close();
    }
}
