package org.voicesecretary.pbx.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.Units;
import org.voicesecretary.config.YamlValue;

/** Reads how a scenario of account.yaml rings: one of the keys {@code stages}, {@code numbers}, {@code queue}. */
public final class RingRuleReader {
    /** The keys of a scenario that this reads. */
    public static final List<String> KEYS = List.of("stages", "numbers", "queue");

    private static final int MAX_STAGES = 3;
    private static final Duration USUAL_RINGING = Duration.ofSeconds(20);
    private static final Duration USUAL_AGENT = Duration.ofSeconds(15);
    private static final Pattern EXTENSION = Pattern.compile("[1-9]\\d{2}");

    private final Problems problems;

    public RingRuleReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * @param path what to call the scenario in messages
     * @param scenario its keys
     * @return null if there is no such key or more than one; a problem says so
     */
    public @Nullable RingRule read(String path, Fields scenario) {
        List<String> given = KEYS.stream().filter(scenario::has).toList();
        if (given.size() != 1) {
            problems.add(
                    scenario.origin(),
                    path + (given.isEmpty() ? " says nobody to ring" : " has " + String.join(" and ", given))
                            + "; expected one of " + String.join(", ", KEYS));
            return null;
        }
        return switch (given.getFirst()) {
            case "stages" -> stages(path + ".stages", scenario);
            case "numbers" -> numbers(path + ".numbers", scenario);
            default -> queue(path + ".queue", scenario);
        };
    }

    private RingRule stages(String path, Fields scenario) {
        List<RingRule.Stage> stages = new ArrayList<>();
        Duration last = Duration.ZERO;
        for (YamlValue item : scenario.items("stages")) {
            String at = path + "[" + (stages.size() + 1) + "]";
            Fields stage = Fields.of(at, item, List.of("extensions", "delay"), problems);
            Duration delay = duration(stage, "delay", Duration.ZERO, "0s");
            if (!stages.isEmpty() && delay.compareTo(last) <= 0) {
                stage.complain(
                        "delay",
                        "is " + Units.text(delay) + "; expected more than the " + Units.text(last)
                                + " of the stage before it, both from the begin of the scenario");
            }
            last = delay;
            stages.add(new RingRule.Stage(extensions(at, stage, "extensions"), delay));
        }
        if (stages.isEmpty() || stages.size() > MAX_STAGES) {
            scenario.complain("stages", "has " + stages.size() + " stages; expected 1 to " + MAX_STAGES);
        }
        return new RingRule.Stages(stages);
    }

    private RingRule numbers(String path, Fields scenario) {
        List<RingRule.Number> numbers = new ArrayList<>();
        int index = 0;
        for (YamlValue item : scenario.items("numbers")) {
            index++;
            Fields number =
                    Fields.of(path + "[" + index + "]", item, List.of("extension", "delay", "duration"), problems);
            number.required("extension");
            String extension = number.parsed("extension", RingRuleReader::extension);
            Duration delay = duration(number, "delay", Duration.ZERO, "0s");
            Duration duration = duration(number, "duration", USUAL_RINGING, "1s");
            if (extension != null) {
                numbers.add(new RingRule.Number(extension, delay, duration));
            }
        }
        if (index == 0) {
            scenario.complain("numbers", "has none; expected [{extension: 101, delay: 0s, duration: 20s}]");
        }
        return new RingRule.Numbers(numbers);
    }

    private @Nullable RingRule queue(String path, Fields scenario) {
        YamlValue value = scenario.value("queue");
        if (value == null) {
            return null;
        }
        Fields queue = Fields.of(path, value, List.of("strategy", "agents", "each"), problems);
        queue.required("strategy");
        QueueStrategy strategy = queue.constant("strategy", QueueStrategy.class);
        List<String> agents = extensions(path, queue, "agents");
        Duration each = duration(queue, "each", USUAL_AGENT, "1s");
        return strategy == null ? null : new RingRule.Queue(strategy, agents, each);
    }

    private static Duration duration(Fields fields, String key, Duration usual, String least) {
        Duration duration = fields.duration(key, least, "1h");
        return duration == null ? usual : duration;
    }

    private List<String> extensions(String path, Fields fields, String key) {
        Set<String> found = new LinkedHashSet<>();
        List<YamlValue> items = fields.items(key);
        for (YamlValue item : items) {
            if (!(item instanceof YamlValue.Scalar text) || text.absent()) {
                problems.add(item.origin(), path + "." + key + " has " + item.kind() + "; expected extensions");
                continue;
            }
            try {
                if (!found.add(extension(text.text()))) {
                    problems.add(item.origin(), path + "." + key + " has " + text.text() + " twice");
                }
            } catch (IllegalArgumentException e) {
                problems.add(item.origin(), path + "." + key + ": " + e.getMessage());
            }
        }
        if (items.isEmpty()) {
            fields.complain(key, "has none; expected extensions: [101, 102]");
        }
        return List.copyOf(found);
    }

    private static String extension(String text) {
        if (!EXTENSION.matcher(text.strip()).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no extension; expected 100 to 999");
        }
        return text.strip();
    }
}
