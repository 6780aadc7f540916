package org.voicesecretary.pbx.hours;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.voicesecretary.config.Problem;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlFile;
import org.voicesecretary.config.YamlValue;

/** Working hours as an operator writes them. */
final class Hours {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private Hours() {}

    static WorkingHours of(String yaml) {
        return of(yaml, Path.of("."));
    }

    static WorkingHours of(String yaml, Path directory) {
        var problems = new Problems();
        WorkingHours hours = read(yaml, directory, problems);
        problems.stopIfAny("account.yaml");
        return hours;
    }

    static List<String> problems(String yaml, Path directory) {
        var problems = new Problems();
        read(yaml, directory, problems);
        return problems.list().stream().map(Problem::toString).toList();
    }

    private static WorkingHours read(String yaml, Path directory, Problems problems) {
        YamlValue item = YamlFile.parse(yaml, directory.resolve("account.yaml"), "account.yaml", problems);
        return new HoursReader(directory, problems).read("hours[1]", item);
    }

    /** What a caller meets at that time of the clock in Berlin. */
    static HoursVerdict at(WorkingHours hours, String time) {
        return hours.at(instant(time, BERLIN), BERLIN);
    }

    static Instant instant(String time, ZoneId zone) {
        return LocalDateTime.parse(time.replace(' ', 'T')).atZone(zone).toInstant();
    }
}
