package org.voicesecretary.pbx.office;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.dial.NumberingPlan;
import org.voicesecretary.pbx.office.References.Kind;
import org.voicesecretary.pbx.office.Scenario.Target;
import org.voicesecretary.pbx.scenario.QueueStrategy;
import org.voicesecretary.pbx.scenario.RingRule;

/** Reads one item of {@code scenarios:}. */
final class ScenarioReader {
    private static final List<String> TARGETS = List.of("stages", "list", "queue", "strategy", "to");
    private static final int STAGES = 3;
    private static final int RESTRICTIONS = 20;
    private static final Duration RINGS = Duration.ofSeconds(20);

    private ScenarioReader() {}

    static @Nullable Scenario read(String path, YamlValue item, Reading reading) {
        Fields fields = reading.fields(
                path,
                item,
                "menu",
                "key",
                "title",
                "stages",
                "list",
                "queue",
                "strategy",
                "extensions",
                "each",
                "to",
                "called",
                "callers");
        fields.required("key");
        Integer menu = fields.has("menu") ? fields.parsed("menu", Notation::menu) : Integer.valueOf(0);
        Integer key = fields.parsed("key", ScenarioReader::key);
        String title = fields.parsed("title", text -> Syntax.atMost(200, text));
        Target target = target(path, item, fields, reading);
        List<String> called = numbers(fields, "called");
        List<String> callers = numbers(fields, "callers");
        if (menu == null || key == null) {
            return null;
        }
        if (fields.has("menu")) {
            reading.references().note(Kind.MENU, String.valueOf(menu), fields.origin("menu"), fields.path("menu"));
        }
        // What is wrong has been told; the scenario still counts as one that others may name.
        Target known = target == null ? new Target.Ring(new RingRule.Stages(List.of())) : target;
        return new Scenario(menu, key, title == null ? "" : title, known, called, callers);
    }

    private static int key(String text) {
        switch (text) {
            case "none" -> {
                return NumberingPlan.NO_KEY;
            }
            case "closed" -> {
                return Scenario.CLOSED;
            }
            default -> {
                int key = text.matches("\\d{1,2}") ? Integer.parseInt(text) : -1;
                if (key < 0 || key == Scenario.CLOSED || key > 30) {
                    throw new IllegalArgumentException(
                            "\"" + text + "\" is no key; expected 0 to 9, none (no key was pressed), closed (outside"
                                    + " working hours) or 11 to 30 (for scripts only)");
                }
                return key;
            }
        }
    }

    private static List<String> numbers(Fields fields, String key) {
        List<String> numbers = fields.values(key, Syntax::number);
        if (numbers.size() > RESTRICTIONS) {
            fields.complain(key, "has " + numbers.size() + " numbers; expected at most " + RESTRICTIONS);
        }
        return numbers;
    }

    private static @Nullable Target target(String path, YamlValue item, Fields fields, Reading reading) {
        List<String> written = TARGETS.stream().filter(fields::has).toList();
        if (written.size() != 1) {
            if (item instanceof YamlValue.Mapping) {
                reading.problems()
                        .add(
                                item.origin(),
                                path + " has "
                                        + (written.isEmpty() ? "none" : "several")
                                        + " of " + String.join(", ", TARGETS) + "; expected one of them");
            }
            return null;
        }
        if (!fields.has("strategy")) {
            Stream.of("extensions", "each")
                    .filter(fields::has)
                    .forEach(key -> fields.complain(key, "is for a scenario with \"strategy\""));
        }
        return switch (written.getFirst()) {
            case "stages" -> new Target.Ring(stages(fields, reading));
            case "list" -> new Target.Ring(list(fields, reading));
            case "strategy" ->
                rule(fields, "extensions", reading).map(Target.Ring::new).orElse(null);
            case "queue" -> {
                String name = reading.name(fields, "queue", Kind.QUEUE);
                yield name == null ? null : new Target.Queue(name);
            }
            default -> {
                Destination to = destination(fields, "to", reading);
                yield to == null ? null : new Target.Elsewhere(to);
            }
        };
    }

