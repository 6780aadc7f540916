package org.voicesecretary.rest.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.pbx.office.Destination;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.pbx.registrar.WebPhoneKeys;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.TestRest;

@Tag("wire")
@Timeout(60)
class OfficeMethodsTest {
    private static final String OFFICE = """
            numbers: [{number: "442037691881", extension: 100, hours: office, recording: always}, {number: "4930123456"}]
            extensions:
              - {number: 100, name: Anna, password: "first password", caller-id: "442037691881"}
              - {number: 101, name: Ben, lines: 3, forward: {to: phone, target: "+4930111", when: always}}
            hours: [{name: office, week: {mon-fri: "09:00-18:00"}}]
            conferences: [{number: 102}]
            """;

    private final Set<String> online = ConcurrentHashMap.newKeySet();
    private TestRest rest;

    @BeforeEach
    void start(@TempDir Path directory) {
        rest = new TestRest(directory, OFFICE, this::routes);
    }

    private List<Route> routes(TestRest r) {
        var extensions = new Extensions(
                r.accounts(),
                r.offices(),
                new OfficeChanges(r.accountOperations(), r.accounts(), new SecureRandom()),
                login -> List.of());
        var withPhones = new Extensions(
                r.accounts(), r.offices(), extensions.changes(), new org.voicesecretary.pbx.registrar.Devices() {
                    @Override
                    public List<org.voicesecretary.sip.registration.Binding> of(String login) {
                        return List.of();
                    }

                    @Override
                    public boolean isOnline(String login) {
                        return online.contains(login);
                    }
                });
        var keys = new WebPhoneKeys(
                login -> r.offices()
                        .offices()
                        .login(login)
                        .flatMap(found -> Optional.ofNullable(found.extension().password()))
                        .map(secret -> secret.value()),
                () -> TestRest.NOW);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new SipMethods(withPhones).routes());
        routes.addAll(new InternalMethods(withPhones).routes());
        routes.addAll(new RedirectionMethods(withPhones).routes());
        routes.addAll(new NumberMethods(withPhones, keys, "EUR", 1000).routes());
        return routes;
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    private Extension extension(String number) {
        return rest.offices()
                .offices()
                .office(123456)
                .orElseThrow()
                .extension(number)
                .orElseThrow();
    }

    private static String success(String fields) {
        return "{\"status\":\"success\"," + fields + "}";
    }

    @Test
    void extensionsAreTheSipAccounts() {
        assertThat(rest.get("sip").body())
                .isEqualTo(success("\"sips\":[{\"id\":\"100\",\"display_name\":\"Anna\",\"lines\":2},"
                        + "{\"id\":\"101\",\"display_name\":\"Ben\",\"lines\":3}],\"left\":898"));
        online.add("123456-100");
        for (String spelling : List.of("100", "123456-100", "123456100")) {
            assertThat(rest.get("sip/" + spelling + "/status").body())
                    .isEqualTo(success("\"sip\":\"100\",\"is_online\":\"true\""));
        }
        assertThat(rest.get("sip/101/status").body()).contains("\"is_online\":\"false\"");
        assertThat(rest.get("sip/999/status").status()).isEqualTo(400);
    }

    @Test
    void callerIdAndPasswordAreInForceAtOnce() {
        assertThat(rest.put("sip/callerid", Map.of("id", "100", "number", "442037691880"))
                        .body())
                .isEqualTo(success("\"sip\":\"100\",\"new_caller_id\":\"442037691880\""));
        assertThat(extension("100").callerId()).isEqualTo("442037691880");
        assertThat(rest.put("sip/100/password", Map.of("value", "another one")).body())
                .isEqualTo(success("\"sip\":\"100\""));
        assertThat(extension("100").password().value()).isEqualTo("another one");
    }

