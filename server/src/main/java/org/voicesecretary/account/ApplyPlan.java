package org.voicesecretary.account;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.Units;

/**
 * What applying a file does to the accounts that there are.
 *
 * @param after the account as it will be
 * @param changes in words; empty = everything is already so
 */
public record ApplyPlan(Target target, AccountData after, List<Change> changes) {
    /** Which account the file is about. */
    public enum Target {
        /** Found by its key, or the only one. */
        EXISTING,
        /** The account that the first start made, which nobody has used yet, takes the file's key. */
        ADOPTED,
        CREATED
    }

    /** One line of the plan. */
    public sealed interface Change {
        record Added(String what, String detail) implements Change {
            @Override
            public String toString() {
                return "+ " + what + (detail.isEmpty() ? "" : "  " + detail);
            }
        }

        record Changed(String what, String detail) implements Change {
            @Override
            public String toString() {
                return "~ " + what + "  " + detail;
            }
        }

        record Removed(String what) implements Change {
            @Override
            public String toString() {
                return "- " + what;
            }
        }
    }

    /** For people: which account, and a line for each change. */
    public String print() {
        String pbx = " (pbx " + after.account().pbxId() + ")";
        String account = "account " + after.account().key()
                + switch (target) {
                    case EXISTING -> pbx;
                    case ADOPTED -> pbx + ", taking over the untouched first account";
                    case CREATED -> " (new)"; // its pbx id is settled when it is made
                };
        if (changes.isEmpty()) {
            return account + ": nothing to change\n";
        }
        return account + ":\n" + changes.stream().map(c -> "  " + c + "\n").collect(Collectors.joining());
    }

    /**
     * @param random for the {@code pbx_id} of a new account
     * @param problems what was found wrong with the file so far
     * @throws ConfigException with those problems, and where the file does not fit the accounts that there are
     */
    static ApplyPlan between(AccountFile file, List<AccountData> present, RandomGenerator random, Problems problems) {
        Optional<AccountData> found = find(file, present, problems);
        refuseNumbersOfOthers(file, present, found, problems);
        problems.stopIfAny(file.name());
        AccountData before = found.orElse(null);
        AccountData after = merge(file, before, present, random);
        Target target = before == null
                ? Target.CREATED
                : before.account().key().equals(after.account().key()) ? Target.EXISTING : Target.ADOPTED;
        return new ApplyPlan(target, after, changes(before, after));
    }

    private static Optional<AccountData> find(AccountFile file, List<AccountData> present, Problems problems) {
        if (file.account().isPresent()) {
            String key = file.account().get().key();
            return present.stream()
                    .filter(a -> a.account().key().equals(key))
                    .findFirst()
                    .or(() -> present.stream()
                            .filter(a -> a.account().untouched())
                            .findFirst());
        }
        if (present.size() == 1) {
            return Optional.of(present.getFirst());
        }
        if (!problems.isEmpty()) {
            return Optional.empty(); // the file may well say which account it is about, where it is wrong
        }
        problems.add(
                new Origin.Line(Path.of(file.name()), file.name(), 1),
                "there " + (present.isEmpty() ? "is no account yet" : "are " + present.size() + " accounts")
                        + ", and the file does not say which it is about; add account: {key: …}");
        return Optional.empty();
    }

    private static void refuseNumbersOfOthers(
            AccountFile file, List<AccountData> present, Optional<AccountData> own, Problems problems) {
        if (own.isEmpty() && file.account().isEmpty()) {
            return; // nobody knows whose numbers these are
        }
        for (AccountNumber number : file.numbers().orElse(List.of())) {
            for (AccountData other : present) {
                if (own.isPresent()
                        && own.get().account().pbxId() == other.account().pbxId()) {
                    continue;
                }
                if (other.numbers().stream().anyMatch(n -> n.number().equals(number.number()))) {
                    Origin origin = file.numberOrigins().getOrDefault(number.number(), new Origin.Default());
                    problems.add(
                            origin,
                            "number " + number.number() + " belongs to the account \""
                                    + other.account().name() + "\" (pbx "
                                    + other.account().pbxId() + "); remove it there first");
                }
            }
        }
    }

    private static AccountData merge(
            AccountFile file, @Nullable AccountData before, List<AccountData> present, RandomGenerator random) {
        Account old = before == null ? null : before.account();
        Account account = file.account()
                .map(section -> new Account(
                        old == null ? freshPbxId(present, random) : old.pbxId(),
                        section.name(),
                        section.key(),
                        section.secret(),
                        section.timeZone(),
                        section.language(),
                        section.caller(),
                        file.webhook().orElse(old == null ? WebhookSettings.NOTHING : old.webhook()),
                        false))
                .orElseGet(() -> withWebhook(Objects.requireNonNull(old, "find() saw to it"), file.webhook()));
        return new AccountData(
                account,
                file.trunks().orElse(before == null ? List.of() : before.trunks()),
                file.numbers().orElse(before == null ? List.of() : before.numbers()),
                file.sounds().orElse(before == null ? List.of() : before.sounds()),
                file.phrases().orElse(before == null ? List.of() : before.phrases()));
    }

