package org.voicesecretary.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Loudness;
import org.voicesecretary.protocol.Language;

@Tag("unit")
class SpeakerTest {
    private static final Speaker.Utterance HELLO = new Speaker.Utterance("Hello there", Language.EN);

    @TempDir
    Path directory;

    private final FakeEngine first = new FakeEngine("first", new Voice("one", Language.EN, "One", Gender.MALE));
    private final FakeEngine second = new FakeEngine("second", new Voice("two", Language.EN, "Two", Gender.MALE));
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_000_000));
    private final InstantSource clock = now::get;
    private Speaker speaker;

    @BeforeEach
    void open() throws Exception {
        SpeechCache cache = SpeechCache.open(directory, 1 << 24, 1 << 24, clock);
        speaker = new Speaker(new VoiceCatalog(List.of(first, second), Map.of()), cache, clock);
    }

    @Test
    void whatIsSaidIsLevelledAndAt16Kilohertz() throws Exception {
        Speaker.Speech speech = speaker.say(HELLO);

        assertThat(speech.sound().sampleRate()).isEqualTo(16_000);
        assertThat(Loudness.dbfs(speech.sound())).isCloseTo(-20, within(0.5));
        assertThat(speech.notes()).isEmpty();
        assertThat(speech.text()).isEqualTo("Hello there");
    }

    @Test
    void theSameSentenceAsksTheEngineOnceAndAnotherAgain() throws Exception {
        speaker.say(HELLO);
        speaker.say(new Speaker.Utterance("  Hello \n there ", Language.EN));
        speaker.say(new Speaker.Utterance("Hello them", Language.EN));

        assertThat(first.asked()).extracting(SpeechRequest::text).containsExactly("Hello there", "Hello them");
    }

    @Test
    void aNewVersionOfTheEngineAndAnotherRateAreOtherSounds() throws Exception {
        SpeechKey before = speaker.say(HELLO).key();
        first.upgrade("2");
        SpeechKey after = speaker.say(HELLO).key();
        SpeechKey slow = speaker.say(new Speaker.Utterance("Hello there", Language.EN, null, null, 80))
                .key();

        assertThat(List.of(before, after, slow)).doesNotHaveDuplicates();
        assertThat(first.asked()).hasSize(3);
    }

    @Test
    void whenAnEngineFailsTheNextSpeaksAndThatIsNoted() throws Exception {
        first.fail(new SpeechException(SpeechException.Kind.UPSTREAM, "speech engine first: broke"));

        Speaker.Speech speech = speaker.say(HELLO);

        assertThat(speech.voice().id()).isEqualTo("two");
        assertThat(speech.notes()).singleElement().satisfies(note -> {
            assertThat(note.kind()).isEqualTo(Note.Kind.ENGINE);
            assertThat(note.text()).contains("first: broke", "'second'");
        });
    }

    @Test
    void silenceOfAnEngineIsItsFailure() throws Exception {
        first.fallSilent();

        assertThat(speaker.say(HELLO).voice().id()).isEqualTo("two");
    }

    @Test
    void whenAllFailTheFirstFailureIsTold() {
        first.fail(new SpeechException(SpeechException.Kind.CAPACITY, "speech engine first: full"));
        second.fallSilent();

        assertThatThrownBy(() -> speaker.say(HELLO))
                .isInstanceOfSatisfying(
                        SpeechException.class, e -> assertThat(e.kind()).isEqualTo(SpeechException.Kind.CAPACITY))
                .hasMessage("speech engine first: full");
    }

    @Test
    void anEngineThatRecoversIsUsedAgain() throws Exception {
        first.fail(new SpeechException(SpeechException.Kind.UPSTREAM, "speech engine first: broke"));
        speaker.say(HELLO);
        first.recover();

        assertThat(speaker.say(HELLO).voice().id()).isEqualTo("one");
    }

    @Test
    void anEngineThatFailsAgainAndAgainIsAskedLastForHalfAMinute() throws Exception {
        Speaker.Speech before = speaker.say(HELLO);
        first.fail(new SpeechException(SpeechException.Kind.UPSTREAM, "speech engine first: too slow"));
        for (String word : new String[] {"a", "b", "c", "d", "e"}) {
            assertThat(speaker.say(new Speaker.Utterance(word, Language.EN))
                            .voice()
                            .id())
                    .isEqualTo("two");
        }
        assertThat(first.asked()).extracting(SpeechRequest::text).containsExactly("Hello there", "a", "b", "c");
        assertThat(speaker.say(HELLO).key())
                .as("what it said before is still its")
                .isEqualTo(before.key());

        now.set(now.get().plusSeconds(31));
        first.recover();
        assertThat(speaker.say(new Speaker.Utterance("f", Language.EN)).voice().id())
                .isEqualTo("one");
    }

    @Test
    void aRestingEngineIsAskedWhenNobodyElseCanSpeak() throws Exception {
        first.fail(new SpeechException(SpeechException.Kind.UPSTREAM, "speech engine first: too slow"));
        for (String word : new String[] {"a", "b", "c"}) {
            speaker.say(new Speaker.Utterance(word, Language.EN));
        }
        first.recover();
        second.fail(new SpeechException(SpeechException.Kind.UPSTREAM, "speech engine second: broke"));

        assertThat(speaker.say(new Speaker.Utterance("d", Language.EN)).voice().id())
                .isEqualTo("one");
    }

    @Test
    void nothingToSayIsNoSoundWithANote() throws Exception {
        Speaker.Speech speech = speaker.say(new Speaker.Utterance(" <b></b>\n", Language.EN));

        assertThat(speech.sound().isEmpty()).isTrue();
        assertThat(speech.notes()).extracting(Note::kind).containsOnly(Note.Kind.TEXT);
        assertThat(first.asked()).isEmpty();
    }

    @Test
    void partsOfAKeyNeverRunTogether() {
        assertThat(SpeechKey.ofParts("ab", "c")).isNotEqualTo(SpeechKey.ofParts("a", "bc"));
        assertThat(SpeechKey.ofParts("a")).isEqualTo(SpeechKey.ofParts("a"));
    }
}
