package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.sdp.LocalCapabilities;

/** Keys across a bridge, as the phone at the other end hears them. */
@Tag("wire")
class BridgeKeysTest {
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
    @CsvSource({
        "PCMU,true,PCMU,true,TELEPHONE_EVENT",
        "PCMU,true,G722,true,TELEPHONE_EVENT",
        "PCMU,true,PCMA,false,IN_BAND",
        "G722,true,PCMU,false,IN_BAND",
        "PCMU,false,PCMU,true,TELEPHONE_EVENT",
        "PCMU,false,G722,true,TELEPHONE_EVENT",
        "PCMA,false,PCMA,false,IN_BAND",
        "PCMA,false,G722,false,IN_BAND"
    })
    void eachKeyArrivesOnceInTheWayThatTheOtherSideUnderstands(
            AudioCodec ofAnna, boolean annaSendsEvents, AudioCodec ofBert, boolean bertKnowsEvents, DigitSource how)
            throws Exception {
        Party anna = party(ofAnna, annaSendsEvents);
        Party bert = party(ofBert, bertKnowsEvents);
        Bridge.join(anna.session, bert.session, BridgeOptions.defaults());
        Await.until("they are connected", () -> bert.ear.heardMillis() > 300);

        for (char key : "15##".toCharArray()) {
            anna.phone.sendDigit(DtmfDigit.of(key).orElseThrow(), 160);
        }

        Await.until("four keys came", () -> bert.phoneKeys.keys.size() >= 4);
        anna.phone.sendDigit(DtmfDigit.D, 160);
        Await.until("the last key came", () -> bert.phoneKeys.keys.size() >= 5);
        assertThat(bert.phoneKeys.digits()).isEqualTo("15##D");
        assertThat(bert.phoneKeys.keys).allMatch(key -> key.how() == how);
        assertThat(anna.keys.digits()).isEqualTo("15##D");
        assertThat(bert.keys.digits()).isEmpty();
    }

    @Test
    void aKeyFoundInTheAudioThatMayNotPassIsCutShort() throws Exception {
        Party anna = party(AudioCodec.PCMA, false);
        Party bert = party(AudioCodec.PCMA, false);
        Bridge.join(
                anna.session,
                bert.session,
                BridgeOptions.defaults().withKeys((from, digit, how) -> digit != DtmfDigit.POUND));
        Await.until("they are connected", () -> bert.ear.heardMillis() > 300);

        bert.ear.forget();
        anna.phone.sendDigit(DtmfDigit.POUND, 1000);
        anna.phone.sendDigit(DtmfDigit.ONE, 200);

        Await.until("the second key came", () -> bert.phoneKeys.digits().endsWith("1"));
        int loud = 0;
        for (int at = 0; at + 160 <= bert.ear.all().length(); at += 160) {
            loud += bert.ear.all().sliceSamples(at, at + 160).rms() > 1000 ? 20 : 0;
        }
        assertThat(loud).as("ms of tones heard, of 1200").isLessThan(350);
    }

    private Party party(AudioCodec codec, boolean events) throws Exception {
        return new Party(
                engine, phones, LocalCapabilities.DEFAULT.withCodecs(codec).withTelephoneEvent(events));
    }
}
