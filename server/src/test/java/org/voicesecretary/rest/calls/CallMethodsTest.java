package org.voicesecretary.rest.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.pbx.callback.Callbacks;
import org.voicesecretary.rest.TestRest;
import org.voicesecretary.timeline.CallId;

@Tag("wire")
@Timeout(60)
class CallMethodsTest implements Callbacks {
    private final List<Object> asked = new ArrayList<>();
    private final AtomicReference<Requested> outcome =
            new AtomicReference<>(new Requested.Begun(CallId.outgoing(new SecureRandom()), TestRest.NOW));
    private TestRest rest;

    @BeforeEach
    void start(@TempDir Path directory) {
        rest = new TestRest(directory, "", r -> new CallMethods(this).routes());
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    @Override
    public Requested request(long pbxId, Callback wanted) {
        asked.add(wanted);
        return outcome.get();
    }

    @Override
    public Requested speakCode(long pbxId, SpokenCode wanted) {
        asked.add(wanted);
        return outcome.get();
    }

    @Test
    void aCallbackBeginsAndIsAnsweredAtOnce() {
        assertThat(rest.get("request/callback", Map.of("from", "100", "to", "442037691880", "predicted", "0"))
                        .body())
                .isEqualTo("{\"status\":\"success\",\"from\":\"100\",\"to\":\"442037691880\",\"time\":1772615411}");
        rest.get(
                "request/callback",
                Map.of("from", "0-1", "to", "123456101", "sip", "123456-102", "predicted", "predicted"));
        assertThat(asked)
                .containsExactly(
                        new Callback("100", "442037691880", null, false), new Callback("0-1", "101", "102", true));
    }

    @Test
    void whatCannotBeIsSaidInTheWordsOfTheProtocol() {
        outcome.set(new Requested.Refused(Why.FROM, "extension 999 does not exist"));
        TestRest.Got got = rest.get("request/callback", Map.of("from", "999", "to", "442037691880"));
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.body())
                .isEqualTo("{\"status\":\"error\",\"message\":\"Check phone's number: extension 999 does not exist\"}");
        outcome.set(new Requested.Refused(Why.NOT_ALLOWED, "calls out are off"));
        assertThat(rest.get("request/callback", Map.of("from", "100", "to", "442037691880"))
                        .status())
                .isEqualTo(403);
        outcome.set(new Requested.Refused(Why.NO_ROOM, "full"));
        assertThat(rest.get("request/callback", Map.of("from", "100", "to", "442037691880"))
                        .status())
                .isEqualTo(503);
        assertThat(rest.get("request/callback", Map.of("from", "100")).body()).contains("to: is missing");
        TestRest.Got post = rest.post("request/callback", Map.of("from", "100", "to", "442037691880"));
        assertThat(post.status()).isEqualTo(400);
        assertThat(post.body()).contains("Wrong parameters");
    }

    @Test
    void aCodeIsSpoken() {
        assertThat(rest.get(
                                "request/checknumber",
                                Map.of("caller_id", "442037691880", "to", "442037691881", "code", "0042", "lang", "fr"))
                        .body())
                .isEqualTo("{\"status\":\"success\",\"from\":\"442037691880\",\"to\":\"442037691881\",\"lang\":\"fr\","
                        + "\"time\":1772615411}");
        assertThat(asked).containsExactly(new SpokenCode("442037691880", "442037691881", "0042", "fr"));
        for (String code : List.of("x", "1".repeat(21), "")) {
            assertThat(rest.get("request/checknumber", Map.of("caller_id", "4420", "to", "4421", "code", code))
                            .status())
                    .as(code)
                    .isEqualTo(400);
        }
    }
}
