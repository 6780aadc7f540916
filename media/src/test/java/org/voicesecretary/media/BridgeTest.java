package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.media.codec.AudioCodec;

/** Who hears whom when sessions are joined. */
@Tag("wire")
class BridgeTest {
    private MediaEngine engine;
    private MediaEngine phones;

    @BeforeEach
    void start() {
        engine = MediaEngine.start(MediaConfig.loopback().withThreads(2));
        phones = MediaEngine.start(MediaConfig.loopback().withThreads(1));
    }

    @AfterEach
    void close() {
        engine.close();
        phones.close();
    }

    @ParameterizedTest
    @CsvSource({"PCMU,PCMU", "G722,G722", "PCMU,PCMA", "PCMA,G722", "G722,PCMU"})
    void eachHearsTheOtherAndNotThemselves(AudioCodec ofAnna, AudioCodec ofBert) throws Exception {
        Party anna = Party.with(engine, phones, ofAnna);
        Party bert = Party.with(engine, phones, ofBert);
        anna.says(400);
        bert.says(1000);

        Bridge bridge = Bridge.join(anna.session, bert.session, BridgeOptions.defaults());

        anna.hears(1000);
        bert.hears(400);
        assertThat(bridge.stats().passedToFirst()).isPositive();
        assertThat(anna.phone.stats().packetsLost()).isZero();
        assertThat(bert.phone.stats().packetsLost()).isZero();
        assertThat(anna.phone.stats().ssrcChanges()).isZero();
        assertThat(bert.phone.stats().unknownPayloads()).isZero();
        assertThat(bert.phone.stats().packetsMisordered()).isZero();
    }

    @Test
    void whatIsPlayedToOneReplacesTheOthersVoiceThereOnlyAndOnlyForItsTime() throws Exception {
        Party anna = Party.with(engine, phones, AudioCodec.PCMA);
        Party bert = Party.with(engine, phones, AudioCodec.PCMA);
        joined(anna, bert);

        Playback announcement = anna.session.play(Party.tone(2000, 60_000));

        anna.hears(2000);
        bert.hears(400);
        announcement.stop();
        anna.hears(1000);
        assertThat(anna.phone.stats().packetsLost()).isZero();
        assertThat(anna.phone.stats().packetsMisordered()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"PCMA", "G722"})
    void whoIsOnHoldHearsMusicAndTheOtherSilenceUntilTheyResume(AudioCodec ofBert) throws Exception {
        Party anna = Party.with(engine, phones, AudioCodec.PCMA);
        Party bert = Party.with(engine, phones, ofBert);
        Bridge bridge = joined(anna, bert);

        bridge.hold(anna.session, Party.tone(600, 60_000));

        anna.hears(600);
        bert.hearsSilence();
        bridge.resume();
        anna.hears(1000);
        bert.hears(400);
    }

    @Test
    void aTransferLeavesTheFirstToTheThirdAndTheSecondAlone() throws Exception {
        Party anna = Party.with(engine, phones, AudioCodec.PCMU);
        Party bert = Party.with(engine, phones, AudioCodec.PCMU);
        Party carl = Party.with(engine, phones, AudioCodec.G722);
        carl.says(1500);
        Bridge before = joined(anna, bert);

        Bridge.join(carl.session, anna.session, BridgeOptions.defaults());

        anna.hears(1500);
        carl.hears(400);
        bert.hearsSilence();
        before.close(); // has no hold on them any more
        anna.ear.forget();
        anna.hears(1500);
        assertThat(anna.phone.stats().ssrcChanges()).isZero();
        assertThat(anna.phone.stats().packetsLost()).isZero();
    }

    @Test
    void afterTheBridgeEachHearsWhatIsPlayedToThem() throws Exception {
        Party anna = Party.with(engine, phones, AudioCodec.PCMU);
        Party bert = Party.with(engine, phones, AudioCodec.PCMU);
        Bridge bridge = joined(anna, bert);

        bridge.close();

        anna.hearsSilence();
        bert.hearsSilence();
        anna.session.play(Party.tone(700, 60_000));
        anna.hears(700);
        assertThat(bridge.stats().passedToSecond()).isPositive();
    }

    @Test
    void whoStaysBehindHearsSilenceAndIsServedOn() throws Exception {
        Party anna = Party.with(engine, phones, AudioCodec.PCMU);
        Party bert = Party.with(engine, phones, AudioCodec.PCMU);
        joined(anna, bert);

        bert.session.close();

        anna.hearsSilence();
        anna.session.play(Party.tone(700, 60_000));
        anna.hears(700);
        Bridge.join(anna.session, bert.session, BridgeOptions.defaults()).close(); // too late, and harmless
        anna.ear.forget();
        anna.hears(700);
    }

    @Test
    void whoIsMutedIsNotHeardButHears() throws Exception {
        Party anna = Party.with(engine, phones, AudioCodec.PCMU);
        Party bert = Party.with(engine, phones, AudioCodec.PCMU);
        Bridge bridge = joined(anna, bert);

        bridge.mute(anna.session, true);

        bert.hearsSilence();
        anna.ear.forget();
        anna.hears(1000);
        bridge.mute(anna.session, false);
        bert.hears(400);
    }

    @Test
    void aReInviteToAnotherCodecChangesFromForwardingToTranscoding() throws Exception {
        Party anna = Party.with(engine, phones, AudioCodec.PCMU);
        MediaSession[] bert = {engine.open(new Keys()), phones.open(new Keys())};
        Ear ear = new Ear();
        bert[1].receive(ear);
        bert[1].accept(bert[0].answer(codecOrder(bert[1], "0 8 9 101")));
        assertThat(bert[0].codec()).contains(AudioCodec.PCMU);
        anna.says(400);
        bert[1].play(Party.tone(1000, 60_000));
        Bridge.join(anna.session, bert[0], BridgeOptions.defaults());
        anna.hears(1000);

        bert[1].accept(bert[0].answer(codecOrder(bert[1], "9 0 8 101")));

        assertThat(bert[0].codec()).contains(AudioCodec.G722);
        anna.ear.forget();
        anna.hears(1000);
        Await.until("it is heard in wideband", () -> ear.last(200).sampleRate() == 16_000);
    }

    private static org.voicesecretary.media.sdp.SessionDescription codecOrder(MediaSession phone, String types)
            throws Exception {
        return org.voicesecretary.media.sdp.SdpParser.parse(
                phone.offer().encode().replaceFirst("RTP/AVP [0-9 ]*", "RTP/AVP " + types));
    }

    @Test
    void sessionsThatCannotBeJoinedAreRefusedInASentence() throws Exception {
        Party anna = Party.with(engine, phones, AudioCodec.PCMU);

        assertThatThrownBy(() -> Bridge.join(anna.session, anna.session, BridgeOptions.defaults()))
                .hasMessageContaining("itself");
        assertThatThrownBy(() -> Bridge.join(anna.session, anna.phone, BridgeOptions.defaults()))
                .hasMessageContaining("two media engines");
    }

    private static Bridge joined(Party anna, Party bert) {
        anna.says(400);
        bert.says(1000);
        Bridge bridge = Bridge.join(anna.session, bert.session, BridgeOptions.defaults());
        anna.hears(1000);
        bert.hears(400);
        return bridge;
    }
}
