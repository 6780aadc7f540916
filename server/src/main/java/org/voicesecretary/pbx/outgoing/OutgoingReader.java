package org.voicesecretary.pbx.outgoing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.dial.NumberReader;
import org.voicesecretary.pbx.hours.DayHours;

/** Reads the {@code outgoing:} section of account.yaml. */
public final class OutgoingReader {
    private static final Pattern BEGINNING = Pattern.compile("\\+?\\d{1,15}");
    private static final Pattern EXTENSION = Pattern.compile("[1-9]\\d{2}");
    private static final Pattern PREFIX = Pattern.compile("\\d{0,3}");

    private final Problems problems;

    public OutgoingReader(Problems problems) {
        this.problems = problems;
    }

    /** @param path what to call the section in messages */
    public OutgoingRules read(String path, YamlValue value) {
        Fields fields = Fields.of(
                path,
                value,
                List.of("allow", "countries", "premium", "allow-prefixes", "limits", "night", "prefix"),
                problems);
        Boolean allow = fields.parsed("allow", OutgoingReader::yesOrNo);
        String prefix = fields.parsed("prefix", text -> matching(PREFIX, text, "up to three digits, such as 0"));
        return new OutgoingRules(
                allow != null && allow,
                Set.copyOf(list(path, fields, "countries", NumberReader::country)),
                list(path, fields, "premium", OutgoingReader::beginning),
                list(path, fields, "allow-prefixes", OutgoingReader::beginning),
                limits(path + ".limits", fields.value("limits")),
                night(path + ".night", fields.value("night")),
                prefix == null ? "" : prefix);
    }

    /** Limits of the office, or of one extension. */
    public CallLimits limits(String path, @Nullable YamlValue value) {
        if (value == null) {
            return CallLimits.USUAL;
        }
        Fields fields = Fields.of(path, value, List.of("calls", "per-hour", "minutes-per-day"), problems);
        return new CallLimits(
                whole(fields, "calls", CallLimits.USUAL.calls(), 1000),
                whole(fields, "per-hour", CallLimits.USUAL.perHour(), 100_000),
                whole(fields, "minutes-per-day", CallLimits.USUAL.minutesPerDay(), 1_000_000));
    }

    private static int whole(Fields fields, String key, int usual, int most) {
        Integer value = fields.parsed(key, text -> {
            if (!text.matches("\\d{1,7}") || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is out of range; expected a whole number, 0 to " + most);
            }
            return Integer.parseInt(text);
        });
        return value == null ? usual : value;
    }

    private @Nullable NightSwitch night(String path, @Nullable YamlValue value) {
        if (value == null) {
            return null;
        }
        Fields fields = Fields.of(path, value, List.of("hours", "countries", "extensions"), problems);
        fields.required("hours");
        DayHours hours = fields.parsed("hours", DayHours::parse);
        List<String> extensions =
                list(path, fields, "extensions", text -> matching(EXTENSION, text, "an extension, 100 to 999"));
        return hours == null
                ? null
                : new NightSwitch(
                        hours,
                        Set.copyOf(list(path, fields, "countries", NumberReader::country)),
                        Set.copyOf(extensions));
    }

    private List<String> list(String path, Fields fields, String key, Function<String, String> reader) {
        Set<String> found = new LinkedHashSet<>();
        for (YamlValue item : fields.items(key)) {
            if (!(item instanceof YamlValue.Scalar text) || text.absent()) {
                problems.add(item.origin(), path + "." + key + " has " + item.kind() + "; expected single values");
                continue;
            }
            try {
                found.add(reader.apply(text.text()));
            } catch (IllegalArgumentException e) {
                problems.add(item.origin(), path + "." + key + ": " + e.getMessage());
            }
        }
        return new ArrayList<>(found);
    }

    private static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        };
    }

    private static String beginning(String text) {
        return matching(
                BEGINNING,
                text.replace(" ", ""),
                "the beginning of a number with its country code, such as +49900, or of a short number");
    }

    private static String matching(Pattern pattern, String text, String expected) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" does not fit; expected " + expected);
        }
        return text;
    }
}
