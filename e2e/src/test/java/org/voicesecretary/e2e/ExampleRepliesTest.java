package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.e2e.ExampleTexts.*;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.client.HttpCall;
import org.voicesecretary.e2e.ExamplePrograms.Example;
import org.voicesecretary.e2e.ExamplePrograms.Tongue;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.Disposition;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.Signature;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.protocol.WebhookEvent.NotifyAnswer;
import org.voicesecretary.protocol.WebhookEvent.NotifyEnd;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyRecord;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;

/** Each example in each language gives the same reply to the same request. */
@Tag("e2e")
class ExampleRepliesTest {
    private static final String ID = "in_ae6b03b3b0765d127ec0b739209346bbc4f0d52d";
    private static final String CALLED = "442037691881";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static ExamplePrograms programs;

    @BeforeAll
    static void start() throws Exception {
        programs = ExamplePrograms.start();
    }

    @AfterAll
    static void stop() {
        programs.close();
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theLastThreeDigitsKeepTheirZeros(Tongue tongue) throws Exception {
        assertThat(start(tongue, Example.LAST_THREE_DIGITS, "442037691007")).isEqualTo(LAST_THREE + " | digits 007");
        assertThat(completed(tongue, Example.LAST_THREE_DIGITS)).isEqualTo(GOODBYE_REPLY);
        assertThat(start(tongue, Example.LAST_THREE_DIGITS, "0")).isEqualTo(HIDDEN);
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theDaysToABirthdayAreCountedFromTheDayOfTheCall(Tongue tongue) throws Exception {
        assertThat(start(tongue, Example.BIRTHDAY, "442037691007")).isEqualTo("popular 1 | " + ASK_BIRTHDAY);
        record Case(String today, String typed, int days) {}
        for (Case c : List.of(
                new Case("2026-11-24", "1231", 37),
                new Case("2026-11-24", "1125", 1),
                new Case("2026-11-24", "1123", 364),
                new Case("2027-03-01", "0229", 365),
                new Case("2026-03-01", "0229", 730),
                new Case("2096-03-01", "0229", 2920),
                new Case("2026-03-28", "0330", 2),
                new Case("2026-10-24", "1026", 2))) {
            assertThat(birthday(tongue, c.today, c.typed))
                    .as("%s", c)
                    .isEqualTo(DAYS_LEFT + " | number " + c.days + " | " + GOODBYE_REPLY);
        }
        assertThat(birthday(tongue, "2026-11-24", "1124")).isEqualTo(HAPPY_BIRTHDAY + " | " + GOODBYE_REPLY);
        for (String nonsense : List.of("1331", "0230", "0000", "12", "12*4", "0431")) {
            assertThat(birthday(tongue, "2026-11-24", nonsense)).as(nonsense).isEqualTo("popular 6 | " + ASK_BIRTHDAY);
        }
        assertThat(birthday(tongue, "2026-11-24", "")).isEqualTo(GOODBYE_REPLY);
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theMenuKnowsItsPlaceByTheNameOfTheInput(Tongue tongue) throws Exception {
        assertThat(start(tongue, Example.ENDLESS_MENU, "442037691007"))
                .isEqualTo("play welcome | " + menu(MAIN, "main"));
        assertThat(pressed(tongue, Example.ENDLESS_MENU, "main", "1")).isEqualTo(menu(HOURS, "hours"));
        assertThat(pressed(tongue, Example.ENDLESS_MENU, "hours", "1")).isEqualTo(menu(WEEKDAYS, "hours.weekdays"));
        assertThat(pressed(tongue, Example.ENDLESS_MENU, "hours.weekdays", "*")).isEqualTo(menu(HOURS, "hours"));
        assertThat(pressed(tongue, Example.ENDLESS_MENU, "joke", "1")).isEqualTo(menu(JOKE, "joke"));
        assertThat(pressed(tongue, Example.ENDLESS_MENU, "joke", "9")).isEqualTo("popular 6 | " + menu(JOKE, "joke"));
        assertThat(pressed(tongue, Example.ENDLESS_MENU, "main", "#")).isEqualTo("popular 6 | " + menu(MAIN, "main"));
        assertThat(pressed(tongue, Example.ENDLESS_MENU, "closed.long.ago", "1"))
                .isEqualTo(menu(HOURS, "hours"));
        assertThat(pressed(tongue, Example.ENDLESS_MENU, "toString", "1")).isEqualTo(menu(HOURS, "hours"));
        assertThat(pressed(tongue, Example.ENDLESS_MENU, "hours", "")).isEqualTo(GOODBYE_REPLY);
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theBalanceTakesThreeTries(Tongue tongue) throws Exception {
        assertThat(start(tongue, Example.BALANCE, "442037691007")).isEqualTo(WELCOME + " | " + askCustomer(1));
        assertThat(pressed(tongue, Example.BALANCE, "customer.1", "1042"))
                .isEqualTo("popular 8 | number 250.75 | euros");
        assertThat(pressed(tongue, Example.BALANCE, "customer.3", "1043"))
                .isEqualTo("popular 8 | number -12.50 | euros");
        assertThat(pressed(tongue, Example.BALANCE, "customer.2", "2001"))
                .isEqualTo("popular 8 | number 1200 | dollars");
        assertThat(pressed(tongue, Example.BALANCE, "customer.1", "0007")).isEqualTo("popular 8 | number 0 | euros");
        assertThat(completed(tongue, Example.BALANCE)).isEqualTo(GOODBYE_REPLY);
        assertThat(pressed(tongue, Example.BALANCE, "customer.1", "7")).isEqualTo(NO_CUSTOMER + " | " + askCustomer(2));
        assertThat(pressed(tongue, Example.BALANCE, "customer.2", "10420"))
                .isEqualTo(NO_CUSTOMER + " | " + askCustomer(3));
        assertThat(pressed(tongue, Example.BALANCE, "customer.3", "*")).isEqualTo(THIRD + " | " + GOODBYE_REPLY);
        assertThat(pressed(tongue, Example.BALANCE, "customer.1", "")).isEqualTo(GOODBYE_REPLY);
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void aRequestThatIsNotSignedWithTheSecretIsForbidden(Tongue tongue) throws Exception {
        var start = new NotifyStart("2026-11-24 10:11:12", ID, "442037691007", CALLED);
        for (Example example : Example.values()) {
            URI url = programs.program(tongue, example).url();
            assertThat(post(url, HttpCall.of(start, null), null).statusCode())
                    .as("unsigned")
                    .isEqualTo(403);
            assertThat(post(url, HttpCall.of(start, "another secret"), null).statusCode())
                    .as("forged")
                    .isEqualTo(403);
            assertThat(post(url, HttpCall.of(start, RunningServer.SECRET), "").statusCode())
                    .as("an empty signature")
                    .isEqualTo(403);
            assertThat(post(url, HttpCall.of(start, RunningServer.SECRET), null).statusCode())
                    .as("signed")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void aMultipartBodyIsReadOrRefusedWithTheLineToChange(Tongue tongue) throws Exception {
        var start = new NotifyStart("2026-11-24 10:11:12", ID, "442037691007", CALLED);
        URI url = programs.program(tongue, Example.LAST_THREE_DIGITS).url();
        FormBody form = FormBody.multipart(start.fields());
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", form.contentType())
                .header(
                        Signature.HEADER,
                        HttpCall.of(start, RunningServer.SECRET)
                                .header(Signature.HEADER)
                                .orElseThrow())
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes()))
                .build();

        var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

        switch (tongue) {
            case PHP, JAVA -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            case NODE, PYTHON -> {
                assertThat(answer.statusCode()).isEqualTo(415);
                assertThat(answer.body()).contains("remove \"body: multipart\" from the webhook in account.yaml");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void everyOtherEventIsTakenAndWantsNothing(Tongue tongue) throws Exception {
        for (Example example : Example.values()) {
            URI url = programs.program(tongue, example).url();
            for (WebhookEvent event : List.of(
                    new NotifyEnd(
                            "2026-11-24 10:11:12",
                            ID,
                            "442037691007",
                            CALLED,
                            null,
                            12,
                            Disposition.ANSWERED,
                            16,
                            false,
                            null),
                    new NotifyAnswer("2026-11-24 10:11:12", ID, "442037691007", "100", "100"),
                    new NotifyRecord("1439981389.2702773", ID))) {
                var answer = post(url, HttpCall.of(event, RunningServer.SECRET), null);
                assertThat(answer.statusCode())
                        .as("%s: %s", event.type(), answer.body())
                        .isEqualTo(200);
                assertThat(Replies.words(answer.body())).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void theAddressCheckIsAnsweredWithItsToken(Tongue tongue) throws Exception {
        for (Example example : Example.values()) {
            URI url = programs.program(tongue, example).url();
            var echo = HTTP.send(
                    HttpRequest.newBuilder(url.resolve("?zd_echo=Zz123")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(echo.statusCode()).isEqualTo(200);
            assertThat(echo.body()).isEqualTo("Zz123");
            var browser = HTTP.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(browser.statusCode()).as("a browser").isBetween(400, 499);
        }
    }

    private static String start(Tongue tongue, Example example, String caller) throws Exception {
        return ask(tongue, example, new NotifyStart("2026-11-24 10:11:12", ID, caller, CALLED));
    }

    private static String birthday(Tongue tongue, String today, String typed) throws Exception {
        return ask(
                tongue, Example.BIRTHDAY, ivr(today, List.of(AnnouncementKind.IVR_SAYTEXT), input("birthday", typed)));
    }

    private static String pressed(Tongue tongue, Example example, String name, String keys) throws Exception {
        return ask(tongue, example, ivr("2026-11-24", List.of(AnnouncementKind.IVR_SAYTEXT), input(name, keys)));
    }

    private static String completed(Tongue tongue, Example example) throws Exception {
        return ask(tongue, example, ivr("2026-11-24", List.of(AnnouncementKind.IVR_SAYTEXT), null));
    }

    private static WaitDtmfResult input(String name, String keys) {
        return new WaitDtmfResult(name, keys, keys.isEmpty());
    }

    private static NotifyIvr ivr(String day, List<AnnouncementKind> completed, @Nullable WaitDtmfResult input) {
        return new NotifyIvr(day + " 23:59:59", ID, "442037691007", CALLED, completed, input, false);
    }

    private static String ask(Tongue tongue, Example example, WebhookEvent event) throws Exception {
        var answer = post(programs.program(tongue, example).url(), HttpCall.of(event, RunningServer.SECRET), null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Replies.words(answer.body());
    }

    /** @param signature in place of the call's own, null for that */
    private static HttpResponse<String> post(URI url, HttpCall call, @Nullable String signature)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", call.header("Content-Type").orElseThrow())
                .POST(HttpRequest.BodyPublishers.ofByteArray(call.body()));
        if (signature != null) {
            request.header(Signature.HEADER, signature);
        } else {
            call.header(Signature.HEADER).ifPresent(own -> request.header(Signature.HEADER, own));
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
