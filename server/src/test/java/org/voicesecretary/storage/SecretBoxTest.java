package org.voicesecretary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.config.DatabaseConfig;

/** How secrets are sealed, and what happens to those who come without the key. */
@Tag("db")
@Timeout(60)
@ParameterizedClass
@EnumSource
class SecretBoxTest {
    private static final String SECRET = "correct-horse-battery";

    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    private DatabaseConfig config;
    private TestDatabase db;

    @BeforeEach
    void open() {
        config = TestDatabase.config(path, engine.settings(path.resolve("data")));
        db = TestDatabase.open(path.resolve("data"), config);
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void again() {
        db = TestDatabase.open(path.resolve("data"), config);
    }

    private void store(String name, String value) {
        db.writer().write(w -> w.execute("INSERT INTO installation_secrets (name, body) VALUES (?, ?)", name, value));
    }

    private String stored(String name) {
        return db.database()
                .read(h -> h.createQuery("SELECT body FROM installation_secrets WHERE name = ?")
                        .bind(0, name)
                        .mapTo(String.class)
                        .one());
    }

    private String seal(String name) {
        return db.database().secrets().seal(SealedColumn.INSTALLATION_SECRET, SECRET, name);
    }

    private String open(String name) {
        return db.database().secrets().open(SealedColumn.INSTALLATION_SECRET, stored(name), name);
    }

    private Path key() {
        return path.resolve("data/secret.key");
    }

    @Test
    void theFirstStartMakesAKeyThatOnlyItsOwnerMayReadAndTheNextOneUsesIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
                .isEqualTo("rw-------");
        String made = Files.readString(key());
        store("a", seal("a"));
        close();
        again();
        assertThat(Files.readString(key())).isEqualTo(made);
        assertThat(open("a")).isEqualTo(SECRET);
    }

    @Test
    void theSameSecretIsSealedDifferentlyEachTimeAndNamesItsKey() throws IOException {
        String id = Files.readString(key()).replaceAll("(?s).*\nkey ([0-9a-f]{8}) .*", "$1");
        assertThat(seal("a")).startsWith("sealed:1:" + id + ":").isNotEqualTo(seal("a"));
    }

    @Test
    void whatWasMovedToAnotherRowOrChangedIsNotOpened() {
        String sealed = seal("a");
        store("b", sealed);
        store("c", seal("c").replaceFirst(".$", "").concat("A"));
        store("d", "sealed:1:");
        for (String name : List.of("b", "c", "d")) {
            assertThatThrownBy(() -> open(name))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("the secret at installation_secrets.body/1:" + name + " was changed or moved")
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void whatAnOlderVersionStoredInTheClearIsSealedAtTheNextStart() {
        store("old", SECRET);
        close();
        again();
        assertThat(stored("old")).startsWith("sealed:1:");
        assertThat(open("old")).isEqualTo(SECRET);
    }

    @Test
    void withoutTheKeyNothingStartsAndNoOtherKeyIsMade() throws IOException {
        store("a", seal("a"));
        close();
        Path aside = Files.move(key(), path.resolve("aside"));
        assertThatThrownBy(this::again)
                .isInstanceOf(StorageException.class)
                .hasMessageMatching(
                        "key file .*/secret.key is missing, with which the secrets in the database are sealed"
                                + " \\(key [0-9a-f]{8}\\); put its copy back, or name it by database.key-file");
        assertThat(key()).doesNotExist();

        new KeyFile(key()).create(); // somebody else's
        assertThatThrownBy(this::again).hasMessageContaining("/secret.key lacks key ");

        Files.writeString(key(), Files.readString(aside).replaceFirst("(key [0-9a-f]{8} )...", "$1AAA"));
        assertThatThrownBy(this::again)
                .hasMessageMatching("key file .*/secret.key line 3 is damaged; expected .*; put a good copy there");

        Files.delete(key());
        config = TestDatabase.config(
                path,
                with(engine.settings(path.resolve("data")), "VOICE_SECRETARY_DATABASE_KEY_FILE", aside.toString()));
        again();
        assertThat(open("a")).isEqualTo(SECRET);
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        var all = new java.util.HashMap<>(settings);
        all.put(key, value);
        return all;
    }

    @Test
    void aFreshKeySealsEverythingAnewAndWhoeverHasTheOldOneLearnsTheNewOne() throws IOException {
        store("a", seal("a"));
        String before = stored("a");
        String id = Database.rotateKey(config, db.directory());

        assertThat(stored("a")).startsWith("sealed:1:" + id + ":").isNotEqualTo(before);
        assertThat(open("a"))
                .as("opened by a process that knew the old key alone")
                .isEqualTo(SECRET);
        assertThat(Files.readAllLines(key()).stream().filter(line -> line.startsWith("key ")))
                .as("the new key and the one before")
                .hasSize(2);

        Database.rotateKey(config, db.directory());
        assertThat(Files.readAllLines(key()).stream().filter(line -> line.startsWith("key ")))
                .hasSize(2);
        close();
        again();
        assertThat(open("a")).isEqualTo(SECRET);
    }
}
