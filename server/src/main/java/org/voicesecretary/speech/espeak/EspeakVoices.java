package org.voicesecretary.speech.espeak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.speech.Gender;
import org.voicesecretary.speech.Voice;

/**
 * The voices of an espeak-ng: each of its languages and accents in four variants, two male and two female.
 *
 * @param arguments the value of {@code -v} for each voice, the default of a language before its others
 */
record EspeakVoices(Map<Voice, String> arguments) {
    private static final Pattern LINE = Pattern.compile("\\s*\\d+\\s+(\\S+)\\s+\\S+/(\\S)\\s+(\\S+)\\s+(\\S+)\\s*(.*)");
    private static final Pattern OTHER = Pattern.compile("\\(([A-Za-z0-9-]+) (\\d+)\\)");
    private static final Pattern SOUND_FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9/_-]{0,79}");

    /** Which region is meant where only a language is named and no voice has just that name. */
    private static final Set<String> FIRST_OF_THEIR_LANGUAGE = Set.of("en-us", "fr-fr");

    private record Variant(String suffix, String name, Gender gender) {}

    private static final List<Variant> VARIANTS = List.of(
            new Variant("", "male", Gender.MALE),
            new Variant("+f2", "female", Gender.FEMALE),
            new Variant("+m3", "male 2", Gender.MALE),
            new Variant("+f4", "female 2", Gender.FEMALE));

    private record Row(Language language, List<Language> others, String name, String file) {}

    /** Reads the output of {@code espeak-ng --voices}; lines that do not look like a voice are left out. */
    static EspeakVoices parse(String listing) {
        List<Row> rows = new ArrayList<>();
        listing.lines().map(EspeakVoices::row).flatMap(Optional::stream).forEach(rows::add);
        rows.sort(Comparator.comparing((Row row) -> row.language().primary().code())
                .thenComparing(row -> rank(row.language()))
                .thenComparing(row -> row.language().code()));
        Map<Voice, String> arguments = new LinkedHashMap<>();
        Set<Language> seen = new HashSet<>();
        for (Row row : rows) {
            // A second entry of the same language (Cantonese in Latin letters) would need a name of its own.
            if (seen.add(row.language())) {
                for (Variant variant : VARIANTS) {
                    arguments.put(voice(row, variant), row.file() + variant.suffix());
                }
            }
        }
        return new EspeakVoices(arguments);
    }

    private static Voice voice(Row row, Variant variant) {
        return new Voice(
                row.language().code() + variant.suffix(),
                row.language(),
                row.others(),
                row.name() + ", " + variant.name(),
                variant.gender());
    }

    private static Optional<Row> row(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || !SOUND_FILE.matcher(matcher.group(4)).matches()) {
            return Optional.empty();
        }
        return language(matcher.group(1))
                .map(language -> new Row(
                        language,
                        others(matcher.group(5)),
                        matcher.group(3).replace('_', ' ').strip(),
                        matcher.group(4)));
    }

    private static List<Language> others(String column) {
        record Ranked(Language language, int rank) {}
        List<Ranked> found = new ArrayList<>();
        Matcher matcher = OTHER.matcher(column);
        while (matcher.find()) {
            int rank = Integer.parseInt(matcher.group(2));
            language(matcher.group(1)).ifPresent(language -> found.add(new Ranked(language, rank)));
        }
        return found.stream()
                .sorted(Comparator.comparingInt(Ranked::rank))
                .map(Ranked::language)
                .toList();
    }

    private static Optional<Language> language(String written) {
        // A tag with more parts than we name languages by (Cherokee of the west) counts as its first part.
        return Language.parse(written).or(() -> Language.parse(written.replaceFirst("-.*", "")));
    }

    private static int rank(Language language) {
        if (language.equals(language.primary()) || FIRST_OF_THEIR_LANGUAGE.contains(language.code())) {
            return 0;
        }
        return 1;
    }
}
