package org.voicesecretary.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.WebhookConfig;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class AccountsTest {
    @Parameter
    TestEngine engine;

    private static final String SHOP = """
            account: {name: Demo shop, key: 1a2b3c4d5e6f7a8b9c0d, secret: 0d1c2b3a4f5e6d7c8b9a, time-zone: Europe/Berlin, language: en, filler: off}
            webhook: {url: "http://127.0.0.1:9000/hook", fallback-url: "http://127.0.0.1:9009/", timeout: 3s}
            trunks:  [{name: loopback, allow: [127.0.0.0/8]}]
            numbers:
              - {number: "442037691881", webhook: {url: "http://127.0.0.1:9001/", fallback-url: null}, language: de, filler: tone}
              - {number: "442037691882"}
            sounds:
              - {id: Welcome, language: en, text: "Welcome to the demo shop."}
              - {id: ca17d5b0e3ebaa48, file: prompts/menu.wav}
            phrases: {en: {1: "Hello"}}
            """;

    @TempDir
    Path path;

    private TestDatabase db;
    private Accounts accounts;
    private final WebhookConfig installation =
            new ConfigLoader(Path.of(""), Map.of()).load(null).config().webhook();

    @BeforeEach
    void open() throws IOException {
        db = TestDatabase.open(engine, path.resolve("data"));
        accounts = accounts(db);
        Files.createDirectories(path.resolve("prompts"));
        Files.writeString(path.resolve("prompts/menu.wav"), "RIFF");
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void theFirstStartMakesOneAccountWithItsOwnKeyAndSecretAndNoSecondOne() {
        accounts.ensureFirst();
        accounts.ensureFirst();

        var all = snapshot().accounts();
        assertThat(all).hasSize(1);
        Account first = all.getFirst().account();
        assertThat(first.key()).matches("[0-9a-f]{20}");
        assertThat(first.secret().value()).matches("[0-9a-f]{20}").isNotEqualTo(first.key());
        assertThat(first.pbxId()).isBetween(100_000L, 999_999L);
        assertThat(first.untouched()).isTrue();
    }

    @Test
    void applyingAFileMakesTheAccountWhatTheFileSaysAndTheSecondTimeChangesNothing() throws IOException {
        accounts.ensureFirst();
        long pbxId = snapshot().accounts().getFirst().account().pbxId();

        ApplyPlan plan = accounts.apply(write(SHOP), "account.yaml");

        assertThat(plan.target()).isEqualTo(ApplyPlan.Target.ADOPTED);
        assertThat(plan.print())
                .contains("taking over the untouched first account", "+ number 442037691881", "+ sound Welcome")
                .doesNotContain("0d1c2b3a4f5e6d7c8b9a");
        AccountSnapshot now = snapshot();
        assertThat(now.accounts()).hasSize(1);
        assertThat(now.accounts().getFirst().account().pbxId()).isEqualTo(pbxId);
        assertThat(now.accounts().getFirst()).isEqualTo(plan.after());

        ApplyPlan again = accounts.apply(write(SHOP), "account.yaml");
        assertThat(again.target()).isEqualTo(ApplyPlan.Target.EXISTING);
        assertThat(again.changes()).isEmpty();
        assertThat(again.print()).contains("nothing to change");
        assertThat(snapshot().version()).isEqualTo(now.version());
    }

    @Test
    void aPresentSectionIsCompleteAndAnAbsentOneIsLeftAlone() throws IOException {
        accounts.apply(write(SHOP), "account.yaml");

        ApplyPlan plan = accounts.apply(write("""
                        account: {name: Shop, key: 1a2b3c4d5e6f7a8b9c0d, secret: ffffffffffffffffffff, time-zone: Europe/Berlin, language: en, filler: off}
                        numbers: [{number: "442037691882", language: pl}, {number: "442037691883"}]
                        phrases: {}
                        """), "account.yaml");

        assertThat(plan.changes().stream().map(Object::toString))
                .containsExactly(
                        "~ account  name \"Demo shop\" → \"Shop\"",
                        "~ number 442037691882  language (nothing) → pl",
                        "+ number 442037691883",
                        "- number 442037691881",
                        "- phrase en 1");
        AccountData after = snapshot().accounts().getFirst();
        assertThat(after.numbers()).map(AccountNumber::number).containsExactly("442037691882", "442037691883");
        assertThat(after.trunks()).hasSize(1);
        assertThat(after.sounds()).hasSize(2);
        assertThat(after.phrases()).isEmpty();
        assertThat(after.account().webhook().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(after.account().secret().value()).isEqualTo("ffffffffffffffffffff");
    }

    @Test
    void aChangedSecretIsAChangeThatIsNotShown() throws IOException {
        accounts.apply(write(SHOP), "account.yaml");
        assertThat(accounts.plan(write(SHOP.replace("0d1c2b3a4f5e6d7c8b9a", "11111111111111111111")), "account.yaml")
                        .changes())
                .map(Object::toString)
                .containsExactly("~ account  secret changed");
    }

    @Test
    void aPlanChangesNothing() throws IOException {
        accounts.ensureFirst();
        AccountSnapshot before = snapshot();

        ApplyPlan plan = accounts.plan(write(SHOP), "account.yaml");

        assertThat(plan.changes()).isNotEmpty();
        assertThat(snapshot().accounts()).isEqualTo(before.accounts());
        assertThat(Files.list(db.directory().sounds())).isEmpty();
    }

    @Test
    void aFileWithAnyProblemAppliesNothingAtAll() throws IOException {
        accounts.apply(write(SHOP), "account.yaml");
        AccountSnapshot before = snapshot();

        assertThatThrownBy(() -> accounts.apply(write(SHOP.replace("442037691882", "44-2037")), "account.yaml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("account.yaml:6: numbers[2].number");

        assertThat(snapshot().accounts()).isEqualTo(before.accounts());
    }

    @Test
    void aNumberOfAnotherAccountIsRefusedWithItsLine() throws IOException {
        accounts.apply(write(SHOP), "account.yaml");

        assertThatThrownBy(() -> accounts.apply(
                        write("account: {key: another-key}\nnumbers:\n  - {number: \"+442037691881\"}\n"),
                        "account.yaml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("account.yaml:3: number 442037691881 belongs to the account \"Demo shop\"");
        assertThat(snapshot().accounts()).hasSize(1);

        assertThat(accounts.apply(write("account: {key: another-key}\n"), "account.yaml")
                        .target())
                .isEqualTo(ApplyPlan.Target.CREATED);
        assertThat(snapshot().accounts()).hasSize(2);
        assertThatThrownBy(() -> accounts.apply(write("numbers: []\n"), "account.yaml"))
                .hasMessageContaining("there are 2 accounts, and the file does not say which it is about");
    }

    @Test
    void aSoundFileThatNobodyCouldHearIsRefusedWithItsLineAndChangesNothing() throws IOException {
        accounts.apply(write(SHOP), "account.yaml");
        AccountSnapshot before = snapshot();
        Files.writeString(path.resolve("prompts/bad.wav"), "not a sound");
        Path bad = write(SHOP.replace("menu.wav", "bad.wav").replace("442037691882", "442037691889"));

        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                () -> accounts.plan(bad, "account.yaml"), () -> accounts.apply(bad, "account.yaml"))) {
            assertThatThrownBy(attempt)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(
                            "account.yaml:9: sounds[2].file: " + path.resolve("prompts/bad.wav") + " is noise");
        }

        assertThat(snapshot().version()).isEqualTo(before.version());
        assertThat(Files.list(db.directory().sounds())).hasSize(1);
    }

    @Test
    void theRehearsalSeesTheAccountWithItsSoundFilesInPlaceBeforeTheDatabaseDoes() throws IOException {
        List<AccountData> rehearsed = new ArrayList<>();

        accounts.apply(write(SHOP), "account.yaml", after -> {
            rehearsed.add(after);
            assertThat(snapshot().accounts()).isEmpty();
            assertThat(db.directory().sounds()).isDirectoryContaining("glob:**.wav");
        });

        assertThat(rehearsed)
                .singleElement()
                .satisfies(after -> assertThat(after.sounds()).hasSize(2));
        assertThat(snapshot().accounts()).hasSize(1);
    }

    @Test
    void numbersOfOthersAreToldTogetherWithEverythingElse() throws IOException {
        accounts.apply(write(SHOP), "account.yaml");
        accounts.apply(write("account: {key: another-key}\n"), "account.yaml");

        assertThatThrownBy(() -> accounts.apply(
                        write("account: {key: another-key, langage: en}\nnumbers:\n  - {number: \"442037691881\"}\n"),
                        "account.yaml"))
                .hasMessageContaining("2 problems")
                .hasMessageContaining("account.yaml:1: unknown key \"langage\"")
                .hasMessageContaining("account.yaml:3: number 442037691881 belongs to the account \"Demo shop\"");
        assertThatThrownBy(() -> accounts.apply(
                        write("account: {key: x}\nnumbers: [{number: \"442037691881\"}]\n"), "account.yaml"))
                .as("whose numbers these are is not known")
                .hasMessageContaining("has a problem")
                .hasMessageContaining("account.key");
    }

    @Test
    void aSoundFileIsCopiedUnderTheHashOfItsContent() throws IOException {
        accounts.apply(write(SHOP), "account.yaml");

        Sound sound = snapshot().sound(pbxId(), "ca17d5b0e3ebaa48").orElseThrow();
        assertThat(sound.content())
                .isInstanceOfSatisfying(
                        Sound.Content.File.class,
                        file -> assertThat(new SoundFiles(db.directory()).path(file))
                                .hasContent("RIFF")
                                .hasFileName(file.hash() + ".wav"));
        assertThat(Files.list(db.directory().sounds())).hasSize(1);
    }

    private static TrunkCall from(InetAddress source, String called) {
        return new TrunkCall() {
            @Override
            public boolean comesBy(Account account, Trunk trunk) {
                return trunk.allows(source);
            }

            @Override
            public List<String> called(Account account, Trunk trunk) {
                return List.of("unknown", called);
            }
        };
    }

    @Test
    void aCallIsRoutedByItsSourceAndItsNumberWithEverySettingMerged() throws IOException {
        accounts.apply(write(SHOP), "account.yaml");
        AccountSnapshot snapshot = snapshot();
        InetAddress loopback = InetAddress.ofLiteral("127.3.2.1");
        InetAddress stranger = InetAddress.ofLiteral("192.0.2.1");

        assertThat(snapshot.route(from(stranger, "442037691881"))).isInstanceOf(RouteDecision.SourceRefused.class);
        assertThat(snapshot.route(from(loopback, "999"))).isInstanceOf(RouteDecision.NumberUnknown.class);
        assertThat(snapshot.route(from(loopback, "+442037691881")))
                .isInstanceOfSatisfying(RouteDecision.Admitted.class, admitted -> {
                    NumberRoute number = admitted.number();
                    assertThat(admitted.trunk().name()).isEqualTo("loopback");
                    assertThat(number.language()).isEqualTo("de");
                    assertThat(number.filler()).isEqualTo(new FillerChoice.Tone());
                    assertThat(number.fillerAfter()).isEqualTo(Duration.ofMillis(1500));
                    assertThat(number.webhook().url()).isEqualTo(URI.create("http://127.0.0.1:9001/"));
                    assertThat(number.webhook().fallbackUrl()).isNull();
                    assertThat(number.webhook().timeout()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(number.webhook().secret().value()).isEqualTo("0d1c2b3a4f5e6d7c8b9a");
                });
        NumberRoute other = snapshot.number("442037691882").orElseThrow();
        assertThat(other.language()).isEqualTo("en");
        assertThat(other.filler()).isEqualTo(new FillerChoice.Off());
        assertThat(other.webhook().fallbackUrl()).isEqualTo(URI.create("http://127.0.0.1:9009/"));
        assertThat(snapshot.sound(pbxId(), "welcome")).isPresent();
        assertThat(snapshot.phrase(pbxId(), "en", 1)).contains("Hello");
    }

    @Test
    void aNumberOfAnAccountIsUnknownToTheTrunkOfAnother() throws IOException {
        accounts.apply(write(SHOP), "account.yaml");
        accounts.apply(
                write("account: {key: another-key}\ntrunks: [{name: t, allow: [192.0.2.0/24]}]\n"), "account.yaml");

        assertThat(snapshot().route(from(InetAddress.ofLiteral("192.0.2.7"), "442037691881")))
                .isInstanceOf(RouteDecision.NumberUnknown.class);
    }

    @Test
    void aRunningServerNoticesWhatAnotherProcessApplied() throws Exception {
        try (var directory = AccountDirectory.start(db.database(), installation);
                var other = TestDatabase.open(engine, path.resolve("data"))) {
            assertThat(directory.snapshot().accounts()).isEmpty();
            var noticed = new CountDownLatch(1);
            directory.onChange(fresh -> noticed.countDown());

            accounts(other).apply(write(SHOP), "account.yaml");

            assertThat(noticed.await(2, TimeUnit.SECONDS)).isTrue();
            assertThat(directory.snapshot().number("442037691881")).isPresent();
        }
    }

    @Test
    void aDatabaseThatCannotBeReadLeavesTheLastSnapshotInForce() throws IOException {
        accounts.apply(write(SHOP), "account.yaml");
        try (var directory = AccountDirectory.start(db.database(), installation)) {
            db.close();
            directory.refresh();
            assertThat(directory.snapshot().number("442037691881")).isPresent();
        }
    }

    @Test
    void keysStayWithTheFirstAccountWhenAFileTakesItOver() throws IOException {
        accounts.ensureFirst();
        var keys = new ApiKeys(db.database(), db.writer(), () -> Instant.ofEpochSecond(1_000), new Random(8));
        ApiKey key = keys.create(snapshot().accounts().getFirst().account(), ApiKey.Role.READ, "");

        accounts.apply(write("account: {key: 1a2b3c4d5e6f7a8b9c0d, pbx-id: 4711}\n"), "account.yaml");

        try (var directory = AccountDirectory.start(db.database(), installation)) {
            assertThat(directory.snapshot().accounts()).hasSize(1);
            assertThat(directory.snapshot().apiKey(key.key()).orElseThrow().pbxId())
                    .isEqualTo(4711);
        }
    }

    private Accounts accounts(TestDatabase database) {
        return new Accounts(
                database.database(),
                database.writer(),
                database.directory(),
                (file, hash) -> file.endsWith("bad.wav") ? Optional.of(file + " is noise") : Optional.empty(),
                OfficeSections.NONE,
                () -> Instant.ofEpochSecond(1_000),
                new Random(7));
    }

    private AccountSnapshot snapshot() {
        var repository = new AccountRepository(db.database());
        return new AccountSnapshot(repository.version(), repository.all(), installation);
    }

    private long pbxId() {
        return snapshot().accounts().getFirst().account().pbxId();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(path.resolve("account.yaml"), yaml);
    }
}
