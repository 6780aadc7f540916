package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.voicesecretary.timeline.TimelineEvent;

/** Scripts that were written for the public protocol by others, in their manners and with their slips, run unchanged. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
class ForeignScriptsTest {
    private static final String TYPED = "442037691701";
    private static final String CARELESS = "442037691702";
    private static final String MENUS = "442037691703";
    private static final String MULTIPART = "442037691704";
    private static final String NESTED = "442037691705";
    private static final String DOOR = "442037691706";

    @TempDir
    static Path directory;

    private static final List<ScriptProcess> RUNNING = new ArrayList<>();
    private static ScriptLine line;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> secret = Map.of("VOICE_SECRETARY_SECRET", RunningServer.SECRET);
        String[] strict = {"display_errors=0", "error_reporting=-1"};
        URI typed = running(ScriptProcess.php(script("typed_client.php"), secret, strict));
        URI careless = running(ScriptProcess.php(
                script("warnings.php"), secret, "display_errors=1", "html_errors=1", "error_reporting=-1"));
        URI menus = running(ScriptProcess.php(script("menus.php"), secret, "display_errors=1", "error_reporting=-1"));
        URI multipart = running(ScriptProcess.node(script("multipart.mjs"), secret));
        URI nested = running(ScriptProcess.node(script("nested.mjs"), secret));
        URI door = running(ScriptProcess.python(script("door.py"), secret));
        line = ScriptLine.open(directory, """
                account: {name: Test shop, key: %s, secret: %s, time-zone: Europe/Berlin, language: en}
                trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                numbers:
                  - {number: "%s", webhook: {url: "%s"}}
                  - {number: "%s", webhook: {url: "%s"}}
                  - {number: "%s", webhook: {url: "%s"}}
                  - {number: "%s", webhook: {url: "%s", body: multipart, signature: raw-base64}}
                  - {number: "%s", webhook: {url: "%s"}}
                  - {number: "%s", webhook: {url: "%s"}}
                sounds:
                  - {id: 697c9c683612d1a940003890, language: en, text: "Please enter four digits."}
                  - {id: CA17D5B0E3EBAA48, language: en, text: "This is the first menu."}
                  - {id: CA17D5B0E3EBAA49, language: en, text: "This is the second menu."}
                  - {id: CA17D5B0E3EBAA50, language: en, text: "This is the sales department."}
                  - {id: 0door0, language: en, text: "The door is open."}
                """.formatted(
                        RunningServer.KEY,
                        RunningServer.SECRET,
                        TYPED,
                        typed,
                        CARELESS,
                        careless,
                        MENUS,
                        menus,
                        MULTIPART,
                        multipart,
                        NESTED,
                        nested,
                        DOOR,
                        door));
    }

    @AfterAll
    static void everyScriptWasToldTheEndOfEachCall() throws Exception {
        try {
            assertThat(line.endsTold()).isNotEmpty().allMatch("DELIVERED 200"::equals);
        } finally {
            line.close();
            RUNNING.forEach(ScriptProcess::close);
        }
    }

    @Test
    void aTypedClientSeesItsSignatureItsNestedFieldsAndACompletionAfterEachAnnouncement() throws Exception {
        try (var call = line.dial(TYPED)) {
            call.hears("Please enter four digits.")
                    .presses("0042")
                    .says("four two") // its builder casts to int
                    .says("minus seven")
                    .isHungUpByTheRobot();

            assertThat(call.inputs()).containsExactly("menu12=0042");
            assertThat(call.questions())
                    .satisfiesExactly(
                            start -> assertThat(start).contains("event=NOTIFY_START"),
                            keys -> assertThat(keys)
                                    .contains("wait_dtmf%5Bdigits%5D=0042")
                                    .endsWith("wait_dtmf%5Bdefault_behaviour%5D="),
                            digits -> assertThat(digits).contains("ivr_saydigits=COMPLETE"),
                            number -> assertThat(number).contains("ivr_saynumber=COMPLETE"));
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    @Test
    void aTypedClientSeesThatNothingWasPressed() throws Exception {
        try (var call = line.dial(TYPED)) {
            call.says("Please enter four digits.").isHungUpByTheRobot();

            assertThat(call.questions().getLast()).contains("wait_dtmf%5Bdefault_behaviour%5D=1");
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    @Test
    void jsonBetweenWarningsAndMarkupWithNumbersAsTextIsUnderstood() throws Exception {
        try (var call = line.dial(CARELESS)) {
            call.hears("Two keys, please.").presses("37").says("thirty-seven").isHungUpByTheRobot();

            assertThat(call.events(TimelineEvent.WebhookReply.class).getFirst().body())
                    .contains("<b>Warning</b>");
            assertThat(call.inputs()).containsExactly("two=37");
            assertThat(call.events(TimelineEvent.Fault.class)).isEmpty();
            assertThat(call.events(TimelineEvent.Lint.class))
                    .as("each oddity is named, with what to write instead")
                    .isNotEmpty()
                    .allSatisfy(lint -> assertThat(lint.problem()).isNotBlank());
            assertThat(call.events(TimelineEvent.Lint.class))
                    .extracting(TimelineEvent.Lint::field)
                    .contains("wait_dtmf.max_digits");
            call.heardEverythingThatWasSaid();
        }
    }

    @Test
    void menusOfTheScriptsOwnAreWalkedByDefaultsThatTheServerDoesNotKnow() throws Exception {
        try (var call = line.dial(MENUS)) {
            call.says("This is the first menu.") // nothing is pressed: its default is main.2
                    .says("This is the second menu.")
                    .presses("*#")
                    .says("This is the first menu.")
                    .says("This is the second menu.")
                    .presses("10")
                    .says("This is the sales department.")
                    .isHungUpByTheRobot();

            assertThat(call.inputs()).containsExactly("main.1=", "main.2=*", "main.1=", "main.2=10");
            assertThat(call.events(TimelineEvent.Fault.class)).isEmpty();
            assertThat(call.events(TimelineEvent.Lint.class))
                    .as("a hint for those who meant a target of the PBX, no more")
                    .allSatisfy(lint -> assertThat(lint.rule()).isEqualTo("NO_SUCH_TARGET"));
            assertThat(call.match("ivr_play", "This is the sales department.", "en")
                            .similarity())
                    .isGreaterThan(0.8);
        }
    }

    @Test
    void aReceiverOfMultipartWithTheRawSignatureGetsWhatItUnderstands() throws Exception {
        try (var call = line.dial(MULTIPART)) {
            call.hears("Guten Tag!").presses("007").says("null null sieben").isHungUpByTheRobot();

            assertThat(call.inputs()).containsExactly("größe=007");
            assertThat(call.events(TimelineEvent.WebhookReply.class).getLast().body())
                    .contains("größe");
            assertThat(call.events(TimelineEvent.Fault.class)).isEmpty();
            call.heardEverythingThatWasSaid();
        }
    }

    @Test
    void misspeltKeysAreUnderstoodAndNamed() throws Exception {
        try (var call = line.dial(NESTED)) {
            call.hears("Your code?")
                    .presses("2580")
                    .says("two five, eight zero")
                    .isHungUpByTheRobot();

            assertThat(call.inputs()).containsExactly("code=2580");
            assertThat(call.events(TimelineEvent.Lint.class))
                    .extracting(TimelineEvent.Lint::field)
                    .containsExactlyInAnyOrder(
                            "language", // there is none, so the account's is spoken
                            "lang", // because this is not understood
                            "wait_dtmf.maxsymbols",
                            "wait_dtmf.default_behaviour",
                            "wait_dtmf.timeout");
            assertThat(call.events(TimelineEvent.Fault.class)).isEmpty();
            call.heardEverythingThatWasSaid();
        }
    }

    @Test
    void aSoundAndAHangUpInOneReplyIsPlayedToTheEnd() throws Exception {
        try (var call = line.dial(DOOR, "442037690777")) {
            call.says("The door is open.").isHungUpByTheRobot();

            assertThat(call.questions()).as("no question after a hang-up").hasSize(1);
            call.heardEverythingThatWasSaid().hadNoFault();
        }
    }

    @Test
    void aStrangerAtTheDoorFindsTheLineBusy() throws Exception {
        assertThat(line.refused(DOOR, "442037690666")).isEqualTo(486);
    }

    private static URI running(ScriptProcess process) {
        RUNNING.add(process);
        return process.url();
    }

    private static Path script(String name) throws URISyntaxException {
        return Path.of(ForeignScriptsTest.class.getResource("/scripts/" + name).toURI());
    }
}
