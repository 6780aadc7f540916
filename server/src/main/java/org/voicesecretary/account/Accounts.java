package org.voicesecretary.account;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
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
                hex20(),
                new Secret(hex20()),
                ZoneId.of("UTC"),
                "en",
                null,
                CallerSettings.NOTHING,
                WebhookSettings.NOTHING,
                true);
        writer.write(w -> {
            Handle h = w.handle();
            if (AccountRepository.all(h).isEmpty()) { // another process may have been faster
                AccountRepository.save(
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
            ApplyPlan plan = ApplyPlan.between(read, AccountRepository.all(h), office, random, new Problems());
            if (!plan.changes().isEmpty()) {
                if (plan.replaced() != null) {
                    AccountRepository.delete(h, plan.replaced());
                }
                AccountRepository.save(h, plan.after(), clock.millis());
            }
            done.set(plan);
        });
        return Objects.requireNonNull(done.get(), "the unit ran");
    }

    private String hex20() {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
