package org.voicesecretary.account;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.WebhookConfig;
import org.voicesecretary.config.YamlFile;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.protocol.Language;

/** Reads {@code account.yaml} and tells every problem at once, with file and line. */
public final class AccountFileParser {
    private static final List<String> SECTIONS =
            List.of("account", "webhook", "trunks", "numbers", "sounds", "phrases");
    private static final List<String> CALLER = List.of("language", "voice", "filler", "filler-after");

    private final Path file;
    private final String name;
    private final Problems problems;
    private final Map<String, Origin> numberOrigins = new HashMap<>();
    private final SoundReader sounds;

    private AccountFileParser(Path file, String name, SoundCheck check, Problems problems) {
        this.file = file;
        this.name = name;
        this.problems = problems;
        Path directory = file.toAbsolutePath().getParent();
        this.sounds = new SoundReader(directory == null ? file.toAbsolutePath() : directory, problems, check);
    }

    /**
     * @param name what to call the file in messages
     * @throws ConfigException with every problem
     */
    public static AccountFile parse(Path file, String name) {
        var problems = new Problems();
        AccountFile read = read(file, name, SoundCheck.NONE, problems);
        problems.stopIfAny(name);
        return read;
    }

    /**
     * Reads what can be read.
     *
     * @param problems takes what is wrong; of that, the result has nothing
     * @throws ConfigException if the file is no YAML, which leaves nothing to look at
     */
    static AccountFile read(Path file, String name, SoundCheck check, Problems problems) {
        return new AccountFileParser(file, name, check, problems).parse();
    }

    private AccountFile parse() {
        YamlValue.Mapping root = YamlFile.read(file, name, problems);
        problems.stopIfAny(name);
        if (root == null) {
            throw new IllegalStateException("nothing was read from " + name + " and nothing is wrong with it");
        }
        Fields top = Fields.of(Fields.TOP, root, SECTIONS, problems);
        var account = Optional.ofNullable(top.value("account")).flatMap(this::account);
        var webhook = Optional.ofNullable(top.value("webhook")).map(v -> accountWebhook("webhook", v));
        var trunks = list(top, "trunks", this::trunk, Trunk::name);
        var numbers = list(top, "numbers", this::number, AccountNumber::number);
        var soundList = list(top, "sounds", sounds::read, Sound::id);
        var phrases = Optional.ofNullable(top.value("phrases")).map(this::phrases);
        return new AccountFile(
                name, account, webhook, trunks, numbers, soundList, phrases, Map.copyOf(numberOrigins), sounds.files());
    }

    private interface ItemReader<T> {
        @Nullable
        T read(String path, YamlValue item);
    }

    /** A section that is a list of named things: present and empty means "none", a name given twice is a problem. */
    private <T> Optional<List<T>> list(
            Fields top, String section, ItemReader<T> reader, java.util.function.Function<T, String> nameOf) {
        if (!top.has(section)) {
            return Optional.empty();
        }
        List<T> found = new ArrayList<>();
        Map<String, Origin> seen = new HashMap<>();
        int index = 0;
        for (YamlValue item : top.items(section)) {
            index++;
            T thing = reader.read(section + "[" + index + "]", item);
            if (thing == null) {
                continue;
            }
            Origin earlier = seen.putIfAbsent(nameOf.apply(thing), item.origin());
            if (earlier != null) {
                problems.add(
                        item.origin(),
                        section + " has \"" + nameOf.apply(thing) + "\" twice; the first is at " + earlier);
            } else {
                found.add(thing);
            }
        }
        found.sort(Comparator.comparing(nameOf));
        return Optional.of(List.copyOf(found));
    }

    private Optional<AccountFile.Section> account(YamlValue value) {
        List<String> known = new ArrayList<>(List.of("name", "key", "secret", "time-zone"));
        known.addAll(CALLER);
        Fields fields = Fields.of("account", value, known, problems);
        fields.required("key");
        String key = fields.parsed("key", Syntax::key);
        String label = fields.parsed("name", text -> Syntax.atMost(200, text));
        String secret = fields.parsed("secret", text -> Syntax.atMost(200, Syntax.notBlank(text)));
        ZoneId zone = fields.parsed("time-zone", Syntax::zone);
        String language = fields.parsed("language", Syntax::language);
        CallerSettings caller = caller(fields);
        if (key == null) {
            return Optional.empty();
        }
        return Optional.of(new AccountFile.Section(
                value.origin(),
                label == null ? "" : label,
                key,
                secret == null ? null : new Secret(secret),
                zone == null ? ZoneId.of("UTC") : zone,
                language == null ? "en" : language,
                new CallerSettings(null, caller.voice(), caller.filler(), caller.fillerAfter())));
    }

    private CallerSettings caller(Fields fields) {
        return new CallerSettings(
                fields.parsed("language", Syntax::language),
                fields.parsed("voice", text -> Syntax.atMost(100, Syntax.notBlank(text))),
                fields.parsed("filler", Syntax::filler),
                fields.duration("filler-after", "200ms", "1800ms"));
    }

    /** At the account there is nothing wider, so "none" and nothing are the same. */
    private WebhookSettings accountWebhook(String path, YamlValue value) {
        WebhookSettings written = webhook(path, value);
        return new WebhookSettings(
                written.url() instanceof UrlSetting.Url url ? url : null,
                written.fallbackUrl() instanceof UrlSetting.Url url ? url : null,
                written.timeout(),
                written.body(),
                written.signature());
    }

