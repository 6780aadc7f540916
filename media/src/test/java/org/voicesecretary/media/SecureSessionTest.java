package org.voicesecretary.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.media.sdp.LocalCapabilities;
import org.voicesecretary.media.sdp.NotAcceptableException;
import org.voicesecretary.media.sdp.SdpParser;
import org.voicesecretary.media.sdp.SessionDescription;
import org.voicesecretary.media.srtp.SrtpPolicy;
import org.voicesecretary.media.srtp.SrtpSuite;

/** Sessions whose packets are encrypted. */
@Tag("wire")
class SecureSessionTest {
    private static final LocalCapabilities PCMA = LocalCapabilities.DEFAULT.withCodecs(AudioCodec.PCMA);

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
    @EnumSource(SrtpSuite.class)
    void voicesAndKeysPassInEachSuite(SrtpSuite suite) throws Exception {
        MediaSession robot = open(engine, SrtpPolicy.REQUIRED);
        Keys keys = new Keys();
        MediaSession session = engine.open(keys, options(engine, SrtpPolicy.REQUIRED));
        MediaSession phone = open(phones, SrtpPolicy.REQUIRED);
        Ear ear = new Ear();
        phone.receive(ear);
        SessionDescription offer = phone.offer();
        assertThat(offer.encode()).contains("RTP/SAVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:");

        phone.accept(session.answer(only(offer, suite)));

        assertThat(session.agreed().orElseThrow().srtp().local().suite()).isEqualTo(suite);
        session.play(Party.tone(1000, 60_000));
        Await.until(
                "it is heard", () -> ear.heardMillis() > 400 && ear.last(200).rms() > 3000);
        phone.sendDigit(DtmfDigit.SEVEN, 100);
        Await.until("the key came", () -> keys.digits().equals("7"));
        assertThat(phone.stats().malformed()).isZero();
        assertThat(session.stats().malformed()).isZero();
        robot.close();
    }

    @ParameterizedTest
    @CsvSource({
        "OPTIONAL,NONE,false",
        "NONE,OPTIONAL,false",
        "OPTIONAL,OPTIONAL,true",
        "OPTIONAL,REQUIRED,true",
        "REQUIRED,OPTIONAL,true"
    })
    void whatIsOptionalIsEncryptedWhereBothCan(SrtpPolicy caller, SrtpPolicy robot, boolean encrypted)
            throws Exception {
        MediaSession session = open(engine, robot);
        MediaSession phone = open(phones, caller);
        Ear ear = new Ear();
        phone.receive(ear);

        phone.accept(session.answer(phone.offer()));

        assertThat(phone.agreed().orElseThrow().encrypted()).isEqualTo(encrypted);
        assertThat(session.agreed().orElseThrow().encrypted()).isEqualTo(encrypted);
        session.play(Party.tone(1000, 60_000));
        Await.until(
                "it is heard", () -> ear.heardMillis() > 400 && ear.last(200).rms() > 3000);
    }

    @ParameterizedTest
    @CsvSource({"NONE,REQUIRED", "REQUIRED,NONE"})
    void whereOneDemandsWhatTheOtherWillNotTheOfferIsRefusedWith488(SrtpPolicy caller, SrtpPolicy robot)
            throws Exception {
        MediaSession session = open(engine, robot);
        MediaSession phone = open(phones, caller);

        assertThatThrownBy(() -> session.answer(phone.offer()))
                .isInstanceOfSatisfying(
                        NotAcceptableException.class,
                        refused -> assertThat(refused.reason().sipStatus()).isEqualTo(488));
    }

    @Test
    void aSecureSessionAndAClearOneAreBridgedWithoutBeingDecoded() throws Exception {
        Party anna = new Party(engine, phones, PCMA.withSrtp(SrtpPolicy.REQUIRED));
        Party bert = new Party(engine, phones, PCMA);
        anna.says(400);
        bert.says(1000);

        Bridge.join(anna.session, bert.session, BridgeOptions.defaults());

        anna.hears(1000);
        bert.hears(400);
        assertThat(anna.session.agreed().orElseThrow().encrypted()).isTrue();
        assertThat(bert.session.agreed().orElseThrow().encrypted()).isFalse();
        assertThat(anna.phone.stats().packetsLost()).isZero();
        assertThat(anna.phone.stats().malformed()).isZero();
    }

    @Test
    void aNewOfferMayBringNewKeysAndOursStay() throws Exception {
        MediaSession session = open(engine, SrtpPolicy.REQUIRED);
        MediaSession phone = open(phones, SrtpPolicy.REQUIRED);
        Ear ear = new Ear();
        session.receive(ear);
        SessionDescription offer = phone.offer();
        SessionDescription answer = session.answer(offer);
        phone.accept(answer);
        phone.play(Party.tone(1000, 60_000));
        Await.until(
                "it is heard", () -> ear.heardMillis() > 300 && ear.last(200).rms() > 3000);
        MediaSession other = open(phones, SrtpPolicy.REQUIRED); // another phone takes the call over
        String moved = other.offer().encode();

        SessionDescription again = session.answer(SdpParser.parse(moved));
        other.accept(again);

        assertThat(again.audio().orElseThrow().attribute("crypto"))
                .isEqualTo(answer.audio().orElseThrow().attribute("crypto"));
        ear.forget();
        other.play(Party.tone(600, 60_000));
        Await.until(
                "the new one is heard",
                () -> ear.heardMillis() > 600 && ear.last(200).rms() > 3000);
        assertThat(org.voicesecretary.media.audio.Spectrum.dominantFrequency(ear.last(200)))
                .isBetween(590.0, 610.0);
    }

    @Test
    void whatIsNotEncryptedIsNotTaken() throws Exception {
        MediaSession session = open(engine, SrtpPolicy.REQUIRED);
        MediaSession phone = open(phones, SrtpPolicy.REQUIRED);
        SessionDescription answer = session.answer(phone.offer());
        String otherKey = answer.encode().replaceFirst("inline:\\S+", "inline:" + "AAAA".repeat(10));
        phone.accept(SdpParser.parse(otherKey)); // so the phone takes our key for another

        Await.until("packets came", () -> phone.stats().malformed() > 10);

        assertThat(phone.stats().packetsReceived()).isZero();
        assertThat(phone.stats().latched()).isFalse();
    }

    private static SessionDescription only(SessionDescription offer, SrtpSuite suite) throws Exception {
        StringBuilder kept = new StringBuilder();
        for (String line : offer.encode().split("\r\n")) {
            if (!line.startsWith("a=crypto") || line.contains(" " + suite + " ")) {
                kept.append(line).append("\r\n");
            }
        }
        return SdpParser.parse(kept.toString());
    }

    private static SessionOptions options(MediaEngine engine, SrtpPolicy policy) {
        return SessionOptions.of(engine.config()).withCapabilities(PCMA.withSrtp(policy));
    }

    private static MediaSession open(MediaEngine engine, SrtpPolicy policy) throws Exception {
        return engine.open(new Keys(), options(engine, policy));
    }
}