    @Test
    void whatTheFileWouldRefuseIsRefusedHereInTheSameWords() {
        TestRest.Got got = rest.put("sip/100/password", Map.of("value", "short"));
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.body())
                .isEqualTo(
                        "{\"status\":\"error\",\"message\":\"Wrong parameters: extension 100.password: the password has"
                                + " 5 characters; expected 8 to 200: whoever guesses it calls at your cost\"}");
        assertThat(extension("100").password().value()).isEqualTo("first password");
        TestRest.Got injected = rest.post(
                "sip/create", Map.of("name", "A\r\nB: c", "password", "a long password", "callerid", "442037691881"));
        assertThat(injected.status()).isEqualTo(400);
        assertThat(injected.body()).contains("control characters");
        assertThat(rest.put("sip/callerid", Map.of("id", "100", "number", "x")).status())
                .isEqualTo(400);
        assertThat(rest.put("sip/callerid", Map.of("id", "100")).body()).contains("number: is missing");
    }

    @Test
    void redirectionsAreShownSetAndSwitched() {
        String there = "{\"sip_id\":\"101\",\"status\":\"on\",\"condition\":\"always\",\"destination\":\"phone\","
                + "\"destination_value\":\"+4930111\"}";
        assertThat(rest.get("sip/redirection").body()).isEqualTo(success("\"info\":[" + there + "]"));
        assertThat(rest.get("sip/redirection", Map.of("id", "100")).body()).isEqualTo(success("\"info\":[]"));
        assertThat(rest.put("sip/redirection", Map.of("id", "101", "status", "off"))
                        .body())
                .isEqualTo(success("\"sip\":\"101\",\"current_status\":\"off\""));
        assertThat(extension("101").forward()).isNull();
        assertThat(rest.get("sip/redirection").body())
                .isEqualTo(success("\"info\":[" + there.replace("\"on\"", "\"off\"") + "]"));
        rest.put("sip/redirection", Map.of("id", "101", "status", "on"));
        assertThat(extension("101").forward().to()).isEqualTo(new Destination.Phone("4930111"));
        assertThat(rest.put("sip/redirection", Map.of("id", "100", "status", "on"))
                        .status())
                .isEqualTo(400);
        assertThat(rest.put(
                                "sip/redirection",
                                Map.of(
                                        "id",
                                        "100",
                                        "type",
                                        "phone",
                                        "number",
                                        "442037691880",
                                        "condition",
                                        "unavailable"))
                        .body())
                .isEqualTo(success("\"sip\":\"100\",\"destination\":\"442037691880\""));
        assertThat(extension("100").forward().when()).isEqualTo(Extension.Forward.When.NO_ANSWER);
    }

    @Test
    void extensionsAreMadeAtTheFirstFreeNumber() {
        assertThat(rest.post(
                                "sip/create",
                                Map.of(
                                        "name", "Cleo",
                                        "password", "a long password",
                                        "callerid", "442037691881",
                                        "redirect_to_phone", "4930222"))
                        .body())
                .isEqualTo(success("\"sip\":\"103\""));
        assertThat(extension("103").name()).isEqualTo("Cleo");
        assertThat(extension("103").forward().to()).isEqualTo(new Destination.Phone("4930222"));
        assertThat(rest.post("pbx/internal/create", Map.of("start_number", "any", "quantity", "2"))
                        .body())
                .isEqualTo(success("\"numbers\":[104,105]"));
        TestRest.Got got = rest.post(
                "pbx/internal/create", Map.of("start_number", "999", "quantity", "1", "return_password", "true"));
        assertThat(got.body())
                .matches("\\Q{\"status\":\"success\",\"numbers\":[{\"number\":999,\"password\":\"\\E\\w{16}\"}]}");
        assertThat(rest.post("pbx/internal/create", Map.of("start_number", "999", "quantity", "1"))
                        .status())
                .isEqualTo(400);
        for (String quantity : List.of("0", "101", "x", "-1")) {
            assertThat(rest.post("pbx/internal/create", Map.of("start_number", "any", "quantity", quantity))
                            .status())
                    .as(quantity)
                    .isEqualTo(400);
        }
        assertThat(rest.get("pbx/internal").body())
                .isEqualTo(success("\"pbx_id\":123456,\"numbers\":[100,101,103,104,105,999]"));
    }

    @Test
    void anExtensionIsShownWithTheTypesOfTheProtocol() {
        assertThat(rest.get("pbx/internal/100/status").body())
                .isEqualTo(success("\"pbx_id\":123456,\"number\":100,\"is_online\":\"false\""));
        assertThat(rest.get("pbx/internal/101/info").body())
                .isEqualTo(success("\"pbx_id\":123456,\"number\":101,\"name\":\"Ben\",\"caller_id\":\"\","
                        + "\"caller_id_app_change\":\"false\",\"caller_id_by_direction\":\"false\",\"lines\":\"3\","
                        + "\"ip_restriction\":\"false\",\"record_store\":\"false\",\"record_email\":\"false\","
                        + "\"supervisor_status\":0"));
        assertThat(rest.get("pbx/internal/100/password").body())
                .isEqualTo(success(
                        "\"pbx_id\":123456,\"number\":100,\"sip\":\"123456-100\",\"password\":\"first password\""));
        assertThat(rest.put("pbx/internal/100/password", Map.of("value", "the second one"))
                        .body())
                .isEqualTo(success("\"pbx_id\":123456,\"number\":100"));
        assertThat(extension("100").password().value()).isEqualTo("the second one");
    }

    @Test
    void recordingIsSwitched() {
        assertThat(rest.put("pbx/internal/recording", Map.of("id", "100", "status", "on", "speech_recognition", "all"))
                        .body())
                .isEqualTo(success(
                        "\"internal_number\":100,\"recording\":\"on\",\"email\":\"\",\"speech_recognition\":\"off\""));
        assertThat(extension("100").recording()).isEqualTo(Extension.Recording.ALWAYS);
        assertThat(rest.get("pbx/internal/100/info").body()).contains("\"record_store\":\"Without recognition\"");
        assertThat(rest.put("pbx/internal/recording", Map.of("id", "100", "status", "off_email"))
                        .body())
                .contains("\"recording\":\"on\"");
        assertThat(rest.put("pbx/internal/recording", Map.of("id", "100", "status", "off"))
                        .body())
                .contains("\"recording\":\"off\"");
        assertThat(rest.put("pbx/internal/recording", Map.of("id", "100", "status", "on_email"))
                        .status())
                .isEqualTo(400);
        assertThat(rest.put("pbx/internal/100/edit", Map.of("supervisor_status", "0"))
                        .status())
                .isEqualTo(200);
        assertThat(rest.put("pbx/internal/100/edit", Map.of("supervisor_status", "1"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void officeRedirectionsAreSetWithoutAStatusAsClientsDo() {
        assertThat(rest.get("pbx/redirection", Map.of("pbx_number", "100")).body())
                .isEqualTo(success("\"current_status\":\"off\",\"pbx_id\":\"123456\",\"pbx_name\":\"100\""));
        assertThat(rest.post(
                                "pbx/redirection",
                                Map.of(
                                        "pbx_number", "100",
                                        "type", "voicemail",
                                        "condition", "always",
                                        "destination", "a.b+c@example.com",
                                        "voicemail_greeting", "standart"))
                        .body())
                .isEqualTo(
                        success(
                                "\"current_status\":\"on\",\"pbx_id\":\"123456\",\"pbx_name\":\"100\",\"type\":\"voicemail\","
                                        + "\"destination\":\"a.b+c@example.com\",\"condition\":\"always\",\"voicemail_greeting\":\"standart\""));
        assertThat(extension("100").voicemail().emails()).containsExactly("a.b+c@example.com");
        assertThat(extension("100").forward().to()).isEqualTo(new Destination.Voicemail("100"));
        assertThat(rest.post(
                                "pbx/redirection",
                                Map.of(
                                        "pbx_number", "100",
                                        "type", "phone",
                                        "condition", "noanswer",
                                        "destination", "442037691880",
                                        "set_caller_id", "off"))
                        .body())
                .isEqualTo(
                        success(
                                "\"current_status\":\"on\",\"pbx_id\":\"123456\",\"pbx_name\":\"100\",\"type\":\"phone\","
                                        + "\"destination\":\"442037691880\",\"condition\":\"noanswer\",\"set_caller_id\":\"off\""));
        assertThat(rest.post("pbx/redirection", Map.of("pbx_number", "100", "status", "off"))
                        .body())
                .isEqualTo(success("\"current_status\":\"off\",\"pbx_id\":\"123456\",\"pbx_name\":\"100\""));
        assertThat(extension("100").forward()).isNull();
        assertThat(rest.post("pbx/redirection", Map.of("pbx_number", "100", "status", "on"))
                        .body())
                .contains("\"destination\":\"442037691880\"");
        for (Map<String, String> wrong : List.of(
                Map.of("type", "menu", "destination", "7", "condition", "always"),
                Map.of("type", "menu", "destination", "0-1", "condition", "always"),
                Map.of("type", "sip", "destination", "101", "condition", "always"),
                Map.of("type", "sip_uri", "destination", "nonsense", "condition", "always"),
                Map.of("type", "phone", "destination", "+493012", "condition", "never"),
                Map.of("type", "phone", "destination", "+493012"),
                Map.of("type", "voicemail", "destination", "nobody", "condition", "always"),
                Map.of(
                        "type",
                        "voicemail",
                        "destination",
                        "a@b.example",
                        "condition",
                        "always",
                        "voicemail_greeting",
                        "own"))) {
            var parameters = new java.util.HashMap<>(wrong);
            parameters.put("pbx_number", "101");
            TestRest.Got got = rest.post("pbx/redirection", parameters);
            assertThat(got.status()).as("%s: %s", wrong, got.body()).isEqualTo(400);
        }
    }

    @Test
    void aGreetingIsSentAlong() {
        Map<String, String> parameters = Map.of(
                "pbx_number", "100",
                "type", "voicemail",
                "condition", "noanswer",
                "destination", "anna@example.com",
                "voicemail_greeting", "own");
        byte[] sound = "RIFF, or so".getBytes(StandardCharsets.US_ASCII);
        assertThat(rest.upload("pbx/redirection", parameters, "greeting_file", "../hello.wav", sound)
                        .body())
                .contains("\"voicemail_greeting\":\"own\"");
        assertThat(extension("100").voicemail().sound()).isEqualTo("greeting-100");
        assertThat(rest.accounts().snapshot().sound(123456, "greeting-100")).isPresent();
        assertThat(rest.upload("pbx/redirection", parameters, "greeting_file", "hello.exe", sound)
                        .status())
                .isEqualTo(400);
        assertThat(rest.upload("pbx/redirection", parameters, "greeting_file", "a.wav", new byte[5_000_001])
                        .status())
                .isEqualTo(400);
        assertThat(rest.upload("pbx/redirection", parameters, "greeting_file", "a.wav", new byte[5_100_000])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void numbersAreShownAndLedToExtensions() {
        assertThat(rest.get("direct_numbers").body())
                .startsWith(success(
                                "\"info\":[{\"number\":\"442037691881\",\"status\":\"on\",\"country\":\"United Kingdom\","
                                        + "\"description\":\"extension 100\",\"number_name\":null,\"sip\":\"100\",\"sip_name\":null,"
                                        + "\"start_date\":\"1970-01-01 00:00:00\",\"stop_date\":\"2099-12-31 23:59:59\",\"monthly_fee\":0,"
                                        + "\"currency\":\"EUR\",\"channels\":1000,\"minutes\":0,\"autorenew\":\"true\",\"is_on_test\":\"false\","
                                        + "\"type\":\"common\"},")
                        .replaceFirst("}$", ""));
        assertThat(rest.put("direct_numbers/set_sip_id", Map.of("number", "+442037691881", "sip_id", "101"))
                        .body())
                .isEqualTo(success("\"number\":\"442037691881\",\"sip_id\":\"101\""));
        var office =
                rest.accounts().snapshot().number("442037691881").orElseThrow().office();
        assertThat(office.own()).isEqualTo("101");
        assertThat(office.hours()).isEqualTo("office");
        assertThat(rest.get("direct_numbers/number", Map.of("number", "442037691881"))
                        .body())
                .contains("\"sip\":\"101\"", "\"receive_sms\":null");
        assertThat(rest.get("direct_numbers/number", Map.of("number", "441")).status())
                .isEqualTo(400);
    }

    @Test
    void aBrowserGetsAKeyThatProvesItself() {
        TestRest.Got got = rest.get("webrtc/get_key", Map.of("sip", "123456-100"));
        assertThat(got.body()).matches("\\{\"status\":\"success\",\"key\":\"123456-100\\.\\d+\\.[0-9a-f]{64}\"}");
        assertThat(rest.get("webrtc/get_key", Map.of("sip", "101")).status()).isEqualTo(400);
    }
}
