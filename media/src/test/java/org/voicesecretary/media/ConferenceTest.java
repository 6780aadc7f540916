package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.media.audio.Spectrum;
import org.voicesecretary.media.codec.AudioCodec;

/** Who hears whom in a conference. */
@Tag("wire")
class ConferenceTest {
    private static final double[] VOICES = {400, 1000, 1700, 2400};

    private MediaEngine engine;
    private MediaEngine phones;
    private Conference conference;
    private Party anna;
    private Party bert;
    private Party carl;

    @BeforeEach
    void start() throws Exception {
        engine = MediaEngine.start(MediaConfig.loopback().withThreads(2));
        phones = MediaEngine.start(MediaConfig.loopback().withThreads(1));
        conference = Conference.open(engine, false);
        anna = Party.with(engine, phones, AudioCodec.PCMU);
        bert = Party.with(engine, phones, AudioCodec.G722);
        carl = Party.with(engine, phones, AudioCodec.PCMA);
        anna.says(400);
        bert.says(1000);
        carl.says(1700);
    }

    @AfterEach
    void close() {
        conference.close();
        engine.close();
        phones.close();
    }

    @Test
    void eachHearsAllOthersAndNotThemselves() {
        allJoin();

        hears(anna, 1000, 1700);
        hears(bert, 400, 1700);
        hears(carl, 400, 1000);
        assertThat(anna.phone.stats().packetsLost()).isZero();
        assertThat(anna.phone.stats().ssrcChanges()).isZero();
        assertThat(bert.phone.stats().packetsMisordered()).isZero();
    }

    @Test
    void whoLeavesIsNotHeardAnyMoreAndHearsNobody() {
        allJoin();
        hears(anna, 1000, 1700);

        conference.leave(carl.session);

        hears(anna, 1000);
        hears(bert, 400);
        carl.hearsSilence();
        assertThat(conference.size()).isEqualTo(2);
        bert.session.close();
        anna.hearsSilence();
        assertThat(conference.size()).isEqualTo(1);
    }

    @Test
    void aSessionComesFromABridgeAndLeavesToAnother() {
        conference.join(anna.session);
        Bridge.join(bert.session, carl.session, BridgeOptions.defaults());
        hears(carl, 1000);

        conference.join(bert.session);
        hears(anna, 1000);
        hears(bert, 400);
        carl.hearsSilence();

        Bridge.join(carl.session, anna.session, BridgeOptions.defaults());
        hears(carl, 400);
        hears(anna, 1700);
        bert.hearsSilence();
        assertThat(conference.size()).isEqualTo(1);
    }

    @Test
    void whoIsMutedHearsButIsNotHeard() {
        allJoin();
        conference.mute(bert.session, true);

        hears(anna, 1700);
        hears(bert, 400, 1700);
        conference.mute(bert.session, false);
        hears(anna, 1000, 1700);
    }

    @Test
    void aPromptToOneIsHeardByThatOneOnly() {
        allJoin();
        Playback prompt = anna.session.play(Party.tone(2400, 60_000));

        hears(anna, 2400);
        hears(bert, 400, 1700);
        prompt.stop();
        hears(anna, 1000, 1700);
    }

    @Test
    void afterItsEndEveryoneIsOnTheirOwn() {
        allJoin();
        hears(anna, 1000, 1700);

        conference.close();

        anna.hearsSilence();
        bert.hearsSilence();
        conference.join(anna.session);
        assertThat(conference.size()).isZero();
    }

    @Test
    void aToneTellsThatSomebodyJoins() throws Exception {
        Conference telling = Conference.open(engine, true);
        Party dora = Party.with(engine, phones, AudioCodec.PCMU);
        Party emil = Party.with(engine, phones, AudioCodec.PCMU);
        telling.join(dora.session);
        Await.until("dora is in", () -> telling.size() == 1);
        dora.hearsSilence();

        telling.join(emil.session);

        Await.until("the tone is heard", () -> dora.ear.last(60).rms() > 500);
        dora.hearsSilence();
        telling.leave(emil.session);
        Await.until("the other tone is heard", () -> dora.ear.last(60).rms() > 500);
        telling.close();
    }

    @Test
    void sessionsOfAnotherEngineAreRefused() {
        assertThatThrownBy(() -> conference.join(anna.phone)).hasMessageContaining("another media engine");
    }

    private void allJoin() {
        conference.join(anna.session);
        conference.join(bert.session);
        conference.join(carl.session);
        Await.until("all are in", () -> conference.size() == 3);
    }

    /** These of the voices, about equally loud, and no other. */
    private static void hears(Party party, double... expected) {
        party.ear.forget();
        Await.until(Arrays.toString(expected) + " is heard", () -> {
            if (party.ear.heardMillis() < 300 || party.ear.last(200).rms() < 1000) {
                return false;
            }
            Spectrum heard = Spectrum.of(party.ear.last(200));
            for (double voice : VOICES) {
                boolean wanted = Arrays.stream(expected).anyMatch(hertz -> hertz == voice);
                double share = heard.share(voice - 25, voice + 25);
                if (wanted ? share < 0.6 / expected.length : share > 0.02) {
                    return false;
                }
            }
            return true;
        });
    }
}
