package org.voicesecretary.pbx.hours;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.Nearest;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlValue;

/** Reads one item of the {@code hours:} section of account.yaml and the calendar file that it names. */
public final class HoursReader {
    private static final int MAX_BYTES = 2 << 20;
    private static final List<String> KEYS =
            List.of("name", "time-zone", "week", "lunch", "holidays", "holidays-file", "overrides");

    private final Path directory;
    private final Problems problems;

    /** @param directory what relative paths are relative to */
    public HoursReader(Path directory, Problems problems) {
        this.directory = directory;
        this.problems = problems;
    }

    /**
     * @param path what to call the item in messages, such as {@code hours[1]}
     * @return null if it has no name; the problems say what else is wrong
     */
    public @Nullable WorkingHours read(String path, YamlValue item) {
        Fields fields = Fields.of(path, item, KEYS, problems);
        String name = fields.required("name");
        ZoneId zone = fields.parsed("time-zone", HoursReader::zone);
        Week week = week(path, fields);
        List<DayInterval> lunch = new ArrayList<>();
        DayHours breaks = fields.parsed("lunch", DayHours::parse);
        for (DayInterval each : (breaks == null ? DayHours.CLOSED : breaks).intervals()) {
            lunch.add(new DayInterval(each.from(), Math.min(each.to(), DayInterval.DAY)));
            if (each.to() > DayInterval.DAY) {
                lunch.add(new DayInterval(0, each.to() - DayInterval.DAY));
            }
        }
        List<Holiday> holidays = new ArrayList<>(listed(path, fields));
        holidays.addAll(calendar(path, fields));
        Map<LocalDate, DayHours> overrides = overrides(path, fields);
        return name == null ? null : new WorkingHours(name, zone, week, lunch, holidays, overrides);
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no time zone; expected a name such as Europe/Berlin"
                            + Nearest.hint(text, ZoneId.getAvailableZoneIds()),
                    e);
        }
    }

    private Week week(String path, Fields fields) {
        Map<DayOfWeek, DayHours> days = new EnumMap<>(DayOfWeek.class);
        YamlValue written = fields.value("week");
        if (!(written instanceof YamlValue.Mapping entries)) {
            problems.add(
                    fields.origin("week"),
                    path
                            + (written == null
                                    ? " lacks \"week\""
                                    : ".week is " + written.kind() + "; expected {mon-fri: \"09:00-18:00\"}"));
            return new Week(days);
        }
        for (YamlValue.Entry entry : entries.entries().values()) {
            String key = path + ".week." + entry.key();
            DayHours hours = parsed(key, entry.value(), DayHours::parse);
            try {
                for (DayOfWeek day : Week.parseDays(entry.key())) {
                    if (days.putIfAbsent(day, hours == null ? DayHours.CLOSED : hours) != null) {
                        problems.add(entry.origin(), key + ": " + Week.name(day) + " has hours already");
                    }
                }
            } catch (IllegalArgumentException e) {
                problems.add(entry.origin(), key + ": " + e.getMessage());
            }
        }
        return new Week(days);
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private <T> @Nullable T parsed(String path, YamlValue value, Parser<T> parser) {
        if (!(value instanceof YamlValue.Scalar text) || text.absent()) {
            problems.add(value.origin(), path + " is " + value.kind() + "; expected one value");
            return null;
        }
        try {
            return parser.parse(text.text());
        } catch (IllegalArgumentException e) {
            problems.add(value.origin(), path + ": " + e.getMessage());
            return null;
        }
    }

    private List<Holiday> listed(String path, Fields fields) {
        List<Holiday> holidays = new ArrayList<>();
        int index = 0;
        for (YamlValue item : fields.items("holidays")) {
            index++;
            Holiday holiday = parsed(path + ".holidays[" + index + "]", item, Holiday::parse);
            if (holiday != null) {
                holidays.add(holiday);
            }
        }
        return holidays;
    }

    private Map<LocalDate, DayHours> overrides(String path, Fields fields) {
        Map<LocalDate, DayHours> overrides = new LinkedHashMap<>();
        int index = 0;
        for (YamlValue item : fields.items("overrides")) {
            index++;
            Fields override = Fields.of(path + ".overrides[" + index + "]", item, List.of("date", "hours"), problems);
            override.required("date");
            override.required("hours");
            LocalDate date = override.parsed("date", HoursReader::date);
            DayHours hours = override.parsed("hours", DayHours::parse);
            if (date != null && hours != null && overrides.putIfAbsent(date, hours) != null) {
                override.complain("date", date + " has an override already");
            }
        }
        return overrides;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no date; expected one such as 2026-12-23", e);
        }
    }

    /** {@code holidays-file: NAME}, or once the file was read, {@code holidays-file: {name: NAME, content: …}}. */
    private List<Holiday> calendar(String path, Fields fields) {
        if (fields.value("holidays-file") instanceof YamlValue.Mapping embedded) {
            Fields file = Fields.of(path + ".holidays-file", embedded, List.of("name", "content"), problems);
            String name = file.required("name");
            String content = file.required("content");
            return name == null || content == null
                    ? List.of()
                    : HolidayFile.parse(content.getBytes(StandardCharsets.UTF_8), Path.of(name), name, problems);
        }
        List<Holiday> filed = fields.parsed("holidays-file", this::filed);
        return filed == null ? List.of() : filed;
    }

    /** The item with what its calendar file says in place of the file's path; as it is where the file cannot be read. */
    public YamlValue withItsFiles(YamlValue item) {
        if (!(item instanceof YamlValue.Mapping(var origin, var entries))
                || !(entries.get("holidays-file") instanceof YamlValue.Entry(var key, var place, var written))
                || !(written instanceof YamlValue.Scalar path)
                || path.absent()) {
            return item;
        }
        try {
            Path file = directory.resolve(path.text()).normalize();
            var embedded = new LinkedHashMap<String, YamlValue.Entry>();
            put(embedded, "name", String.valueOf(file.getFileName()), place);
            put(embedded, "content", HolidayFile.unfolded(Files.readAllBytes(file)), place);
            var copy = new LinkedHashMap<>(entries);
            copy.put(key, new YamlValue.Entry(key, place, new YamlValue.Mapping(written.origin(), embedded)));
            return new YamlValue.Mapping(origin, copy);
        } catch (InvalidPathException | IOException e) {
            return item; // read() has told it
        }
    }

    private static void put(Map<String, YamlValue.Entry> entries, String key, String text, Origin origin) {
        entries.put(key, new YamlValue.Entry(key, origin, new YamlValue.Scalar(origin, text, false)));
    }

    private List<Holiday> filed(String written) {
        try {
            Path file = directory.resolve(written).normalize();
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new IllegalArgumentException(file + " has " + size + " bytes; expected at most " + MAX_BYTES);
            }
            return HolidayFile.parse(Files.readAllBytes(file), file, String.valueOf(file.getFileName()), problems);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + written + "\" is no path: " + e.getReason(), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no file " + directory.resolve(written).normalize(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("\"" + written + "\" cannot be read: " + e, e);
        }
    }
}
