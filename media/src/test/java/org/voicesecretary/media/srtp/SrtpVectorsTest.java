package org.voicesecretary.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The numbers that the RFCs give, and those that other implementations test by. */
@Tag("unit")
class SrtpVectorsTest {
    private static final String MASTER = "E1F97A0D3E018BE0D64FA32C06DE4139" + "0EC675AD498AFEEBB6960B3AABE6";

    @Test
    void keysAreDerivedAsInRfc3711AppendixB3() {
        SrtpKey master = key(SrtpSuite.AES_CM_128_HMAC_SHA1_80, MASTER);

        assertThat(hex(SessionKeys.derive(master, 0, 16))).isEqualTo("C61E7A93744F39EE10734AFE3FF7A087");
        assertThat(hex(SessionKeys.derive(master, 2, 14))).isEqualTo("30CBBC08863D8C85D49DB34A9AE1");
        assertThat(hex(SessionKeys.derive(master, 1, 96)))
                .isEqualTo("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"
                        + "8F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF722709863"
                        + "71C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E4740"
                        + "35766B68642C59BBFC2F34DB60DBDFB2DC68");
    }

    @Test
    void theKeyStreamIsThatOfRfc3711AppendixB2() {
        SessionKeys keys = new SessionKeys(
                bytes("2B7E151628AED2A6ABF7158809CF4F3C"), new byte[20], bytes("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        byte[] packet = new byte[12 + 48 + 10];

        new CounterModeCipher(keys, 10).protectRtp(packet, 12, 60, 0, 0);

        assertThat(hex(Arrays.copyOfRange(packet, 12, 60)))
                .isEqualTo("E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB"
                        + "41E95B3BB0A2E8DD477901E4FCA894C0");
    }

    @Test
    void aPacketLooksAsOthersMakeIt() {
        byte[] packet = padded("800F1234DECAFBADCAFEBABE" + "AB".repeat(16));

        int length = session(SrtpSuite.AES_CM_128_HMAC_SHA1_80, MASTER).protect(packet, 28);

        assertThat(hex(Arrays.copyOf(packet, length)))
                .isEqualTo("800F1234DECAFBADCAFEBABE4E55DC4CE79978D88CA4D215949D2402B78D6ACC99EA179B8DBB");
    }

    @Test
    void anRtcpPacketLooksAsOthersMakeIt() {
        byte[] packet = padded("81C8000BCAFEBABE" + "AB".repeat(16));
        SrtpSession session = session(SrtpSuite.AES_CM_128_HMAC_SHA1_80, MASTER);

        int length = session.protectRtcp(packet, 24);

        assertThat(hex(Arrays.copyOf(packet, length)))
                .isEqualTo("81C8000BCAFEBABE7128035BE487B9BDBEF89041F977A5A880000001993E08CD54D6C1230798");
    }

    @Test
    void gcmLooksAsInRfc7714Section16() {
        byte[] packet = padded("8040F17B8041F8D35501A0B2"
                + "47616C6C696120657374206F6D6E697320646976697361"
                + "20696E207061727465732074726573");
        SessionKeys keys = new SessionKeys(
                bytes("000102030405060708090A0B0C0D0E0F"), new byte[0], bytes("517569642070726F2071756F"));

        new GcmCipher(keys).protectRtp(packet, 12, 50, 0x5501_A0B2, 0xF17B);

        assertThat(hex(Arrays.copyOf(packet, 66)))
                .isEqualTo("8040F17B8041F8D35501A0B2F24DE3A3FB34DE6CACBA861C9D7E4BCABE633BD50D294E6F42A5F47A"
                        + "51C7D19B36DE3ADF8833899D7F27BEB16A9152CF765EE4390CCE");
    }

    @Test
    void gcmOfRtcpLooksAsInRfc7714Section17() {
        byte[] packet = padded("81C8000D4D6172734E5450314E545032525450200000042A0000E9304C756E61DEADBEEF"
                + "DEADBEEFDEADBEEFDEADBEEFDEADBEEF");
        SessionKeys keys = new SessionKeys(
                bytes("000102030405060708090A0B0C0D0E0F"), new byte[0], bytes("517569642070726F2071756F"));

        int length = new GcmCipher(keys).protectRtcp(packet, 52, 0x4D61_7273, 0x5D4);

        assertThat(hex(Arrays.copyOf(packet, length)))
                .isEqualTo("81C8000D4D61727363E94885DCDAB67CA727D7662F6B7E997FF5C0F76C06F32DC676A5F1730D6FDA"
                        + "4CE09B4686303DED0BB9275BC84AA45896CF4D2FC5ABF87245D9EADE800005D4");
    }

    private static SrtpSession session(SrtpSuite suite, String master) {
        SrtpKey key = key(suite, master);
        return new SrtpSession(new SrtpKeys(key, key), null);
    }

    private static SrtpKey key(SrtpSuite suite, String master) {
        return SrtpKey.ofBase64(suite, Base64.getEncoder().encodeToString(bytes(master)))
                .orElseThrow();
    }

    private static byte[] padded(String hex) {
        return Arrays.copyOf(bytes(hex), hex.length() / 2 + SrtpSession.OVERHEAD);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
