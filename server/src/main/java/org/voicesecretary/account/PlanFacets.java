package org.voicesecretary.account;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.Units;
import org.voicesecretary.config.YamlText;
import org.voicesecretary.config.YamlValue;

/** What a plan shows of each thing: names and values, secrets as {@code ***}. */
final class PlanFacets {
    private static final int LONGEST = 100;

    private PlanFacets() {}

    static SequencedMap<String, String> one(String key, Object value) {
        var facets = new LinkedHashMap<String, String>();
        facets.put(key, value.toString());
        return facets;
    }

    static SequencedMap<String, String> of(Account account) {
        var facets = one("name", "\"" + account.name() + "\"");
        facets.put("key", account.key());
        if (account.secret() != null) {
            facets.put("secret", account.secret().toString());
        }
        facets.put("time-zone", account.timeZone().getId());
        put(facets, "country", account.country());
        facets.put("language", account.language());
        facets.putAll(of(account.webhook(), account.caller()));
        if (account.untouched()) {
            facets.put("state", "untouched");
        }
        return facets;
    }

    static SequencedMap<String, String> of(AccountNumber number) {
        var facets = of(number.webhook(), number.caller());
        put(facets, "calls go to", number.office().own());
        put(facets, "hours", number.office().hours());
        if (number.office().recording() != NumberOffice.Recording.OFF) {
            put(facets, "recording", word(number.office().recording()));
        }
        return facets;
    }

    static SequencedMap<String, String> of(Sound sound) {
        var facets = switch (sound.content()) {
            case Sound.Content.Text text -> one("text", "\"" + text.text() + "\"");
            case Sound.Content.File file ->
                one(
                        "file",
                        file.name() + " (" + file.bytes() + " bytes, "
                                + file.hash().substring(0, 12) + ")");
        };
        put(facets, "language", sound.language());
        put(facets, "voice", sound.voice());
        return facets;
    }

    /** @param secretKeys whose values are not shown */
    static SequencedMap<String, String> of(OfficeItem item, Set<String> secretKeys) {
        var facets = new LinkedHashMap<String, String>();
        if (item.value(new Problems()) instanceof YamlValue.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> {
                String text = YamlText.plain(masked(key, entry.value(), secretKeys));
                if (!text.equals(item.key())) {
                    facets.put(key, shortened(text));
                }
            });
        }
        return facets;
    }

    private static YamlValue masked(String key, YamlValue value, Set<String> secretKeys) {
        if (secretKeys.contains(key)) {
            return new YamlValue.Scalar(value.origin(), "***", false);
        }
        return switch (value) {
            case YamlValue.Scalar scalar -> scalar;
            case YamlValue.Sequence(var origin, var items) ->
                new YamlValue.Sequence(
                        origin,
                        items.stream().map(each -> masked("", each, secretKeys)).toList());
            case YamlValue.Mapping(var origin, var entries) -> {
                var copy = new LinkedHashMap<String, YamlValue.Entry>();
                entries.forEach((name, entry) -> copy.put(
                        name, new YamlValue.Entry(name, entry.origin(), masked(name, entry.value(), secretKeys))));
                yield new YamlValue.Mapping(origin, copy);
            }
        };
    }

    /** A calendar would fill the screen; its length and hash still tell that it differs. */
    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST
                ? line
                : "%s… (%d characters, %08x)".formatted(line.substring(0, 40), text.length(), text.hashCode());
    }

    private static SequencedMap<String, String> of(WebhookSettings webhook, CallerSettings caller) {
        var facets = new LinkedHashMap<String, String>();
        put(facets, "webhook url", webhook.url());
        put(facets, "fallback-url", webhook.fallbackUrl());
        put(facets, "timeout", webhook.timeout() == null ? null : Units.text(webhook.timeout()));
        put(facets, "body", word(webhook.body()));
        put(facets, "signature", word(webhook.signature()));
        put(
                facets,
                "mute",
                webhook.mute() == null ? null : webhook.mute().stream().sorted().toList());
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
