package org.voicesecretary.account;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.Secret;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;

/** The operations on accounts: the first one, and {@code account.yaml}. */
public final class Accounts {
    private final AccountRepository repository;
    private final ApiKeyRepository keys;
    private final GroupCommitWriter writer;
    private final SoundFiles sounds;
    private final SoundCheck check;
    private final OfficeSections office;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param check listens to the sound files that are named
     * @param office reads the sections that make an office of an account
     * @param random a secure source: keys and secrets come from it
     */
    public Accounts(
            Database database,
            GroupCommitWriter writer,
            DataDirectory data,
            SoundCheck check,
            OfficeSections office,
            InstantSource clock,
            RandomGenerator random) {
        this.repository = new AccountRepository(database);
        this.keys = new ApiKeyRepository(database);
        this.writer = writer;
        this.sounds = new SoundFiles(data);
        this.check = check;
        this.office = office;
        this.clock = clock;
        this.random = random;
    }

    /** Makes an account with a random key and secret where there is none yet. */
    public void ensureFirst() {
        if (!repository.all().isEmpty()) {
            return;
        }
        var first = new Account(
                ApplyPlan.freshPbxId(List.of(), random),
                "",
                ApiKeys.hex20(random),
                new Secret(ApiKeys.hex20(random)),
                ZoneId.of("UTC"),
                "en",
                null,
                CallerSettings.NOTHING,
                WebhookSettings.NOTHING,
                true);
        writer.write(w -> {
            Handle h = w.handle();
            if (repository.all(h).isEmpty()) { // another process may have been faster
                repository.save(
                        h,
                        new AccountData(first, List.of(), List.of(), List.of(), List.of(), List.of()),
                        clock.millis());
            }
        });
    }

    /**
     * What {@link #apply} would do now; nothing is changed.
     *
     * @param name what to call the file in messages
     * @throws ConfigException with every problem of the file
     */
    public ApplyPlan plan(Path file, String name) {
        var problems = new Problems();
        return ApplyPlan.between(
                AccountFileParser.read(file, name, check, office, problems),
                repository.all(),
                office,
                random,
                problems);
    }

    /** As {@link #apply(Path, String, Consumer)}, without a rehearsal. */
    public ApplyPlan apply(Path file, String name) {
        return apply(file, name, after -> {});
    }

    /**
     * Makes the account what the file says, in one transaction. A second time changes nothing.
     *
     * @param rehearsal sees the account as it will be, with its sound files in place, before any call does
     * @throws ConfigException with every problem of the file; nothing is changed then
     */
    public ApplyPlan apply(Path file, String name, Consumer<AccountData> rehearsal) {
        var problems = new Problems();
        AccountFile read = AccountFileParser.read(file, name, check, office, problems);
        AccountData after = ApplyPlan.between(read, repository.all(), office, random, problems)
                .after();
        // Before the transaction: a row must never name a sound that is not there. A copy too many does no harm.
        for (Sound sound : read.sounds().orElse(List.of())) {
            if (sound.content() instanceof Sound.Content.File content) {
                Path source = read.soundFiles().get(content.hash());
                if (source != null) {
                    sounds.keep(content, source);
                }
            }
        }
        rehearsal.accept(after);
        var done = new AtomicReference<ApplyPlan>();
        writer.write(w -> {
            Handle h = w.handle();
            ApplyPlan plan = ApplyPlan.between(read, repository.all(h), office, random, new Problems());
            if (!plan.changes().isEmpty()) {
                List<ApiKey> keys = List.of();
                if (plan.replaced() != null) {
                    keys = this.keys.take(h, plan.replaced());
                    AccountRepository.delete(h, plan.replaced());
                }
                repository.save(h, plan.after(), clock.millis());
                this.keys.restore(w, keys, plan.after().account().pbxId(), clock.instant());
            }
            done.set(plan);
        });
        return Objects.requireNonNull(done.get(), "the unit ran");
    }

    /**
     * Changes an account as a running server does, by the same rules as a file, in one transaction. Whoever watches the accounts in this
     * process takes it up by {@link AccountDirectory#refresh}.
     *
     * @param change is called twice: once to see what is wrong, once for good; without effects of its own
     * @throws ConfigException with every problem; nothing is changed then
     * @throws NoSuchElementException if the account is gone
     */
    public AccountData edit(long pbxId, Consumer<AccountEdit> change) {
        edited(repository.all(), pbxId, change); // what is wrong is refused before others have to wait for it
        var done = new AtomicReference<AccountData>();
        writer.write(w -> {
            List<AccountData> present = repository.all(w.handle());
            AccountData after = edited(present, pbxId, change);
            if (!present.contains(after)) {
                repository.save(w.handle(), after, clock.millis());
            }
            done.set(after);
        });
        return Objects.requireNonNull(done.get(), "the unit ran");
    }

    private AccountData edited(List<AccountData> present, long pbxId, Consumer<AccountEdit> change) {
        AccountData before = present.stream()
                .filter(data -> data.account().pbxId() == pbxId)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("there is no account " + pbxId));
        var edit = new AccountEdit(before, office, new Problems());
        change.accept(edit);
        return edit.finish();
    }

    /**
     * Keeps the content of a file that somebody sent, so that a sound may name it.
     *
     * @param name as the sender calls it; its ending tells the format
     * @throws IllegalArgumentException if it is nothing that calls could play: what is wrong and what to do, in a sentence
     */
    public Sound.Content.File keepSound(String name, byte[] content) {
        return sounds.keep(name, content, check);
    }
}
