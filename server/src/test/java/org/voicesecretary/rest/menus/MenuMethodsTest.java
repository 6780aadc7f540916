package org.voicesecretary.rest.menus;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.pbx.office.Scenario;
import org.voicesecretary.pbx.scenario.QueueStrategy;
import org.voicesecretary.pbx.scenario.RingRule;
import org.voicesecretary.protocol.RestSignature;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.TestRest;

@Tag("wire")
@Timeout(60)
class MenuMethodsTest {
    private static final String OFFICE = """
            extensions: [{number: 101}, {number: 102}, {number: 103}]
            numbers: [{number: "442037691881", scenario: 0-1}]
            menus:
              - {id: 0, title: Main, greeting: {text: "For sales, press 1."}, wait: 5s, hours: office}
              - {id: 3, title: Night}
            hours: [{name: office, week: {mon-fri: "09:00-18:00"}, lunch: "12:00-13:00"}]
            queues: [{name: support, agents: [102, 103]}]
            scenarios:
              - {menu: 0, key: 1, title: Sales, stages: [{ring: [101, 102], after: 0s}, {ring: [103], after: 15s}]}
              - {menu: 0, key: 2, title: Shift, list: [{extension: 102, delay: 5s}, {extension: 101}, {extension: 103, delay: 5s}]}
              - {menu: 0, key: 3, title: Support, queue: support}
              - {menu: 0, key: none, strategy: random, extensions: [103]}
              - {menu: 0, key: 1, title: For Anna, stages: [{ring: [101]}], callers: ["4930123456"]}
              - {menu: 3, key: closed, to: {phone: "+4930123456"}}
            """;

    private TestRest rest;

    @BeforeEach
    void start(@TempDir Path directory) {
        rest = new TestRest(directory, OFFICE, MenuMethodsTest::routes);
    }

