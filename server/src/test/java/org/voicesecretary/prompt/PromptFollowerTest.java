package org.voicesecretary.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.CallerSettings;
import org.voicesecretary.account.SoundFiles;
import org.voicesecretary.account.WebhookSettings;
import org.voicesecretary.config.ConfigLoader;
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
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Eventually;

@Tag("unit")
@Timeout(30)
class PromptFollowerTest {
    private static final AccountVoice SHOP = new AccountVoice("shop-key", Language.EN);

    @TempDir
    Path path;

    private final FakeEngine engine = new FakeEngine("fake", new Voice("en", Language.EN, "E", Gender.MALE));
    private PromptLibrary library;
    private PromptFollower follower;

    @BeforeEach
    void open() throws IOException {
        DataDirectory data = DataDirectory.prepare(path.resolve("data"));
        InstantSource clock = InstantSource.system();
        library = new PromptLibrary(
                new Speaker(
                        new VoiceCatalog(List.of(engine), Map.of()),
                        SpeechCache.open(data.speech(), 1 << 24, 1 << 24, clock),
                        clock),
                new Spelling(),
                Phrases.shipped(),
                new SoundStore(path.resolve("masters")),
                new SoundImport(SoundImport.Limits.DEFAULT, Optional.empty()),
                1 << 24);
        follower = new PromptFollower(new AccountPrompts(library, new SoundFiles(data)), Duration.ofMillis(50));
    }

    @AfterEach
    void close() {
        follower.close();
    }

    @Test
    void whoeverTellsOfAChangeDoesNotWaitForSpeechAndTheNewSoundIsThereAtOnce() throws Exception {
        engine.hold(new CountDownLatch(1));

        follower.follow(accounts("one"));

        Eventually.holds("the sound is there", () -> library.hasSound("shop-key", "one"));
        assertThat(follower.state()).isInstanceOf(PromptFollower.State.Following.class);
        assertThat(follower.awaitFirst(Duration.ofMillis(20)))
                .as("nobody waits for ever for an engine that hangs")
                .isFalse();
    }

    @Test
    void ofSeveralChangesOnlyTheNewestIsFollowed() throws Exception {
        var gate = new CountDownLatch(1);
        engine.hold(gate);
        follower.follow(accounts("one"));
        Eventually.holds("it renders", () -> engine.asked().size() == 1);
        follower.follow(accounts("two"));
        follower.follow(accounts("three"));
        gate.countDown();

        assertThat(follower.awaitFirst(Duration.ofSeconds(20))).isTrue();

        assertThat(follower.state()).isEqualTo(new PromptFollower.State.Followed(List.of()));
        assertThat(library.hasSound("shop-key", "three")).isTrue();
        assertThat(library.hasSound("shop-key", "one")).isFalse();
        assertThat(engine.asked()).noneMatch(request -> request.text().contains("two"));
    }

    @Test
    void whatCouldNotBeRenderedIsToldAndTriedAgainUntilItIsThere() throws Exception {
        engine.fail(new SpeechException(SpeechException.Kind.UPSTREAM, "the engine is down"));
        follower.follow(accounts("one"));

        assertThat(follower.awaitFirst(Duration.ofSeconds(20))).isTrue();
        assertThat(follower.state())
                .isInstanceOfSatisfying(
                        PromptFollower.State.Followed.class,
                        followed -> assertThat(followed.problems()).anyMatch(p -> p.contains("the engine is down")));

        engine.recover();
        Eventually.holds("all is ready", () -> follower.state().equals(new PromptFollower.State.Followed(List.of())));
        assertThat(library.sound(SHOP, "one")).isPresent();
    }

    private AccountSnapshot accounts(String sound) {
        var account = new Account(
                1,
                "",
                "shop-key",
                null,
                ZoneId.of("UTC"),
                "en",
                null,
                CallerSettings.NOTHING,
                WebhookSettings.NOTHING,
                false);
        var text = new org.voicesecretary.account.Sound(
                sound, null, null, new org.voicesecretary.account.Sound.Content.Text("This is " + sound));
        return AccountSnapshot.of(
                new AccountData(account, List.of(), List.of(), List.of(text), List.of(), List.of()),
                new ConfigLoader(path, Map.of()).load(null).config().webhook());
    }
}