    private WebhookSettings webhook(String path, YamlValue value) {
        Fields fields =
                Fields.of(path, value, List.of("url", "fallback-url", "timeout", "body", "signature"), problems);
        return new WebhookSettings(
                url(fields, "url"),
                url(fields, "fallback-url"),
                fields.duration("timeout", "1s", "15s"),
                fields.constant("body", WebhookConfig.Body.class),
                fields.constant("signature", WebhookConfig.SignatureForm.class));
    }

    private static @Nullable UrlSetting url(Fields fields, String key) {
        return fields.isNull(key) ? new UrlSetting.None() : fields.parsed(key, Syntax::url);
    }

    private @Nullable Trunk trunk(String path, YamlValue item) {
        Fields fields = Fields.of(path, item, List.of("name", "allow"), problems);
        fields.required("name");
        String label = fields.parsed("name", text -> Syntax.atMost(100, Syntax.notBlank(text)));
        List<Network> allow = new ArrayList<>();
        for (YamlValue block : fields.items("allow")) {
            if (!(block instanceof YamlValue.Scalar text)) {
                problems.add(block.origin(), path + ".allow has " + block.kind() + "; expected address blocks");
                continue;
            }
            try {
                allow.add(Network.parse(text.text()));
            } catch (IllegalArgumentException e) {
                problems.add(block.origin(), path + ".allow: " + e.getMessage());
            }
        }
        if (!fields.has("allow") && label != null) {
            problems.add(item.origin(), path + " lacks \"allow\", the address blocks that calls may come from");
        } else if (fields.value("allow") instanceof YamlValue.Sequence(var origin, var blocks) && blocks.isEmpty()) {
            problems.add(
                    origin,
                    path + ".allow: is empty, nobody could call; expected address blocks, or leave the trunk out");
        } else if (joined(allow) > 8000) {
            fields.complain("allow", "has too many address blocks; divide them among several trunks");
        }
        return label == null ? null : new Trunk(label, List.copyOf(allow));
    }

    private static int joined(List<Network> allow) {
        return allow.stream().mapToInt(block -> block.toString().length() + 1).sum();
    }

    private @Nullable AccountNumber number(String path, YamlValue item) {
        List<String> known = new ArrayList<>(List.of("number", "webhook"));
        known.addAll(CALLER);
        Fields fields = Fields.of(path, item, known, problems);
        fields.required("number");
        String number = fields.parsed("number", Syntax::number);
        YamlValue hook = fields.value("webhook");
        WebhookSettings webhook = hook == null ? WebhookSettings.NOTHING : webhook(path + ".webhook", hook);
        CallerSettings caller = caller(fields);
        if (number == null) {
            return null;
        }
        numberOrigins.put(number, fields.origin("number"));
        return new AccountNumber(number, webhook, caller);
    }

    private List<Phrase> phrases(YamlValue value) {
        List<Phrase> phrases = new ArrayList<>();
        if (!(value instanceof YamlValue.Mapping languages)) {
            problems.add(
                    value.origin(),
                    "phrases is " + value.kind() + "; expected languages: {en: {1: \"Hello\"}}, {} for none");
            return phrases;
        }
        Map<String, YamlValue.Entry> seen = new HashMap<>();
        for (var language : languages.entries().values()) {
            try {
                Syntax.language(language.key());
            } catch (IllegalArgumentException e) {
                problems.add(language.origin(), "phrases: " + e.getMessage());
            }
            var earlier = seen.putIfAbsent(
                    Language.parse(language.key()).map(Language::code).orElse(language.key()), language);
            if (earlier != null) {
                problems.add(
                        language.origin(),
                        "phrases: \"" + language.key() + "\" and \"" + earlier.key()
                                + "\" are the same language; write its phrases in one group");
            }
            if (!(language.value() instanceof YamlValue.Mapping numbered)) {
                problems.add(
                        language.origin(),
                        "phrases." + language.key() + " is " + language.value().kind() + "; expected {1: \"Hello\"}");
                continue;
            }
            numbered.entries()
                    .values()
                    .forEach(entry -> phrase(language.key(), entry).ifPresent(phrases::add));
        }
        phrases.sort(Comparator.comparing(Phrase::language).thenComparing(Phrase::number));
        return List.copyOf(phrases);
    }

    private Optional<Phrase> phrase(String language, YamlValue.Entry entry) {
        String path = "phrases." + language + "." + entry.key();
        if (!entry.key().matches("\\d{1,6}")) {
            problems.add(entry.origin(), path + ": a phrase is named by its number, a whole number without sign");
            return Optional.empty();
        }
        if (!(entry.value() instanceof YamlValue.Scalar text)
                || text.absent()
                || text.text().isBlank()) {
            problems.add(entry.origin(), path + " is " + entry.value().kind() + "; expected the sentence to say");
            return Optional.empty();
        }
        if (text.text().length() > 5000) {
            problems.add(entry.origin(), path + " has " + text.text().length() + " characters; expected at most 5000");
            return Optional.empty();
        }
        return Optional.of(new Phrase(language, Integer.parseInt(entry.key()), text.text()));
    }
}
