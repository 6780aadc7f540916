package org.voicesecretary.account;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.voicesecretary.config.WebhookConfig;

/** All accounts at one moment, arranged for the questions that a call asks. Immutable. */
public final class AccountSnapshot {
    private final long version;
    private final List<AccountData> accounts;
    private final Map<String, NumberRoute> numbers;
    private final Map<Long, NumberRoute> inside;
    private final Map<Long, Sounds> sounds;
    private final Map<String, ApiKey> keys;
    private final Map<Long, AccountData> byPbxId;

    private record Sounds(
            Map<String, Sound> exact, Map<String, Sound> folded, Map<String, Map<Integer, String>> phrases) {}

    AccountSnapshot(long version, List<AccountData> accounts, WebhookConfig installation) {
        this(version, accounts, List.of(), installation);
    }

    /** @param further keys besides the accounts' own */
    AccountSnapshot(long version, List<AccountData> accounts, List<ApiKey> further, WebhookConfig installation) {
        this.version = version;
        this.accounts = List.copyOf(accounts);
        var byNumber = new HashMap<String, NumberRoute>();
        var inside = new HashMap<Long, NumberRoute>();
        var byAccount = new HashMap<Long, Sounds>();
        var keys = new HashMap<String, ApiKey>();
        further.forEach(key -> keys.put(key.key(), key));
        for (AccountData data : accounts) {
            data.numbers().forEach(n -> byNumber.put(n.number(), NumberRoute.of(data.account(), n, installation)));
            inside.put(data.account().pbxId(), NumberRoute.inside(data.account(), installation));
            byAccount.put(data.account().pbxId(), sounds(data));
            ApiKey own = ApiKey.of(data.account());
            if (own != null) {
                keys.put(own.key(), own);
            }
        }
        this.numbers = Map.copyOf(byNumber);
        this.inside = Map.copyOf(inside);
        this.sounds = Map.copyOf(byAccount);
        this.keys = Map.copyOf(keys);
        this.byPbxId = accounts.stream()
                .collect(Collectors.toUnmodifiableMap(data -> data.account().pbxId(), data -> data));
    }

    /** One account by itself, as its numbers would be if it were the only one. */
    public static AccountSnapshot of(AccountData account, WebhookConfig installation) {
        return new AccountSnapshot(0, List.of(account), installation);
    }

    private static Sounds sounds(AccountData data) {
        var exact = new HashMap<String, Sound>();
        var folded = new HashMap<String, Sound>();
        for (Sound sound : data.sounds()) {
            exact.put(sound.id(), sound);
            folded.putIfAbsent(sound.id().toLowerCase(Locale.ROOT), sound);
        }
        var phrases = new HashMap<String, Map<Integer, String>>();
        for (Phrase phrase : data.phrases()) {
            phrases.computeIfAbsent(phrase.language(), l -> new HashMap<>()).put(phrase.number(), phrase.text());
        }
        return new Sounds(exact, folded, phrases);
    }

    /** Counts up with every change. */
    public long version() {
        return version;
    }

    public List<AccountData> accounts() {
        return accounts;
    }

    public Optional<AccountData> account(long pbxId) {
        return Optional.ofNullable(byPbxId.get(pbxId));
    }

    /** A key of the REST API, without its last use. */
    public Optional<ApiKey> apiKey(String key) {
        return Optional.ofNullable(keys.get(key));
    }

    /** A number as dialled; one leading {@code +} does not matter. */
    public Optional<NumberRoute> number(String dialled) {
        return Optional.ofNullable(numbers.get(Syntax.withoutPlus(dialled)));
    }

    /** What holds for calls that the account's own telephones make; it has no number. */
    public Optional<NumberRoute> inside(long pbxId) {
        return Optional.ofNullable(inside.get(pbxId));
    }

    /** Whether a call is taken: it has to come by a trunk, to a number of that trunk's account. */
    public RouteDecision route(TrunkCall call) {
        boolean known = false;
        for (AccountData data : accounts) {
            for (Trunk trunk : data.trunks()) {
                if (!call.comesBy(data.account(), trunk)) {
                    continue;
                }
                for (String called : call.called(data.account(), trunk)) {
                    NumberRoute wanted = numbers.get(Syntax.withoutPlus(called));
                    if (wanted != null
                            && wanted.account().pbxId() == data.account().pbxId()) {
                        return new RouteDecision.Admitted(wanted, trunk);
                    }
                }
                known = true;
            }
        }
        // Only a known source may learn which numbers there are.
        return known ? new RouteDecision.NumberUnknown() : new RouteDecision.SourceRefused();
    }

    /** Whether any trunk lists the source. */
    public boolean isTrunk(InetAddress source) {
        return accounts.stream().anyMatch(a -> a.trunks().stream().anyMatch(t -> t.allows(source)));
    }

    /** A sound of an account, compared exactly, then without regard to case (some clients lower-case what they send). */
    public Optional<Sound> sound(long pbxId, String id) {
        Sounds own = sounds.get(pbxId);
        if (own == null) {
            return Optional.empty();
        }
        Sound exact = own.exact.get(id);
        return Optional.ofNullable(exact != null ? exact : own.folded.get(id.toLowerCase(Locale.ROOT)));
    }

    /** The account's own wording of a popular phrase, if it has one. */
    public Optional<String> phrase(long pbxId, String language, int number) {
        return Optional.ofNullable(sounds.get(pbxId))
                .map(own -> own.phrases.get(language))
                .map(ofLanguage -> ofLanguage.get(number));
    }
}
