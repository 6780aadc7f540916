package org.voicesecretary.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.media.srtp.SrtpPolicy;
import org.voicesecretary.media.srtp.SrtpSuite;

/** Keys in session descriptions (RFC 4568). */
@Tag("unit")
class SecureOfferAnswerTest {
    private static final String KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz"; // RFC 4568 §9
    private static final String LINE = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20\r\n";

    @Test
    void theAnswerTakesTheirTagAndSuiteAndHasAKeyOfOurs() throws Exception {
        OfferAnswer.Answered answered = session(SrtpPolicy.REQUIRED)
                .answer(
                        offer(
                                "RTP/SAVP",
                                "a=crypto:5 F8_128_HMAC_SHA1_80 inline:" + KEY + "\r\n" + LINE.replace(":1 ", ":7 ")),
                        Direction.SENDRECV);

        String crypto = audio(answered.answer()).attribute("crypto").orElseThrow();
        assertThat(crypto).startsWith("7 AES_CM_128_HMAC_SHA1_80 inline:").doesNotContain(KEY);
        assertThat(audio(answered.answer()).protocol()).isEqualTo("RTP/SAVP");
        assertThat(answered.audio().srtp().remote().toBase64()).isEqualTo(KEY);
        assertThat(crypto).endsWith(answered.audio().srtp().local().toBase64());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "1 aes_cm_128_hmac_sha1_80 INLINE:" + KEY + "|2^48",
                "999 AES_CM_128_HMAC_SHA1_32 inline:" + KEY + " WSH=128",
                "1  AES_CM_128_HMAC_SHA1_80  inline:" + KEY + " -ODD=1",
                "1 AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0OD1F1aWQgcHJvIHF1b2=="
            })
    void keysAreReadAsOthersWriteThem(String value) {
        assertThat(Crypto.parse(value)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1 AES_CM_128_HMAC_SHA1_80",
                "x AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "1 AES_256_CM_HMAC_SHA1_80 inline:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 uri:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:4;inline:" + KEY + "|2:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "AAAA",
                "1 AES_CM_128_HMAC_SHA1_80 inline:****",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNENCRYPTED_SRTP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " KDR=1"
            })
    void whatCannotBeUsedIsLeftOut(String value) {
        assertThat(Crypto.parse(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,     RTP/SAVP,          true,  SrtpDemanded",
        "NONE,     RTP/AVP,           true,  clear",
        "OPTIONAL, RTP/AVP,           false, clear",
        "OPTIONAL, RTP/AVP,           true,  encrypted",
        "OPTIONAL, RTP/SAVP,          true,  encrypted",
        "OPTIONAL, RTP/SAVPF,         true,  encrypted",
        "OPTIONAL, RTP/SAVP,          false, NoCommonCrypto",
        "REQUIRED, RTP/AVP,           false, EncryptionRequired",
        "REQUIRED, RTP/AVP,           true,  encrypted",
        "REQUIRED, RTP/SAVP,          false, NoCommonCrypto",
        "REQUIRED, UDP/TLS/RTP/SAVPF, false, SrtpDemanded",
        "OPTIONAL, TCP/MRCPv2,        false, UnknownTransport"
    })
    void whetherAnOfferIsTaken(SrtpPolicy policy, String protocol, boolean withKey, String outcome) throws Exception {
        OfferAnswer session = session(policy);
        SessionDescription offer = offer(protocol, withKey ? LINE : "");

        if (outcome.equals("clear") || outcome.equals("encrypted")) {
            NegotiatedAudio audio = session.answer(offer, Direction.SENDRECV).audio();
            assertThat(audio.encrypted()).isEqualTo(outcome.equals("encrypted"));
        } else {
            assertThatThrownBy(() -> session.answer(offer, Direction.SENDRECV))
                    .isInstanceOfSatisfying(NotAcceptableException.class, refused -> {
                        assertThat(refused.reason().getClass().getSimpleName()).isEqualTo(outcome);
                        assertThat(refused.reason().sipStatus()).isEqualTo(488);
                        assertThat(refused.getMessage()).contains("expected");
                    });
        }
    }

    @Test
    void ofTwoSectionsTheOneThatFitsIsTaken() throws Exception {
        String both = offer("RTP/SAVP", LINE).encode() + "m=audio 4002 RTP/AVP 8\r\n";

        SessionDescription answer = session(SrtpPolicy.NONE)
                .answer(SdpParser.parse(both), Direction.SENDRECV)
                .answer();

        assertThat(answer.media().stream().map(MediaDescription::port)).containsExactly(0, 20_000);
    }

    @Test
    void offersKeepTheirKeysAndVersionAndAnAnswerChoosesOne() throws Exception {
        OfferAnswer ours = session(SrtpPolicy.OPTIONAL);
        SessionDescription offer = ours.offer(Direction.SENDRECV);
        assertThat(audio(offer).protocol()).isEqualTo("RTP/AVP");
        assertThat(audio(offer).attributes("crypto"))
                .hasSize(3)
                .allMatch(line -> Crypto.parse(line).isPresent());
        SessionDescription answer =
                offer("RTP/AVP", LINE.replace(":1 AES_CM_128_HMAC_SHA1_80", ":2 AES_CM_128_HMAC_SHA1_32"));

        NegotiatedAudio agreed = ours.accept(answer);

        assertThat(agreed.srtp().local().suite()).isEqualTo(SrtpSuite.AES_CM_128_HMAC_SHA1_32);
        assertThat(audio(offer).attributes("crypto").get(1))
                .endsWith(agreed.srtp().local().toBase64());
        assertThat(ours.offer(Direction.SENDRECV)).isEqualTo(offer);
    }

    @Test
    void anAnswerWithoutAKeyIsClearOrNoAnswer() throws Exception {
        OfferAnswer optional = session(SrtpPolicy.OPTIONAL);
        optional.offer(Direction.SENDRECV);
        assertThat(optional.accept(offer("RTP/AVP", "")).encrypted()).isFalse();

        OfferAnswer required = session(SrtpPolicy.REQUIRED);
        required.offer(Direction.SENDRECV);
        assertThatThrownBy(() -> required.accept(offer("RTP/SAVP", LINE.replace(":1 ", ":9 "))))
                .hasMessageContaining("RTP/SAVP");
        assertThatThrownBy(() -> required.accept(offer("RTP/AVP", ""))).hasMessageContaining("RTP/SAVP was offered");
    }

    @Test
    void theirsMayChangeWithANewOfferAndOursStays() throws Exception {
        OfferAnswer ours = session(SrtpPolicy.OPTIONAL);
        NegotiatedAudio first =
                ours.answer(offer("RTP/SAVP", LINE), Direction.SENDRECV).audio();
        String changed = LINE.replace(KEY, "AAAA" + KEY.substring(4));

        NegotiatedAudio second =
                ours.answer(offer("RTP/SAVP", changed), Direction.SENDRECV).audio();

        assertThat(second.srtp().local()).isEqualTo(first.srtp().local());
        assertThat(second.srtp().remote()).isNotEqualTo(first.srtp().remote());
    }

    private static OfferAnswer session(SrtpPolicy policy) {
        return new OfferAnswer(
                LocalEndpoint.of(InetAddress.getLoopbackAddress(), 20_000, 20_001),
                LocalCapabilities.DEFAULT.withSrtp(policy),
                1);
    }

    private static SessionDescription offer(String protocol, String more) throws SdpParseException {
        return SdpParser.parse("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 "
                + protocol + " 8\r\n" + more);
    }

    private static MediaDescription audio(SessionDescription description) {
        Optional<MediaDescription> audio = description.audio();
        return audio.orElseThrow();
    }
}
