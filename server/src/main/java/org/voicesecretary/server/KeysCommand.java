package org.voicesecretary.server;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.ApiKey;
import org.voicesecretary.account.ApiKeys;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys}: who may call the REST API. */
@Command(
        name = "keys",
        description = {
            "Lists the keys of the REST API, makes one, or ends one. A running server takes it up within a second.",
            "The account's own key, that of account.yaml, may do everything; its secret signs the webhooks, too."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary keys",
            "  ./voice-secretary keys --create read --name \"address book\"",
            "  ./voice-secretary keys --remove 5f0e8a1b2c3d4e5f6071"
        })
final class KeysCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--pbx", paramLabel = "ID", description = "The account, where there are several.")
    private @Nullable Long pbx;

    @Option(
            names = "--create",
            paramLabel = "ROLE",
            description =
                    "Makes a key: full, read (changes nothing, calls nobody) or statistics. Its secret is shown now only.")
    private ApiKey.@Nullable Role create;

    @Option(names = "--name", paramLabel = "TEXT", description = "What the new key is for.", defaultValue = "")
    private String name = "";

    @Option(names = "--remove", paramLabel = "KEY", description = "Ends a key.")
    private @Nullable String remove;

    KeysCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        InstallationConfig installation = config.load(surroundings).config();
        DataDirectory data = DataDirectory.prepare(installation.dataDir());
        InstantSource clock = InstantSource.system();
        try (var database = Database.open(installation.database(), data);
                var writer = GroupCommitWriter.start(
                        database,
                        installation.database().queue(),
                        installation.database().patience(),
                        new CompositeMeterRegistry());
                var directory = AccountDirectory.start(database, installation.webhook())) {
            var keys = new ApiKeys(database, writer, clock, new SecureRandom());
            List<Account> accounts = directory.snapshot().accounts().stream()
                    .map(AccountData::account)
                    .filter(account -> pbx == null || account.pbxId() == pbx)
                    .toList();
            int code = remove != null
                    ? remove(keys, remove)
                    : create != null ? create(keys, accounts, create) : list(keys, accounts);
            surroundings.out().flush();
            return code;
        }
    }

    private int remove(ApiKeys keys, String key) {
        if (keys.remove(key)) {
            surroundings.out().println("key " + key + " is no key any more");
            return ExitCode.WELL;
        }
        return complain(
                "\"" + key + "\" is no key that was made by --create; the account's own is changed in account.yaml");
    }

    private int create(ApiKeys keys, List<Account> accounts, ApiKey.Role role) {
        if (accounts.size() != 1) {
            return complain(
                    accounts.isEmpty()
                            ? "there is no such account; apply an account.yaml first"
                            : "there are " + accounts.size() + " accounts; say which by --pbx");
        }
        try {
            ApiKey key = keys.create(accounts.getFirst(), role, name);
            PrintWriter out = surroundings.out();
            out.println("key:    " + key.key());
            out.println("secret: " + key.secret().value());
            out.println("role:   " + key.role().word());
            return ExitCode.WELL;
        } catch (IllegalArgumentException e) {
            return complain(String.valueOf(e.getMessage()));
        }
    }

    private int list(ApiKeys keys, List<Account> accounts) {
        for (Account account : accounts) {
            surroundings
                    .out()
                    .println("account " + account.pbxId()
                            + (account.name().isEmpty() ? "" : " (" + account.name() + ")") + ":");
            List<ApiKey> found = keys.of(account);
            for (ApiKey key : found) {
                surroundings
                        .out()
                        .println("  %s  %-10s  last used %s%s"
                                .formatted(
                                        key.key(),
                                        key.role().word(),
                                        used(key.lastUsed(), account.timeZone()),
                                        key.name().isEmpty() ? "" : "  " + key.name()));
            }
            if (found.isEmpty()) {
                surroundings.out().println("  none: the account has no secret");
            }
        }
        return accounts.isEmpty() ? complain("there is no such account; apply an account.yaml first") : ExitCode.WELL;
    }

    private static String used(@Nullable Instant at, ZoneId zone) {
        return at == null ? "never           " : MINUTE.format(at.atZone(zone));
    }

    private int complain(String problem) {
        surroundings.err().println("keys: " + problem);
        surroundings.err().flush();
        return ExitCode.FAILED;
    }
}
