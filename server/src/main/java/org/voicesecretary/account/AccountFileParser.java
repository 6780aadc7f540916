package org.voicesecretary.account;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.Fields;
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
    private final Map<String, List<OfficeDraft.Placed>> office = new HashMap<>();
    private final OfficeSections sections;
    private final Path directory;
    private final SoundReader sounds;

    private AccountFileParser(Path file, String name, SoundCheck check, OfficeSections sections, Problems problems) {
        this.file = file;
        this.sections = sections;
        this.name = name;
        this.problems = problems;
        Path parent = file.toAbsolutePath().getParent();
        this.directory = parent == null ? file.toAbsolutePath() : parent;
        this.sounds = new SoundReader(directory, problems, check);
    }

    /**
     * Of an account without an office.
     *
     * @param name what to call the file in messages
     * @throws ConfigException with every problem
     */
    public static AccountFile parse(Path file, String name) {
        var problems = new Problems();
        AccountFile read = read(file, name, SoundCheck.NONE, OfficeSections.NONE, problems);
        problems.stopIfAny(name);
        return read;
    }

    /**
     * Reads what can be read.
     *
     * @param problems takes what is wrong; of that, the result has nothing
     * @throws ConfigException if the file is no YAML, which leaves nothing to look at
     */
    static AccountFile read(Path file, String name, SoundCheck check, OfficeSections sections, Problems problems) {
        return new AccountFileParser(file, name, check, sections, problems).parse();
    }

    private AccountFile parse() {
        YamlValue.Mapping root = YamlFile.read(file, name, problems);
        problems.stopIfAny(name);
        if (root == null) {
            throw new IllegalStateException("nothing was read from " + name + " and nothing is wrong with it");
        }
        List<String> known = new ArrayList<>(SECTIONS);
        known.addAll(sections.lists());
        known.addAll(sections.groups());
        Fields top = Fields.of(Fields.TOP, root, known, problems);
        var account = Optional.ofNullable(top.value("account")).flatMap(this::account);
        var webhook = Optional.ofNullable(top.value("webhook")).map(v -> accountWebhook("webhook", v));
        var trunks = list(top, "trunks", this::trunk, Trunk::name);
        var numbers = list(top, "numbers", this::number, AccountNumber::number);
        var soundList = list(top, "sounds", sounds::read, Sound::id);
        var phrases = Optional.ofNullable(top.value("phrases")).map(this::phrases);
        office(top);
        return new AccountFile(
                name,
                account,
                webhook,
                trunks,
                numbers,
                soundList,
                phrases,
                Map.copyOf(office),
                Map.copyOf(numberOrigins),
                sounds.files());
    }

    private void office(Fields top) {
        for (String section : sections.lists()) {
            if (!top.has(section)) {
                continue;
            }
            List<OfficeDraft.Placed> found = new ArrayList<>();
            Map<String, Origin> seen = new HashMap<>();
            int index = 0;
            for (YamlValue item : top.items(section)) {
                index++;
                String path = section + "[" + index + "]";
                sections.read(section, path, item, directory, problems).ifPresent(read -> {
                    Origin earlier = seen.putIfAbsent(read.key(), item.origin());
                    if (earlier != null) {
                        problems.add(
                                item.origin(),
                                section + " has \"" + read.key() + "\" twice; the first is at " + earlier);
                    } else {
                        found.add(new OfficeDraft.Placed(read, path, item));
                    }
                });
            }
            office.put(section, List.copyOf(found));
        }
        for (String section : sections.groups()) {
            YamlValue value = top.value(section);
            if (value != null) {
                boolean none = value instanceof YamlValue.Mapping mapping
                        && mapping.entries().isEmpty();
                office.put(
                        section,
                        none
                                ? List.of()
                                : sections.read(section, section, value, directory, problems).stream()
                                        .map(read -> new OfficeDraft.Placed(read, section, value))
                                        .toList());
            }
        }
        if (top.has(OfficeItem.TRUNKS)) {
            office.putIfAbsent(OfficeItem.TRUNKS, List.of());
        }
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
        List<String> known = new ArrayList<>(List.of("pbx-id", "name", "key", "secret", "time-zone", "country"));
        known.addAll(CALLER);
        Fields fields = Fields.of("account", value, known, problems);
        fields.required("key");
        String key = fields.parsed("key", Syntax::key);
        String label = fields.parsed("name", text -> Syntax.atMost(200, text));
        String secret = fields.parsed("secret", text -> Syntax.atMost(200, Syntax.notBlank(text)));
        ZoneId zone = fields.parsed("time-zone", Syntax::zone);
        String language = fields.parsed("language", Syntax::language);
        String country = fields.parsed("country", Syntax::country);
        Long pbxId = fields.parsed("pbx-id", Syntax::pbxId);
        CallerSettings caller = caller(fields);
        if (key == null) {
            return Optional.empty();
        }
        return Optional.of(new AccountFile.Section(
                value.origin(),
                pbxId,
                fields.origin("pbx-id"),
                label == null ? "" : label,
                key,
                secret == null ? null : new Secret(secret),
                zone == null ? ZoneId.of("UTC") : zone,
                language == null ? "en" : language,
                country,
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
                written.signature(),
                written.mute());
    }

    private WebhookSettings webhook(String path, YamlValue value) {
        Fields fields = Fields.of(
                path, value, List.of("url", "fallback-url", "timeout", "body", "signature", "mute"), problems);
        return new WebhookSettings(
                url(fields, "url"),
                url(fields, "fallback-url"),
                fields.duration("timeout", "1s", "15s"),
                fields.constant("body", WebhookConfig.Body.class),
                fields.constant("signature", WebhookConfig.SignatureForm.class),
                fields.has("mute") ? Set.copyOf(fields.values("mute", Syntax::event)) : null);
    }

    private static @Nullable UrlSetting url(Fields fields, String key) {
        return fields.isNull(key) ? new UrlSetting.None() : fields.parsed(key, Syntax::url);
    }

    private @Nullable Trunk trunk(String path, YamlValue item) {
        List<String> known = new ArrayList<>(List.of("name", "allow"));
        known.addAll(sections.trunkKeys());
        Fields fields = Fields.of(path, item, known, problems);
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
        sections.read(OfficeItem.TRUNKS, path, item, directory, problems)
                .filter(read -> office.getOrDefault(OfficeItem.TRUNKS, List.of()).stream()
                        .noneMatch(placed -> placed.item().key().equals(read.key())))
                .ifPresent(read -> office.computeIfAbsent(OfficeItem.TRUNKS, section -> new ArrayList<>())
                        .add(new OfficeDraft.Placed(read, path, item)));
        if (!fields.has("allow") && !fields.has("host") && !fields.has("preset") && label != null) {
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
        List<String> known = new ArrayList<>(
                List.of("number", "webhook", "menu", "extension", "scenario", "queue", "hours", "recording"));
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
        return new AccountNumber(number, webhook, caller, office(path, number, fields));
    }

    private NumberOffice office(String path, String number, Fields fields) {
        List<String> targets = new ArrayList<>();
        add(targets, fields.parsed("menu", Syntax::menu));
        add(targets, fields.parsed("extension", Syntax::extension));
        add(targets, fields.parsed("scenario", Syntax::scenario));
        add(targets, fields.parsed("queue", text -> "queue:" + Syntax.atMost(100, Syntax.notBlank(text))));
        if (targets.size() > 1) {
            problems.add(
                    fields.origin(),
                    path + " has several of \"menu\", \"extension\", \"scenario\", \"queue\"; expected one of them");
        }
        String hours = fields.parsed("hours", text -> Syntax.atMost(100, Syntax.notBlank(text)));
        var recording = fields.constant("recording", NumberOffice.Recording.class);
        for (String key : List.of("menu", "extension", "scenario", "queue", "hours")) {
            if (fields.has(key)) {
                boolean ofHours = key.equals("hours");
                numberOrigins.put(number + (ofHours ? ".hours" : ".own"), fields.origin(key));
            }
        }
        return new NumberOffice(
                targets.isEmpty() ? null : targets.getFirst(),
                hours,
                recording == null ? NumberOffice.Recording.OFF : recording);
    }

    private static void add(List<String> targets, @Nullable String target) {
        if (target != null) {
            targets.add(target);
        }
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
