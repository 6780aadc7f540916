package org.voicesecretary.pbx.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.ApiKey;
import org.voicesecretary.account.ApiKeys;
import org.voicesecretary.account.Document;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.storage.TestEngine;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class OfficeChangesTest {
    private static final long PBX = 123456;

    @Parameter
    TestEngine engine;

    @TempDir
    Path directory;

    private AppliedOffice applied;
    private OfficeChanges changes;

    @BeforeEach
    void open() {
        applied = new AppliedOffice(engine, directory);
        applied.apply(AppliedOffice.ACCOUNT + """
                extensions: [{number: 100, name: Anna}, {number: 101, forward: {to: phone, target: "4930", when: always}}]
                scenarios: [{menu: 0, key: 1, list: [{extension: 101}]}]
                """);
        changes = new OfficeChanges(applied.accounts(), applied.directory(), new SecureRandom());
    }

    @AfterEach
    void close() {
        applied.close();
    }

    @Test
    void aChangeIsInForceWhenItReturnsAndLeavesTheRestAlone() {
        changes.extension(PBX, "100", document -> document.set("name", "Anna B."));

        assertThat(applied.office().extension("100").orElseThrow().name()).isEqualTo("Anna B.");
        assertThat(applied.office().extensions()).extracting(Extension::number).containsExactly("100", "101");
        assertThat(applied.office().scenarios()).hasSize(1);
    }

    @Test
    void whatSomethingElseRefersToCannotGo() {
        assertThatThrownBy(() -> changes.change(PBX, edit -> edit.remove("extensions", "101")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("101");
        assertThatThrownBy(() -> changes.extension(PBX, "100", document -> document.set("nme", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("did you mean \"name\"?");
        assertThatThrownBy(() -> changes.extension(PBX, "555", document -> {})).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> changes.change(999, edit -> {})).isInstanceOf(NoSuchElementException.class);
        assertThat(applied.office().extensions()).hasSize(2);
    }

    @Test
    void aForwardingThatIsSwitchedOffIsKeptForLater() {
        changes.extension(
                PBX,
                "101",
                extension -> new Forwarding(false, Destination.Kind.PHONE, "4930", true).writeTo(extension));
        assertThat(applied.office().extension("101").orElseThrow().forward()).isNull();

        changes.extension(
                PBX,
                "101",
                extension -> extension.set("forward", extension.group("forward").remove("enabled")));
        assertThat(applied.office().extension("101").orElseThrow().forward().to())
                .isEqualTo(new Destination.Phone("4930"));
    }

    @Test
    void changesSideBySideAreAllKept() throws Exception {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asked = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                asked.add(clients.submit(() -> changes.create(PBX, 200, 2, document -> {})));
            }
            for (Future<?> each : asked) {
                each.get();
            }
        }
        assertThat(applied.office().extensions()).hasSize(22);
    }

    @Test
    void theNextFileMakesOfItsSectionsWhatItSays() {
        changes.create(PBX, 300, 1, document -> {});
        applied.apply(AppliedOffice.ACCOUNT + "scenarios: []\nextensions: [{number: 100}]");

        assertThat(applied.office().extensions()).extracting(Extension::number).containsExactly("100");
    }

    @Test
    void whereOtherEventsGoIsCheckedAsInTheFile() {
        changes.change(
                PBX,
                edit -> edit.put(
                        OtherEvents.SECTION,
                        OtherEvents.SECTION,
                        new OtherEvents("https://example.net/x", List.of("sms")).document()));
        assertThat(OtherEvents.of(applied.directory().snapshot().account(PBX).orElseThrow()))
                .isEqualTo(new OtherEvents("https://example.net/x", List.of("sms")));
        assertThatThrownBy(() -> changes.change(
                        PBX,
                        edit -> edit.put(
                                OtherEvents.SECTION,
                                OtherEvents.SECTION,
                                new Document().set("hooks", List.of("faxes")))))
                .hasMessageContaining("\"faxes\" is not one of number_lookup");
    }

    @Test
    void keysOutliveARestartAndEndWhenTheyAreRemoved() {
        var keys = new ApiKeys(
                applied.database().database(),
                applied.database().writer(),
                () -> Instant.ofEpochSecond(90),
                new SecureRandom());
        Account account =
                applied.directory().snapshot().account(PBX).orElseThrow().account();
        ApiKey made = keys.create(account, ApiKey.Role.READ, "reports");
        assertThat(applied.directory().snapshot().apiKey(made.key())).contains(made);

        keys.used(made.key());
        keys.storeUses();
        keys.used(made.key());
        keys.storeUses();
        assertThat(keys.of(account))
                .filteredOn(key -> key.key().equals(made.key()))
                .singleElement()
                .satisfies(key -> assertThat(key.lastUsed()).isEqualTo(Instant.ofEpochSecond(60)));

        assertThat(keys.remove(made.key())).isTrue();
        assertThat(keys.remove(made.key())).isFalse();
        assertThat(applied.directory().snapshot().apiKey(made.key())).isEmpty();
    }
}
