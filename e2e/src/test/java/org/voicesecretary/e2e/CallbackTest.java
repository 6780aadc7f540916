package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.e2e.TelephoneOffice.SOON;
import static org.voicesecretary.e2e.TelephoneOffice.hears;
import static org.voicesecretary.e2e.TelephoneOffice.toneOf;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.client.RestClient;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookRequest;

/** A program asks for calls: one telephone rings, then the other. */
@Tag("e2e")
@Timeout(120)
class CallbackTest {
    @TempDir
    Path directory;

    private TelephoneOffice office;
    private RestClient api;

    @BeforeEach
    void open() throws Exception {
        office = new TelephoneOffice(directory, "");
        api = new RestClient(
                URI.create("http://127.0.0.1:" + office.server.assembly().httpPort()),
                RunningServer.KEY,
                RunningServer.SECRET);
    }

    @AfterEach
    void close() {
        api.close();
        office.close();
    }

    private List<String> toldToTheEnd() throws InterruptedException {
        Eventually.get(
                "NOTIFY_OUT_END",
                SOON,
                () -> office.script.requests(EventType.NOTIFY_OUT_END).stream().findFirst());
        return office.script.requests().stream()
                .map(request -> request.field("event"))
                .toList();
    }

    @Test
    void theFirstPartyRingsThenTheSecondAndTheyHearEachOther() throws Exception {
        TestPhone annsPhone = office.telephone("101");
        TestPhone bobsPhone = office.telephone("102");
        api.calls().callback("101", "102");

        PhoneCall ann = office.pickUp(annsPhone, "101");
        PhoneCall bob = office.pickUp(bobsPhone, "102");
        assertThat(hears(ann, toneOf("102"))).as("Ann hears Bob").isTrue();
        assertThat(hears(bob, toneOf("101"))).as("Bob hears Ann").isTrue();
        ann.hangUp();
        assertThat(bob.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);

        assertThat(toldToTheEnd()).containsExactly("NOTIFY_OUT_START", "NOTIFY_ANSWER", "NOTIFY_OUT_END");
        WebhookRequest end = office.script.awaitRequest(EventType.NOTIFY_OUT_END, SOON);
        assertThat(end.field("disposition")).isEqualTo("answered");
        assertThat(end.field("caller_id")).isEqualTo("101");
        assertThat(end.field("destination")).isEqualTo("102");
    }

    @Test
    void predictedDialsTheOtherPartyFirst() throws Exception {
        TestPhone annsPhone = office.telephone("101");
        TestPhone bobsPhone = office.telephone("102");
        api.calls().callback("101", "102", null, true);

        PhoneCall bob = office.pickUp(bobsPhone, "102");
        PhoneCall ann = office.pickUp(annsPhone, "101");
        assertThat(hears(ann, toneOf("102"))).isTrue();
        bob.hangUp();
        assertThat(ann.awaitEnd(SOON)).containsInstanceOf(DialogEnd.RemoteBye.class);
        assertThat(toldToTheEnd()).containsExactly("NOTIFY_OUT_START", "NOTIFY_ANSWER", "NOTIFY_OUT_END");
    }
}
