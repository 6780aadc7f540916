package org.voicesecretary.account;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlValue;

/**
 * What applying a file does to the accounts that there are.
 *
 * @param after the account as it will be
 * @param changes in words; empty = everything is already so
 * @param replaced the pbx id of the untouched first account, where the file gives it another; null = it stays
 */
public record ApplyPlan(
        Target target,
        AccountData after,
        List<Change> changes,
        @Nullable Long replaced) {
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
    static ApplyPlan between(
            AccountFile file,
            List<AccountData> present,
            OfficeSections sections,
            RandomGenerator random,
            Problems problems) {
        Optional<AccountData> found = find(file, present, problems);
        if (found.isPresent() || file.account().isPresent()) { // else nobody knows whose numbers these are
            refuseNumbersOfOthers(file, present, found, problems);
            refusePbxId(file, present, found, problems);
            sections.check(draft(file, found), problems);
        }
        problems.stopIfAny(file.name());
        AccountData before = found.orElse(null);
        AccountData after = merge(file, before, present, random);
        Target target = before == null
                ? Target.CREATED
                : before.account().key().equals(after.account().key()) ? Target.EXISTING : Target.ADOPTED;
        Long old = before == null ? null : before.account().pbxId();
        return new ApplyPlan(
                target,
                after,
                PlanChanges.between(before, after, sections.secretKeys()),
                old == null || old == after.account().pbxId() ? null : old);
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

    private static void refusePbxId(
            AccountFile file, List<AccountData> present, Optional<AccountData> own, Problems problems) {
        Long wanted = file.account().map(AccountFile.Section::pbxId).orElse(null);
        if (wanted == null || own.isPresent() && own.get().account().pbxId() == wanted) {
            return;
        }
        Origin origin = file.account().get().pbxIdOrigin();
        if (own.isPresent() && !own.get().account().untouched()) {
            problems.add(
                    origin,
                    "account.pbx-id: this account is pbx " + own.get().account().pbxId() + " and cannot become "
                            + wanted + ": its telephones and calls know it by that; leave pbx-id out");
        } else if (present.stream().anyMatch(a -> a.account().pbxId() == wanted)) {
            problems.add(origin, "account.pbx-id: " + wanted + " is another account; choose one that is free");
        }
    }

    private static OfficeDraft draft(AccountFile file, Optional<AccountData> before) {
        List<OfficeDraft.Placed> items = new ArrayList<>();
        file.office().values().forEach(items::addAll);
        for (OfficeItem item : before.map(AccountData::office).orElse(List.of())) {
            if (!file.office().containsKey(item.section())) {
                YamlValue value = item.value(new Problems());
                if (value != null) {
                    items.add(new OfficeDraft.Placed(item, item.label(), value));
                }
            }
        }
        return new OfficeDraft(
                file.account().isPresent()
                        ? file.account().get().country()
                        : before.map(data -> data.account().country()).orElse(null),
                items,
                file.numbers().orElse(before.map(AccountData::numbers).orElse(List.of())),
                file.sounds().orElse(before.map(AccountData::sounds).orElse(List.of())),
                file.numberOrigins());
    }

    private static AccountData merge(
            AccountFile file, @Nullable AccountData before, List<AccountData> present, RandomGenerator random) {
        Account old = before == null ? null : before.account();
        Account account = file.account()
                .map(section -> new Account(
                        section.pbxId() != null
                                ? section.pbxId()
                                : old == null ? freshPbxId(present, random) : old.pbxId(),
                        section.name(),
                        section.key(),
                        section.secret(),
                        section.timeZone(),
                        section.language(),
                        section.country(),
                        section.caller(),
                        file.webhook().orElse(old == null ? WebhookSettings.NOTHING : old.webhook()),
                        false))
                .orElseGet(() -> withWebhook(Objects.requireNonNull(old, "find() saw to it"), file.webhook()));
        return new AccountData(
                account,
                file.trunks().orElse(before == null ? List.of() : before.trunks()),
                file.numbers().orElse(before == null ? List.of() : before.numbers()),
                file.sounds().orElse(before == null ? List.of() : before.sounds()),
                file.phrases().orElse(before == null ? List.of() : before.phrases()),
                office(file, before == null ? List.of() : before.office()));
    }

    private static List<OfficeItem> office(AccountFile file, List<OfficeItem> before) {
        List<OfficeItem> office = new ArrayList<>();
        before.stream()
                .filter(item -> !file.office().containsKey(item.section()))
                .forEach(office::add);
        file.office().values().forEach(section -> section.forEach(placed -> office.add(placed.item())));
        office.sort(Comparator.comparing(OfficeItem::section));
        return List.copyOf(office);
    }

    private static Account withWebhook(Account old, Optional<WebhookSettings> webhook) {
        return new Account(
                old.pbxId(),
                old.name(),
                old.key(),
                old.secret(),
                old.timeZone(),
                old.language(),
                old.country(),
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
}
