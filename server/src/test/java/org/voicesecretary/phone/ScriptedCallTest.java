package org.voicesecretary.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.media.audio.Pcm;
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
    void onlyACallThatWasAnsweredAndDoneAndEndedByByeWentWell() {
        assertThat(outcome(true, true, null).well()).isTrue();
        assertThat(outcome(false, false, null).well()).isFalse();
        assertThat(outcome(true, false, null).well()).isFalse();
        assertThat(outcome(true, true, "nothing was heard within 60 s").well()).isFalse();
    }

    private static ScriptedCall call(InetAddress local, Optional<Path> recording) {
        var order = new ScriptedCall.Order(
                "sip:1@127.0.0.1:9",
                local,
                DialOptions.DEFAULTS,
                KeyScript.parse(""),
                Duration.ofSeconds(1),
                recording);
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