    private static RingRule stages(Fields fields, Reading reading) {
        List<RingRule.Stage> stages = new ArrayList<>();
        Duration last = Duration.ZERO;
        for (YamlValue item : fields.items("stages")) {
            Fields stage =
                    reading.fields(fields.path("stages") + "[" + (stages.size() + 1) + "]", item, "ring", "after");
            List<String> extensions = reading.extensions(stage, "ring");
            Duration after = stage.duration("after", "0s", "10m");
            Duration delay = after == null ? Duration.ZERO : after;
            if (delay.compareTo(last) < 0) {
                stage.complain("after", "is earlier than the stage before; times are from the begin of the scenario");
            }
            last = delay;
            if (extensions.isEmpty() && item instanceof YamlValue.Mapping) {
                stage.complain("ring", "nobody is named; expected {ring: [101, 102], after: 10s}");
            }
            stages.add(new RingRule.Stage(extensions, delay));
        }
        if (stages.isEmpty() || stages.size() > STAGES) {
            fields.complain("stages", "has " + stages.size() + " stages; expected 1 to " + STAGES);
        }
        return new RingRule.Stages(stages);
    }

    private static RingRule list(Fields fields, Reading reading) {
        List<RingRule.Number> numbers = new ArrayList<>();
        int index = 0;
        for (YamlValue item : fields.items("list")) {
            index++;
            Fields each =
                    reading.fields(fields.path("list") + "[" + index + "]", item, "extension", "delay", "duration");
            each.required("extension");
            String extension = reading.extension(each, "extension");
            Duration delay = each.duration("delay", "0s", "10m");
            Duration duration = each.duration("duration", "1s", "10m");
            if (extension != null) {
                numbers.add(new RingRule.Number(
                        extension, delay == null ? Duration.ZERO : delay, duration == null ? RINGS : duration));
            }
        }
        if (index == 0) {
            fields.complain("list", "is empty; expected [{extension: 101, delay: 0s, duration: 20s}]");
        }
        return new RingRule.Numbers(numbers);
    }

    /** {@code strategy} with its extensions: of a scenario, or of a queue. */
    static Optional<RingRule.Queue> rule(Fields fields, String extensions, Reading reading) {
        var strategy = fields.constant("strategy", QueueStrategy.class);
        List<String> agents = reading.extensions(fields, extensions);
        Duration each = fields.duration("each", "1s", "10m");
        if (!fields.has(extensions)
                || fields.value(extensions) instanceof YamlValue.Sequence s
                        && s.items().isEmpty()) {
            fields.complain(extensions, "nobody is named; expected " + extensions + ": [101, 102]");
        }
        boolean wrong = strategy == null && fields.has("strategy");
        return wrong
                ? Optional.empty()
                : Optional.of(new RingRule.Queue(
                        strategy == null ? QueueStrategy.RING_ALL : strategy, agents, each == null ? RINGS : each));
    }

    /** Reads {@code {voicemail: 101}}, {@code {phone: "+49…"}}, {@code {menu: 1}} or {@code {sip-uri: "sip:…"}}. */
    private static @Nullable Destination destination(Fields group, String key, Reading reading) {
        YamlValue value = Objects.requireNonNull(group.value(key), "the caller saw it");
        Fields fields = reading.fields(group.path(key), value, "voicemail", "phone", "menu", "sip-uri");
        List<Destination.Kind> kinds = Stream.of(Destination.Kind.values())
                .filter(kind -> fields.has(kind.key()))
                .toList();
        if (kinds.size() != 1) {
            if (value instanceof YamlValue.Mapping) {
                group.complain(key, "expected one of voicemail, phone, menu, sip-uri");
            }
            return null;
        }
        Destination.Kind kind = kinds.getFirst();
        Destination destination = fields.parsed(kind.key(), kind::read);
        if (destination != null) {
            reading.note(destination, fields, kind.key());
        }
        return destination;
    }
}
