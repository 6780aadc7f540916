package org.voicesecretary.rest.menus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.voicesecretary.account.Document;
import org.voicesecretary.config.Units;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.Parameters;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;
import org.voicesecretary.rest.menus.ScenarioNumbers.Numbered;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code pbx/ivr/scenario}: what the keys of menus do. */
public final class ScenarioMethods {
    private static final String SECTION = ScenarioNumbers.SECTION;
    private static final int HIGHEST_BUTTON = 30;
    private static final int SECOND_STAGE_S = 10;
    private static final int THIRD_STAGE_S = 20;
    private static final int RINGS_S = 20;
    private static final List<String> TARGETS =
            List.of("stages", "list", "queue", "strategy", "extensions", "each", "to");
    private static final Map<String, String> STRATEGIES = Map.of(
            "random", "random",
            "roundrobin", "round-robin",
            "leastrecent", "least-recent",
            "rrmemory", "round-robin",
            "fewestcalls", "fewest-calls");

    private final OfficeChanges changes;
    private final JsonMapper json = JsonMapper.builder().build();

    public ScenarioMethods(OfficeChanges changes) {
        this.changes = changes;
    }

    public List<Route> routes() {
        return List.of(
                Route.read(
                        "pbx/ivr/scenario",
                        "menu_id*; up to three stages are shown, of a queue its agents",
                        ScenarioMethods::list),
                Route.write(
                        Verb.POST,
                        "pbx/ivr/scenario/create",
                        "push_button* (-1 to 30), title*, extension* (several with spaces; no fax here), menu_id*, trigger_to_did_ext_lines, trigger_from_clid_numbers (several with spaces)",
                        this::create),
                Route.write(
                        Verb.PUT,
                        "pbx/ivr/scenario/edit",
                        "a JSON document, or a form with the same names: id*, title, queue_strategy (off, random, roundrobin, leastrecent, rrmemory = roundrobin, fewestcalls), queue_announce_position (0; only `queues` announce), numbers (number, delay, duration)",
                        this::edit),
                Route.write(
                        Verb.DELETE,
                        "pbx/ivr/scenario/delete",
                        "scenario_id*; refused while something leads there",
                        this::delete));
    }

    private static Answer list(RestCall call) throws RestFault {
        long menu = call.parameters().whole("menu_id", 0, 999, -1);
        if (menu < 0) {
            throw RestFault.wrong("menu_id", "is missing");
        }
        return Answer.empty()
                .groups(
                        "scenarios",
                        ScenarioNumbers.all(call.data()).stream()
                                .filter(each -> each.menu() == menu)
                                .map(each -> shown(each, call))
                                .toList());
    }

    private static Answer shown(Numbered scenario, RestCall call) {
        List<Stage> stages = stages(scenario.document(), call);
        Stage second = stages.size() > 1 ? stages.get(1) : new Stage(List.of(), SECOND_STAGE_S);
        Stage third = stages.size() > 2 ? stages.get(2) : new Stage(List.of(), THIRD_STAGE_S);
        return Answer.empty()
                .text("id", String.valueOf(scenario.number()))
                .text("title", scenario.document().text("title").orElse(""))
                .whole("push_button", scenario.button())
                .texts(
                        "first_sips",
                        stages.isEmpty() ? List.of() : stages.getFirst().extensions())
                .texts("second_sips", second.extensions())
                .whole("second_sips_delay", second.delaySeconds())
                .texts("third_sips", third.extensions())
                .whole("third_sips_delay", third.delaySeconds());
    }

    private record Stage(List<String> extensions, long delaySeconds) {}

