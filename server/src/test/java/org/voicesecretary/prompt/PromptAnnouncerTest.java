package org.voicesecretary.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.call.Filler;
import org.voicesecretary.call.Guards;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.call.Spoken;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.FakeEngine;
import org.voicesecretary.speech.Gender;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechCache;
import org.voicesecretary.speech.SpeechException;
import org.voicesecretary.speech.Voice;
import org.voicesecretary.speech.VoiceCatalog;
import org.voicesecretary.speech.phrase.Phrases;
import org.voicesecretary.speech.spell.Spelling;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

@Tag("unit")
class PromptAnnouncerTest {
    private static final NumberSettings NUMBER = new NumberSettings(
            "key",
            "442037691881",
            Language.EN,
            ZoneOffset.UTC,
            null,
            new Filler(true, Duration.ofMillis(1_500), "Still thinking"),
            Guards.DEFAULT);

    @TempDir
    Path directory;

    private final FakeEngine engine = new FakeEngine("fake", new Voice("en", Language.EN, "E", Gender.MALE));
    private PromptLibrary library;
    private PromptAnnouncer announcer;

    @BeforeEach
    void open() throws Exception {
        library = new PromptLibrary(
                new Speaker(
                        new VoiceCatalog(List.of(engine), Map.of()),
                        SpeechCache.open(directory.resolve("speech"), 1 << 24, 1 << 24, InstantSource.system()),
                        InstantSource.system()),
                new Spelling(),
                Phrases.shipped(),
                new SoundStore(directory.resolve("sounds")),
                new SoundImport(SoundImport.Limits.DEFAULT, Optional.empty()),
                1 << 24);
        announcer = new PromptAnnouncer(library, n -> new AccountVoice(n.accountKey(), n.language()));
    }

    @Test
    void everyKindOfAnnouncementIsSpoken() {
        library.replaceSounds("key", List.of(new Sound("menu", null, new Sound.Text("Main menu", null))));

        assertThat(List.of(
                        announcer.announce(new Instruction.Play("menu"), NUMBER, false),
                        announcer.announce(new Instruction.SayPopular(1, Language.EN), NUMBER, false),
                        announcer.announce(new Instruction.SayDigits("042", Language.EN), NUMBER, false),
                        announcer.announce(
                                new Instruction.SayNumber(new BigDecimal("1.50E+1"), Language.EN), NUMBER, false),
                        announcer.announce(new Instruction.SayText("Free text", Language.EN, null), NUMBER, false)))
                .allSatisfy(spoken -> {
                    assertThat(spoken.prompt()).isNotNull();
                    assertThat(spoken.remarks()).isEmpty();
                    assertThat(spoken.language()).isEqualTo("en");
                })
                .extracting(Spoken::text)
                .containsExactly("Main menu", "Hello!", "zero four two", "fifteen", "Free text");
    }

    @Test
    void aMissingSoundIsAFaultOfTheScriptAndNothingIsPlayed() {
        Spoken spoken = announcer.announce(new Instruction.Play("nope"), NUMBER, false);

        assertThat(spoken.prompt()).isNull();
        assertThat(spoken.remarks()).singleElement().isInstanceOfSatisfying(TimelineEvent.Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(FaultKind.SCRIPT);
            assertThat(fault.subject()).contains("nope");
        });
    }

    @Test
    void anEngineThatFailsIsAFaultWithItsKind() {
        engine.fail(new SpeechException(SpeechException.Kind.CAPACITY, "speech engine fake: full"));

        Spoken spoken = announcer.announce(new Instruction.SayText("Hello", Language.EN, null), NUMBER, false);

        assertThat(spoken.prompt()).isNull();
        assertThat(spoken.remarks()).singleElement().isInstanceOfSatisfying(TimelineEvent.Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(FaultKind.CAPACITY);
            assertThat(fault.problem()).isEqualTo("speech engine fake: full");
        });
    }

    @Test
    void ofWhatMayBeSecretNoCopyStaysOnTheDisk() throws IOException {
        for (Instruction.Announcement secret : List.of(
                new Instruction.SayDigits("4711", Language.EN),
                new Instruction.SayNumber(new BigDecimal("4711"), Language.EN),
                new Instruction.SayText("You typed 4711", Language.EN, null))) {
            assertThat(announcer.announce(secret, NUMBER, true).prompt()).isNotNull();
        }
        try (Stream<Path> files = Files.walk(directory.resolve("speech"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        assertThat(announcer
                        .announce(new Instruction.SayText("Public", Language.EN, null), NUMBER, false)
                        .prompt())
                .isNotNull();
        try (Stream<Path> files = Files.walk(directory.resolve("speech"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void notesBecomeRemarks() {
        assertThat(announcer
                        .announce(new Instruction.SayText("Hi", new Language("xx"), null), NUMBER, false)
                        .remarks())
                .singleElement()
                .isInstanceOf(TimelineEvent.Note.class);
    }

    @Test
    void apologyAndFillerAreThereAtOnceAndSpokenOnceWarmed() throws Exception {
        assertThat(announcer.apology(NUMBER).prompt().durationMillis()).isGreaterThan(900);
        assertThat(engine.asked()).isEmpty();

        library.warm(new AccountVoice("key", Language.EN), List.of("Still thinking"));

        assertThat(announcer.apology(NUMBER).text()).startsWith("We are sorry");
        assertThat(announcer.filler(NUMBER).text()).isEqualTo("Still thinking");
    }
}
