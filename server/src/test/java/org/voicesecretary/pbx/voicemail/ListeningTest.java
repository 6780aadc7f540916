package org.voicesecretary.pbx.voicemail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.redirect;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavWriter;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.protocol.Language;

@Tag("db")
@Timeout(60)
class ListeningTest {
    private final TestCall call = new TestCall();
    private final List<String> changed = new ArrayList<>();

    @TempDir
    Path path;

    private AppliedOffice office;
    private MessageStore store;

    @BeforeEach
    void open() throws IOException {
        office = new AppliedOffice(path);
        office.apply(ACCOUNT + "extensions: [{number: 101, voicemail: {}}]");
        var db = office.database();
        store = MessageStore.open(db.directory(), db.database(), db.writer(), call.time::now, any -> Long.MAX_VALUE);
        store.onChange((pbxId, extension) -> changed.add(pbxId + "-" + extension));
        var voicemail = new Voicemail(store, arrived -> {});
        call.targets = (talk, to) -> new Outcome.Over(voicemail.listen(
                talk, office.office(), office.office().extension("101").orElseThrow()));
        call.script.answers(redirect("101"));
    }

    @AfterEach
    void close() {
        office.close();
    }

    /** A message of two seconds. */
    private void message() throws IOException {
        MessageStore.Draft draft = store.begin();
        Pcm tone = Tones.sine(440, 8000, 2_000, 8_000);
        try (WavWriter wav = WavWriter.stereo(draft.recording(), 8_000)) {
            wav.write(tone.samples(), 0, new short[tone.length()], 0, tone.length());
        }
        store.keep(
                draft,
                new MessageStore.Sender(123456, "101", "in_1", "442037691880", ""),
                Duration.ofSeconds(2),
                Duration.ofDays(30),
                false);
    }

    private static String words(ListeningWords what) {
        return what.in(Language.EN).text();
    }

    private List<String> played() {
        return call.caller.journal().stream()
                .filter(line -> line.contains(" play "))
                .map(line -> line.substring(line.indexOf(" play ") + 6))
                .toList();
    }

    @Test
    void whoHasNoMessagesIsTold() {
        assertThat(call.run()).isEqualTo(new CallEnd.VoicemailEnded());
        assertThat(played()).containsExactly(words(ListeningWords.NONE));
    }

    @Test
    void messagesAreHeardTheNewestFirstWithTheirTimeAndCountAsHeard() throws IOException {
        message();
        message();
        changed.clear();

        call.run();

        String when = "Message of March 4, 2025, at 10:11.";
        assertThat(played())
                .containsExactly(
                        words(ListeningWords.INTRO),
                        when,
                        "a sound of 2000 ms",
                        when,
                        "a sound of 2000 ms",
                        words(ListeningWords.LAST));
        assertThat(store.of(123456, "101")).allMatch(VoicemailMessage::heard);
        assertThat(changed).containsExactly("123456-101", "123456-101");
    }

    @Test
    void keysRepeatDeleteAndKeep() throws IOException {
        message();
        message();
        // after the introduction and the time, one second each
        call.caller.pressAt(2_500, "1");
        call.caller.pressAt(4_500, "7");
        call.caller.pressAt(7_500, "9");

        call.run();

        assertThat(played())
                .contains(words(ListeningWords.DELETED), words(ListeningWords.KEPT))
                .filteredOn(line -> line.startsWith("a sound"))
                .hasSize(3);
        assertThat(store.of(123456, "101")).hasSize(1);
    }

    @Test
    void whoHangsUpMeanwhileHasEnded() throws IOException {
        message();
        call.caller.signalAt(2_500, new CallSignal.RemoteHungUp());
        assertThat(call.run()).isEqualTo(new CallEnd.CallerHungUp());
        assertThat(store.of(123456, "101")).hasSize(1).noneMatch(VoicemailMessage::heard);
    }
}
