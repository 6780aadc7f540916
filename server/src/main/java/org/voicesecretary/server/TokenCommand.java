package org.voicesecretary.server;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.account.ApiToken;
import org.voicesecretary.account.ApiTokens;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description = {
            "Makes, lists or ends tokens of the API under /api/. A running server heeds that at once.",
            "What a token is made of is printed once, when it is made, and kept nowhere."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary token create --name monitoring --scope calls:read --scope timelines:read",
            "  ./voice-secretary token create --name console --scope \"*\" --days 365",
            "  ./voice-secretary token list",
            "  ./voice-secretary token end 3f9a0c41d2b7"
        })
final class TokenCommand implements Callable<Integer> {
    /** What to do. */
    enum Act {
        CREATE,
        LIST,
        END
    }

    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "create|list|end", description = "What to do.")
    private @Nullable Act act;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "Which token to end.")
    private @Nullable String id;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description =
                    "What it may do; may be given several times. One of: *, calls:read, calls:write, timelines:read,"
                            + " office:read, office:write, speech, deliveries:read, deliveries:write, users:read, users:write,"
                            + " tokens:read, tokens:write.")
    private List<String> scopes = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "For people.")
    private String name = "";

    @Option(names = "--days", paramLabel = "N", description = "How long it is good. Default: until it is ended.")
    private @Nullable Integer days;

    @Option(
            names = "--account",
            paramLabel = "KEY",
            description = "The account it is for, by its key. Default: the only one.")
    private @Nullable String account;

    @Spec
    private @Nullable CommandSpec spec;

    TokenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Act wanted = Objects.requireNonNull(act, "picocli sees to it");
        Set<ApiScope> given = scopes();
        if (wanted == Act.CREATE && given.isEmpty()) {
            throw usage("--scope is missing: expected some of " + ApiScope.words());
        }
        if (wanted == Act.END && id == null) {
            throw usage("ID is missing: ./voice-secretary token list shows it");
        }
        if (days != null && days < 1) {
            throw usage("--days is " + days + "; expected 1 or more");
        }
        InstallationConfig installation = config.load(surroundings).config();
        DataDirectory data = DataDirectory.prepare(installation.dataDir());
        try (var database = Database.open(installation.database(), data);
                var writer = GroupCommitWriter.start(
                        database,
                        installation.database().queue(),
                        installation.database().patience(),
                        new CompositeMeterRegistry());
                var directory = AccountDirectory.start(database, installation.webhook())) {
            Account of = account(directory.snapshot().accounts());
            var tokens = new ApiTokens(database, writer, InstantSource.system(), new SecureRandom());
            int exit = switch (wanted) {
                case CREATE -> create(tokens, of, given);
                case LIST -> list(tokens.of(of.pbxId()));
                case END -> end(tokens, of);
            };
            surroundings.out().flush();
            return exit;
        }
    }

    private Set<ApiScope> scopes() {
        Set<ApiScope> given = EnumSet.noneOf(ApiScope.class);
        for (String word : scopes) {
            given.add(ApiScope.of(word)
                    .orElseThrow(() -> usage("--scope is \"" + word + "\"; expected one of " + ApiScope.words())));
        }
        return given;
    }

    private Account account(List<AccountData> accounts) {
        List<Account> fitting = accounts.stream()
                .map(AccountData::account)
                .filter(each -> account == null || each.key().equals(account))
                .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        throw usage(
                account != null
                        ? "--account is \"" + account + "\", which no account has as its key"
                        : accounts.isEmpty()
                                ? "there is no account yet: apply an account.yaml first"
                                : "there are " + accounts.size() + " accounts: say which by --account KEY");
    }

    private int create(ApiTokens tokens, Account of, Set<ApiScope> given) {
        ApiTokens.Made made = tokens.create(of.pbxId(), name, given, days == null ? null : Duration.ofDays(days));
        surroundings
                .err()
                .println("token " + made.token().id() + " for account " + of.key() + "; it is shown this once:");
        surroundings.err().flush();
        surroundings.out().println(made.secret());
        return ExitCode.WELL;
    }

    private int list(List<ApiToken> tokens) {
        surroundings
                .out()
                .println("%-14s %-22s %-22s %-22s %s"
                        .formatted("ID", "CREATED", "EXPIRES", "LAST USED", "SCOPES, NAME"));
        for (ApiToken token : tokens) {
            String may = String.join(
                    ",", token.scopes().stream().map(ApiScope::word).sorted().toList());
            surroundings
                    .out()
                    .println("%-14s %-22s %-22s %-22s %s  %s"
                            .formatted(
                                    token.id(),
                                    token.createdAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                                    token.expiresAt() == null
                                            ? "never"
                                            : token.expiresAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                                    token.lastUsed() == null
                                            ? "never"
                                            : token.lastUsed().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                                    may,
                                    token.name()));
        }
        return ExitCode.WELL;
    }

    private int end(ApiTokens tokens, Account of) {
        if (tokens.end(of.pbxId(), Objects.requireNonNull(id, "checked before"))) {
            surroundings.out().println("token " + id + " is ended");
            return ExitCode.WELL;
        }
        surroundings.err().println("token: \"" + id + "\" is none; ./voice-secretary token list shows them");
        return ExitCode.FAILED;
    }

    private ParameterException usage(String problem) {
        return new ParameterException(
                Objects.requireNonNull(spec, "picocli sets it").commandLine(), problem);
    }
}