    /** However a scenario rings, as far as stages can say it. */
    private static List<Stage> stages(Document scenario, RestCall call) {
        List<Stage> stages = new ArrayList<>();
        for (Document stage : scenario.groups("stages")) {
            stages.add(new Stage(stage.texts("ring"), seconds(stage, "after")));
        }
        for (Document each : scenario.groups("list")) {
            long delay = seconds(each, "delay");
            String extension = each.text("extension").orElse("");
            int place = 0;
            while (place < stages.size() && stages.get(place).delaySeconds() < delay) {
                place++;
            }
            if (place < stages.size() && stages.get(place).delaySeconds() == delay) {
                List<String> together = new ArrayList<>(stages.get(place).extensions());
                together.add(extension);
                stages.set(place, new Stage(List.copyOf(together), delay));
            } else {
                stages.add(place, new Stage(List.of(extension), delay));
            }
        }
        List<String> agents = scenario.text("queue")
                .flatMap(name -> call.data().document("queues", name))
                .map(queue -> queue.texts("agents"))
                .orElseGet(() -> scenario.texts("extensions"));
        if (!agents.isEmpty()) {
            stages.add(new Stage(agents, 0));
        }
        return stages;
    }

    private static long seconds(Document document, String key) {
        return document.text(key).map(text -> Units.duration(text).toSeconds()).orElse(0L);
    }