    private static Account withWebhook(Account old, Optional<WebhookSettings> webhook) {
        return new Account(
                old.pbxId(),
                old.name(),
                old.key(),
                old.secret(),
                old.timeZone(),
                old.language(),
                old.caller(),
                webhook.orElse(old.webhook()),
                false);
    }

    /** Six digits that no account has. */
    static long freshPbxId(List<AccountData> present, RandomGenerator random) {
        while (true) {
            long id = random.nextInt(100_000, 1_000_000);
            if (present.stream().noneMatch(a -> a.account().pbxId() == id)) {
                return id;
            }
        }
    }

    private static List<Change> changes(@Nullable AccountData before, AccountData after) {
        List<Change> changes = new ArrayList<>();
        compare(
                changes,
                before == null ? List.of() : List.of(before.account()),
                List.of(after.account()),
                a -> "account",
                ApplyPlan::facets);
        compare(
                changes,
                before == null ? List.of() : before.trunks(),
                after.trunks(),
                t -> "trunk " + t.name(),
                t -> facet("allow", t.allow()));
        compare(
                changes,
                before == null ? List.of() : before.numbers(),
                after.numbers(),
                n -> "number " + n.number(),
                n -> settings(n.webhook(), n.caller()));
        compare(
                changes,
                before == null ? List.of() : before.sounds(),
                after.sounds(),
                s -> "sound " + s.id(),
                ApplyPlan::facets);
        compare(
                changes,
                before == null ? List.of() : before.phrases(),
                after.phrases(),
                p -> "phrase " + p.language() + " " + p.number(),
                p -> facet("text", p.text()));
        return List.copyOf(changes);
    }

    private static <T> void compare(
            List<Change> changes,
            List<T> before,
            List<T> after,
            Function<T, String> name,
            Function<T, SequencedMap<String, String>> facets) {
        var left = new LinkedHashMap<String, T>();
        before.forEach(b -> left.put(name.apply(b), b));
        for (T thing : after) {
            T old = left.remove(name.apply(thing));
            if (old == null) {
                changes.add(new Change.Added(name.apply(thing), print(facets.apply(thing))));
            } else if (!old.equals(thing)) {
                String difference = difference(facets.apply(old), facets.apply(thing));
                // What differs without looking different is a secret.
                changes.add(
                        new Change.Changed(name.apply(thing), difference.isEmpty() ? "secret changed" : difference));
            }
        }
        left.keySet().forEach(removed -> changes.add(new Change.Removed(removed)));
    }

    private static String print(SequencedMap<String, String> facets) {
        return facets.entrySet().stream()
                .map(f -> f.getKey() + " " + f.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String difference(SequencedMap<String, String> before, SequencedMap<String, String> after) {
        var keys = new LinkedHashMap<>(before);
        after.forEach(keys::putIfAbsent);
        return keys.keySet().stream()
                .filter(k -> !String.valueOf(before.get(k)).equals(String.valueOf(after.get(k))))
                .map(k -> k + " " + before.getOrDefault(k, "(nothing)") + " → " + after.getOrDefault(k, "(nothing)"))
                .collect(Collectors.joining(", "));
    }

    private static SequencedMap<String, String> facet(String key, Object value) {
        var facets = new LinkedHashMap<String, String>();
        facets.put(key, value.toString());
        return facets;
    }

    private static SequencedMap<String, String> facets(Account account) {
        var facets = facet("name", "\"" + account.name() + "\"");
        facets.put("key", account.key());
        if (account.secret() != null) {
            facets.put("secret", account.secret().toString());
        }
        facets.put("time-zone", account.timeZone().getId());
        facets.put("language", account.language());
        facets.putAll(settings(account.webhook(), account.caller()));
        if (account.untouched()) {
            facets.put("state", "untouched");
        }
        return facets;
    }

    private static SequencedMap<String, String> facets(Sound sound) {
        var facets = switch (sound.content()) {
            case Sound.Content.Text text -> facet("text", "\"" + text.text() + "\"");
            case Sound.Content.File file ->
                facet(
                        "file",
                        file.name() + " (" + file.bytes() + " bytes, "
                                + file.hash().substring(0, 12) + ")");
        };
        put(facets, "language", sound.language());
        put(facets, "voice", sound.voice());
        return facets;
    }

    private static SequencedMap<String, String> settings(WebhookSettings webhook, CallerSettings caller) {
        var facets = new LinkedHashMap<String, String>();
        put(facets, "webhook url", webhook.url());
        put(facets, "fallback-url", webhook.fallbackUrl());
        put(facets, "timeout", webhook.timeout() == null ? null : Units.text(webhook.timeout()));
        put(facets, "body", word(webhook.body()));
        put(facets, "signature", word(webhook.signature()));
        put(facets, "language", caller.language());
        put(facets, "voice", caller.voice());
        put(facets, "filler", caller.filler());
        put(facets, "filler-after", caller.fillerAfter() == null ? null : Units.text(caller.fillerAfter()));
        return facets;
    }

    private static @Nullable String word(@Nullable Enum<?> constant) {
        return constant == null
                ? null
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void put(SequencedMap<String, String> facets, String key, @Nullable Object value) {
        if (value != null) {
            facets.put(key, value.toString());
        }
    }
}
