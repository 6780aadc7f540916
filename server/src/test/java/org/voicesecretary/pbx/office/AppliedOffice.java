package org.voicesecretary.pbx.office;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.ApplyPlan;
import org.voicesecretary.account.SoundCheck;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.Problem;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

/** Offices in a database, as {@code apply} makes them. */
public final class AppliedOffice implements AutoCloseable {
    /** The account that files of one line are about. */
    public static final String ACCOUNT = "account: {key: 1a2b3c4d5e6f7a8b9c0d, pbx-id: 123456, country: DE}\n";

    private final Path directory;
    private final TestDatabase db;
    private final AccountDirectory accounts;
    private final OfficeDirectory offices;

    public AppliedOffice(Path directory) {
        this(TestEngine.SQLITE, directory);
    }

    AppliedOffice(TestEngine engine, Path directory) {
        this.directory = directory;
        this.db = TestDatabase.open(engine, directory.resolve("data"));
        this.accounts = AccountDirectory.start(
                db.database(),
                new ConfigLoader(directory, Map.of()).load(null).config().webhook());
        this.offices = OfficeDirectory.following(accounts);
    }

    public ApplyPlan apply(String yaml) {
        return accounts().apply(file(yaml), "account.yaml");
    }

    ApplyPlan plan(String yaml) {
        return accounts().plan(file(yaml), "account.yaml");
    }

    /** What the plan shows, line by line. */
    List<String> changes(String yaml) {
        return apply(yaml).changes().stream().map(Object::toString).toList();
    }

    List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> apply(yaml)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    public TestDatabase database() {
        return db;
    }

    /** As a running server sees them. */
    Offices offices() {
        accounts.refresh();
        return offices.offices();
    }

    public OfficeDirectory followed() {
        accounts.refresh();
        return offices;
    }

    public Office office() {
        return offices().office(123456).orElseThrow();
    }

    public AccountSnapshot accountsNow() {
        return directory().snapshot();
    }

    AccountDirectory directory() {
        accounts.refresh();
        return accounts;
    }

    Accounts accounts() {
        return new Accounts(
                db.database(),
                db.writer(),
                db.directory(),
                SoundCheck.NONE,
                new OfficeReader(),
                () -> Instant.ofEpochSecond(1_000),
                new Random(7));
    }

    private Path file(String yaml) {
        try {
            return Files.writeString(directory.resolve("account.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        accounts.close();
        db.close();
    }
}