    private Answer create(RestCall call) throws RestFault {
        Parameters parameters = call.parameters();
        int button = (int) parameters.whole("push_button", ScenarioNumbers.NO_KEY, HIGHEST_BUTTON, Integer.MIN_VALUE);
        if (button == Integer.MIN_VALUE) {
            throw RestFault.wrong("push_button", "is missing");
        }
        String title = parameters.required("title");
        String extension = parameters.required("extension");
        if (!extension.matches("\\d{3}( +\\d{3})*")) {
            throw RestFault.wrong(
                    "extension",
                    extension.equals("fax")
                            ? "there is no fax here"
                            : "expected extensions with spaces between them, not \"" + extension + "\"");
        }
        int menu = (int) parameters.whole("menu_id", 0, 999, -1);
        if (menu < 0) {
            throw RestFault.wrong("menu_id", "is missing");
        }
        Document scenario = new Document()
                .set("menu", String.valueOf(menu))
                .set("key", ScenarioNumbers.key(button))
                .set("title", title)
                .groups(
                        "stages",
                        List.of(new Document().set("ring", words(extension)).set("after", "0s")));
        parameters.filled("trigger_to_did_ext_lines").ifPresent(called -> scenario.set("called", words(called)));
        parameters.filled("trigger_from_clid_numbers").ifPresent(callers -> scenario.set("callers", words(callers)));
        var number = new AtomicInteger();
        changes.change(call.pbxId(), edit -> {
            List<Numbered> before = ScenarioNumbers.all(edit.data());
            edit.put(SECTION, "scenario " + menu + "-" + ScenarioNumbers.key(button), scenario);
            List<Numbered> after = ScenarioNumbers.all(edit.data());
            if (after.size() == before.size()) {
                edit.complain(
                        "push_button",
                        "menu " + menu + " has a scenario for " + button
                                + " and these calls already; edit or delete that one");
            }
            after.stream()
                    .filter(each -> each.menu() == menu && each.button() == button)
                    .reduce((first, second) -> second)
                    .ifPresent(last -> number.set(last.number()));
        });
        return Answer.empty().whole("menu_id", menu).whole("scenario_id", number.get());
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split("[ ,;]+"));
    }

    /** What an edit may say; each part is left alone where it is not said. */
    private record Wishes(
            String id,
            Optional<String> title,
            Optional<String> strategy,
            long announcePosition,
            List<Document> numbers) {}

    private Answer edit(RestCall call) throws RestFault {
        Wishes wishes = call.body().length > 0 ? wishes(call.body()) : wishes(call.parameters());
        String strategy = wishes.strategy().orElse("");
        if (!strategy.isEmpty() && !strategy.equals("off") && !STRATEGIES.containsKey(strategy)) {
            throw RestFault.wrong(
                    "queue_strategy",
                    "expected off, random, roundrobin, leastrecent, rrmemory or fewestcalls, not \"" + strategy + "\"");
        }
        if (wishes.announcePosition() != 0) {
            throw RestFault.wrong(
                    "queue_announce_position", "only queues of account.yaml announce positions; expected 0");
        }
        Numbered scenario = ScenarioNumbers.find(call.data(), wishes.id())
                .orElseThrow(() -> RestFault.unknown("scenario " + wishes.id()));
        changes.change(
                call.pbxId(),
                edit -> edit.item(SECTION, scenario.key()).ifPresent(document -> {
                    wishes.title().ifPresent(title -> document.set("title", title));
                    ring(document, wishes);
                    edit.put(SECTION, "scenario " + wishes.id(), document);
                }));
        return Answer.empty();
    }

    private static void ring(Document scenario, Wishes wishes) {
        boolean queued = wishes.strategy().filter(word -> !word.equals("off")).isPresent();
        List<Document> numbers = wishes.numbers().isEmpty() ? rung(scenario) : wishes.numbers();
        if (wishes.numbers().isEmpty() && wishes.strategy().isEmpty() || numbers.isEmpty()) {
            return;
        }
        TARGETS.forEach(scenario::remove);
        if (!queued) {
            scenario.groups("list", numbers);
            return;
        }
        scenario.set("strategy", STRATEGIES.getOrDefault(wishes.strategy().orElse(""), "random"))
                .set(
                        "extensions",
                        numbers.stream()
                                .map(number -> number.text("extension").orElse(""))
                                .distinct()
                                .toList())
                .set("each", numbers.getFirst().text("duration").orElse(RINGS_S + "s"));
    }

    /** Whom a scenario rings as it is, as items of a list. */
    private static List<Document> rung(Document scenario) {
        if (scenario.has("list")) {
            return scenario.groups("list");
        }
        List<Document> numbers = new ArrayList<>();
        for (Document stage : scenario.groups("stages")) {
            for (String extension : stage.texts("ring")) {
                numbers.add(new Document()
                        .set("extension", extension)
                        .set("delay", stage.text("after").orElse("0s")));
            }
        }
        for (String extension : scenario.texts("extensions")) {
            numbers.add(new Document()
                    .set("extension", extension)
                    .set("duration", scenario.text("each").orElse(RINGS_S + "s")));
        }
        return numbers;
    }

    private Wishes wishes(byte[] body) throws RestFault {
        JsonNode root;
        try {
            root = json.readTree(body);
        } catch (JacksonException e) {
            throw new RestFault(400, "Wrong parameters: the body is no JSON: " + e.getOriginalMessage());
        }
        if (!root.isObject() || !root.path("id").isValueNode()) {
            throw RestFault.wrong("id", "is missing; expected {\"id\": \"201\", …}");
        }
        List<Document> numbers = new ArrayList<>();
        for (JsonNode each : root.path("numbers")) {
            numbers.add(number(text(each, "number").orElse(""), text(each, "delay"), text(each, "duration")));
        }
        return new Wishes(
                text(root, "id").orElse(""),
                text(root, "title"),
                text(root, "queue_strategy"),
                root.path("queue_announce_position").asLong(0),
                numbers);
    }

    private static Optional<String> text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static Wishes wishes(Parameters parameters) throws RestFault {
        List<Document> numbers = new ArrayList<>();
        for (int i = 0; parameters.filled("numbers[" + i + "][number]").isPresent(); i++) {
            String at = "numbers[" + i + "]";
            numbers.add(number(
                    parameters.filled(at + "[number]").orElse(""),
                    parameters.filled(at + "[delay]"),
                    parameters.filled(at + "[duration]")));
        }
        return new Wishes(
                parameters.required("id"),
                parameters.text("title"),
                parameters.filled("queue_strategy"),
                parameters.whole("queue_announce_position", 0, Integer.MAX_VALUE, 0),
                numbers);
    }

    /** Seconds are checked where account.yaml is read. */
    private static Document number(String extension, Optional<String> delay, Optional<String> duration)
            throws RestFault {
        if (!extension.matches("\\d{3}")) {
            throw RestFault.wrong("numbers", "\"" + extension + "\" is no extension");
        }
        return new Document()
                .set("extension", extension)
                .set("delay", delay.orElse("0") + "s")
                .set("duration", duration.orElse(String.valueOf(RINGS_S)) + "s");
    }

    private Answer delete(RestCall call) throws RestFault {
        String number = call.parameters().required("scenario_id");
        Numbered scenario =
                ScenarioNumbers.find(call.data(), number).orElseThrow(() -> RestFault.unknown("scenario " + number));
        changes.change(call.pbxId(), edit -> edit.remove(SECTION, scenario.key()));
        return Answer.empty();
    }
}