    private static List<Route> routes(TestRest r) {
        var changes = new OfficeChanges(r.accountOperations(), r.accounts(), new SecureRandom());
        List<Route> routes = new ArrayList<>(new MenuMethods(r.offices(), changes).routes());
        routes.addAll(new ScenarioMethods(changes).routes());
        return routes;
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    private Office office() {
        return rest.offices().offices().office(123456).orElseThrow();
    }

    private Scenario scenario(int menu, int key) {
        return office().scenario(menu, key, "", "").orElseThrow();
    }

    private static String day(String name, boolean active) {
        return "{\"day\":\"" + name + "\",\"is_active\":" + active
                + (active ? ",\"begin\":{\"hour\":9,\"minute\":0},\"end\":{\"hour\":18,\"minute\":0}" : "") + "}";
    }

    @Test
    void menusAreListedWithTheirHours() {
        assertThat(rest.get("pbx/ivr").body())
                .isEqualTo("{\"status\":\"success\",\"pbx_id\":123456,\"ivrs\":[{\"menu_id\":\"0\",\"title\":\"Main\","
                        + "\"type\":\"readtext\",\"status\":\"on\",\"waitexten\":5,\"auto_responder\":{\"status\":\"on\","
                        + "\"waitexten\":1,\"working_days\":["
                        + String.join(
                                ",",
                                day("mon", true),
                                day("tue", true),
                                day("wed", true),
                                day("thu", true),
                                day("fri", true),
                                day("sat", false),
                                day("sun", false))
                        + "]},\"dinner_status\":\"on\",\"dinner_time\":{\"begin\":{\"hour\":12,\"minute\":0},"
                        + "\"end\":{\"hour\":13,\"minute\":0}}},{\"menu_id\":\"3\",\"title\":\"Night\",\"type\":\"readtext\","
                        + "\"status\":\"off\",\"waitexten\":5,\"auto_responder\":{\"status\":\"off\",\"waitexten\":1},"
                        + "\"dinner_status\":\"off\"}]}");
    }

    @Test
    void menusAreMadeAndDeletedWithTheirScenarios() {
        assertThat(rest.post("pbx/ivr/create", Map.of("buy", "false")).body())
                .isEqualTo("{\"status\":\"success\",\"menu_id\":1}");
        assertThat(rest.post("pbx/ivr/create", Map.of()).body()).contains("\"menu_id\":2");
        assertThat(rest.post("pbx/ivr/create", Map.of()).body()).contains("\"menu_id\":4");
        assertThat(office().menu(4).orElseThrow().title()).isEqualTo("Menu 4");

        assertThat(rest.delete("pbx/ivr/delete", Map.of("menu_id", "3")).body()).isEqualTo("{\"status\":\"success\"}");
        assertThat(office().menu(3)).isEmpty();
        assertThat(office().scenarios()).noneMatch(each -> each.menu() == 3);
        assertThat(rest.delete("pbx/ivr/delete", Map.of("menu_id", "3")).status())
                .isEqualTo(404);
        assertThat(rest.delete("pbx/ivr/delete", Map.of("menu_id", "0")).status())
                .isEqualTo(400);
        assertThat(rest.delete("pbx/ivr/delete", Map.of()).body()).contains("menu_id: is missing");
    }

    private static String shown(int id, String title, int button, String first, String second, int secondDelay) {
        return "{\"id\":\"" + id + "\",\"title\":\"" + title + "\",\"push_button\":" + button + ",\"first_sips\":["
                + first
                + "],\"second_sips\":[" + second + "],\"second_sips_delay\":" + secondDelay
                + ",\"third_sips\":[],\"third_sips_delay\":20}";
    }

    @Test
    void scenariosAreListedAsStages() {
        assertThat(rest.get("pbx/ivr/scenario", Map.of("menu_id", "0")).body())
                .isEqualTo("{\"status\":\"success\",\"scenarios\":["
                        + String.join(
                                ",",
                                shown(201, "Sales", 1, "\"101\",\"102\"", "\"103\"", 15),
                                shown(301, "Shift", 2, "\"101\"", "\"102\",\"103\"", 5),
                                shown(401, "Support", 3, "\"102\",\"103\"", "", 10),
                                shown(1, "", -1, "\"103\"", "", 10),
                                shown(202, "For Anna", 1, "\"101\"", "", 10))
                        + "]}");
        assertThat(rest.get("pbx/ivr/scenario", Map.of("menu_id", "3")).body())
                .contains("\"id\":\"31101\"", "\"push_button\":10", "\"first_sips\":[]");
        assertThat(rest.get("pbx/ivr/scenario").status()).isEqualTo(400);
    }

    @Test
    void aScenarioIsMadeForAKeyAndForSomeCalls() {
        assertThat(rest.post(
                                "pbx/ivr/scenario/create",
                                Map.of("push_button", "4", "title", "Both", "extension", "101 103", "menu_id", "0"))
                        .body())
                .isEqualTo("{\"status\":\"success\",\"menu_id\":0,\"scenario_id\":501}");
        assertThat(scenario(0, 4).target())
                .isEqualTo(new Scenario.Target.Ring(
                        new RingRule.Stages(List.of(new RingRule.Stage(List.of("101", "103"), Duration.ZERO)))));
        assertThat(rest.post(
                                "pbx/ivr/scenario/create",
                                Map.of(
                                        "push_button",
                                        "4",
                                        "title",
                                        "Some",
                                        "extension",
                                        "102",
                                        "menu_id",
                                        "0",
                                        "trigger_from_clid_numbers",
                                        "+4930111 4930222"))
                        .body())
                .contains("\"scenario_id\":502");
        assertThat(office().scenarios().getLast().callers()).containsExactly("4930111", "4930222");
    }

    @Test
    void whatCannotBeAScenarioIsRefused() {
        Map<String, String> good = Map.of("push_button", "4", "title", "T", "extension", "101", "menu_id", "0");
        refused(good, "extension", "fax", "there is no fax here");
        refused(good, "extension", "99", "expected extensions");
        refused(good, "extension", "777", "there is no extension");
        refused(good, "menu_id", "7", "there is no menu");
        refused(good, "push_button", "31", "expected a whole number");
        refused(good, "push_button", "1", "has a scenario for 1 and these calls already");
        assertThat(office().scenarios()).hasSize(6);
    }

    private void refused(Map<String, String> good, String name, String value, String reason) {
        Map<String, String> wrong = new java.util.HashMap<>(good);
        wrong.put(name, value);
        TestRest.Got got = rest.post("pbx/ivr/scenario/create", wrong);
        assertThat(got.status()).as(name + "=" + value).isEqualTo(400);
        assertThat(got.body()).contains(reason);
    }

    private TestRest.Got edit(String json) {
        String path = "/v1/pbx/ivr/scenario/edit/";
        return rest.send(HttpRequest.newBuilder(rest.uri(path))
                .header("Authorization", RestSignature.authorization(TestRest.KEY, TestRest.SECRET, path, Map.of()))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    @Test
    void aScenarioIsChangedByAJsonDocument() {
        assertThat(edit("""
                        {"id": "201", "title": "New", "queue_strategy": "off", "queue_announce_position": 0,
                         "numbers": [{"number": 101, "delay": 0, "duration": 20}, {"number": "102", "delay": 20, "duration": 15}]}
                        """).body()).isEqualTo("{\"status\":\"success\"}");
        Scenario changed = scenario(0, 1);
        assertThat(changed.title()).isEqualTo("New");
        assertThat(changed.target())
                .isEqualTo(new Scenario.Target.Ring(new RingRule.Numbers(List.of(
                        new RingRule.Number("101", Duration.ZERO, Duration.ofSeconds(20)),
                        new RingRule.Number("102", Duration.ofSeconds(20), Duration.ofSeconds(15))))));

        edit("{\"id\": 201, \"queue_strategy\": \"fewestcalls\"}");
        assertThat(scenario(0, 1).target())
                .isEqualTo(new Scenario.Target.Ring(
                        new RingRule.Queue(QueueStrategy.FEWEST_CALLS, List.of("101", "102"), Duration.ofSeconds(20))));
        edit("{\"id\": \"201\", \"title\": \"Only the title\"}");
        assertThat(scenario(0, 1).target())
                .isInstanceOfSatisfying(
                        Scenario.Target.Ring.class,
                        ring -> assertThat(ring.rule()).isInstanceOf(RingRule.Queue.class));
    }

    @Test
    void aScenarioIsChangedByAFormToo() {
        assertThat(rest.put(
                                "pbx/ivr/scenario/edit",
                                Map.of(
                                        "id",
                                        "1",
                                        "title",
                                        "Form",
                                        "numbers[0][number]",
                                        "101",
                                        "numbers[0][delay]",
                                        "3"))
                        .status())
                .isEqualTo(200);
        assertThat(scenario(0, -1).target())
                .isEqualTo(new Scenario.Target.Ring(new RingRule.Numbers(
                        List.of(new RingRule.Number("101", Duration.ofSeconds(3), Duration.ofSeconds(20))))));
    }

    @Test
    void anEditThatCannotBeChangesNothing() {
        assertThat(edit("not json").body()).contains("the body is no JSON");
        assertThat(edit("[]").status()).isEqualTo(400);
        assertThat(edit("{\"id\": \"999\"}").status()).isEqualTo(404);
        assertThat(edit("{\"id\": \"201\", \"queue_strategy\": \"loudest\"}").body())
                .contains("expected off, random");
        assertThat(edit("{\"id\": \"201\", \"queue_announce_position\": 1}").status())
                .isEqualTo(400);
        assertThat(edit("{\"id\": \"201\", \"numbers\": [{\"number\": 777}]}").body())
                .contains("there is no extension");
        assertThat(edit("{\"id\": \"201\", \"numbers\": [{\"number\": 101, \"delay\": \"soon\"}]}")
                        .status())
                .isEqualTo(400);
        assertThat(scenario(0, 1).title()).isEqualTo("Sales");
    }

    @Test
    void aScenarioIsDeleted() {
        assertThat(rest.delete("pbx/ivr/scenario/delete", Map.of("scenario_id", "401"))
                        .body())
                .isEqualTo("{\"status\":\"success\"}");
        assertThat(office().scenario(0, 3, "", "")).isEmpty();
        assertThat(rest.delete("pbx/ivr/scenario/delete", Map.of("scenario_id", "401"))
                        .status())
                .isEqualTo(404);
    }
}
