package org.voicesecretary.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.sip.CallListener;
import org.voicesecretary.sip.DialogEnd;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.UserAgentConfig;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.NanoClock;

@Tag("wire")
class ScriptedCallTest {
    @TempDir
    Path directory;

    @Test
    void aPhoneThatCanHaveNoPortFailsWithASentence() {
        // RFC 5737 TEST-NET-1: no machine has it.
        assertThatThrownBy(() -> call(InetAddress.ofLiteral("192.0.2.1"), Optional.empty())
                        .place())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the phone cannot listen at 192.0.2.1");
    }

    @Test
    void aRecordingThatWouldReplaceADirectoryIsRefusedBeforeTheCall() {
        assertThatThrownBy(() -> call(InetAddress.getLoopbackAddress(), Optional.of(directory))
                        .place())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a directory, expected a file");
    }

    @Test
    void anAnswerThatIsNoDescriptionOfSoundIsHungUpAndToldAsAFailedCall() throws Exception {
        var ended = new CompletableFuture<DialogEnd>();
        var config = UserAgentConfig.listening("udp:127.0.0.1:0").build();
        try (var peer = UserAgent.start(config, invite -> {
            invite.listen(new CallListener() {
                @Override
                public void onEnded(DialogEnd end) {
                    ended.complete(end);
                }
            });
            invite.answer("this is no SDP".getBytes(StandardCharsets.US_ASCII));
        })) {
            int port = peer.listeningPoints().getFirst().address().getPort();

            CallOutcome outcome = call("sip:1@127.0.0.1:" + port, InetAddress.getLoopbackAddress(), Optional.empty())
                    .place();

            assertThat(outcome.well()).isFalse();
            assertThat(outcome.how()).startsWith("the answer's session description is unusable: ");
            assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(DialogEnd.RemoteBye.class);
        }
    }

    @Test
    void onlyACallThatWasAnsweredAndDoneAndEndedByByeWentWell() {
        assertThat(outcome(true, true, null).well()).isTrue();
        assertThat(outcome(false, false, null).well()).isFalse();
        assertThat(outcome(true, false, null).well()).isFalse();
        assertThat(outcome(true, true, "nothing was heard within 60 s").well()).isFalse();
    }

    private static ScriptedCall call(InetAddress local, Optional<Path> recording) {
        return call("sip:1@127.0.0.1:9", local, recording);
    }

    private static ScriptedCall call(String uri, InetAddress local, Optional<Path> recording) {
        var order = new ScriptedCall.Order(
                uri, local, DialOptions.DEFAULTS, KeyScript.parse(""), Duration.ofSeconds(1), recording);
        return new ScriptedCall(order, (at, happening) -> {}, NanoClock.system());
    }

    private static CallOutcome outcome(boolean answered, boolean bye, @Nullable String unfinished) {
        return new CallOutcome(
                answered,
                bye,
                "ended",
                Optional.ofNullable(unfinished),
                0,
                new Pcm(new short[0], 8000),
                Optional.empty());
    }
}
