package org.voicesecretary.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class RtpViewTest {
    private final RtpView view = new RtpView();

    @Test
    void aPlainPacketIsRead() {
        // version 2 · marker, PCMA · sequence 0x1234 · timestamp · ssrc · two bytes of payload
        assertThat(parse("80 88 1234 fffffff0 cafebabe d5d5")).isTrue();
        assertThat(view.marker()).isTrue();
        assertThat(view.payloadType()).isEqualTo(8);
        assertThat(view.sequence()).isEqualTo(0x1234);
        assertThat(view.timestamp()).isEqualTo(0xffff_fff0L);
        assertThat(view.ssrc()).isEqualTo(0xcafebabe);
        assertThat(view.payloadOffset()).isEqualTo(12);
        assertThat(view.payloadLength()).isEqualTo(2);
    }

    @Test
    void contributingSourcesExtensionAndPaddingAreNoPayload() {
        // padding, extension, 2 CSRC · extension of one word · 3 bytes of payload · 2 of padding
        assertThat(parse("b2 00 0001 00000001 00000001 00000002 00000003 bede0001 aabbccdd 010203 0002"))
                .isTrue();
        assertThat(view.payloadOffset()).isEqualTo(28);
        assertThat(view.payloadLength()).isEqualTo(3);
    }

    @Test
    void aPacketWithoutPayloadIsAPacket() {
        assertThat(parse("80 00 0001 00000001 00000001")).isTrue();
        assertThat(view.payloadLength()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "80", // a byte
                "80 00 0001 00000001 000000", // a byte short of a header
                "00 00 0001 00000001 00000001 d5", // version 0, such as STUN
                "40 00 0001 00000001 00000001 d5", // version 1
                "8f 00 0001 00000001 00000001 d5", // 15 contributing sources that are not there
                "90 00 0001 00000001 00000001 bede", // half an extension header
                "90 00 0001 00000001 00000001 bede ffff 00000000", // an extension longer than the packet
                "a0 00 0001 00000001 00000001", // padding without a byte
                "a0 00 0001 00000001 00000001 00", // padding of 0 bytes
                "a0 00 0001 00000001 00000001 0105", // more padding than there are bytes
            })
    void whatIsNoPacketIsRefused(String hex) {
        assertThat(parse(hex)).isFalse();
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        RtpHeader.write(buffer, true, 101, 65_536 + 7, 0x1_0000_0001L, -2);
        buffer.put(new byte[] {1, 2, 3}).flip();
        assertThat(view.parse(buffer)).isTrue();
        assertThat(view.marker()).isTrue();
        assertThat(view.payloadType()).isEqualTo(101);
        assertThat(view.sequence()).isEqualTo(7);
        assertThat(view.timestamp()).isEqualTo(1);
        assertThat(view.ssrc()).isEqualTo(-2);
        assertThat(view.payloadLength()).isEqualTo(3);
    }

    @Test
    void rtcpIsToldFromRtpByItsType() {
        assertThat(RtpHeader.isRtcp(bytes("80 c8 0006"))).isTrue();
        assertThat(RtpHeader.isRtcp(bytes("80 cb 0006"))).isTrue();
        assertThat(RtpHeader.isRtcp(bytes("80 80 0006"))).isFalse();
        assertThat(RtpHeader.isRtcp(bytes("80 e5 0006")))
                .as("telephone-event 101 with marker")
                .isFalse();
        assertThat(RtpHeader.isRtcp(bytes("80"))).isFalse();
    }

    @Test
    @Tag("fuzz")
    void noBytesWhateverBreakTheReader() {
        Random random = new Random(3550);
        byte[] bytes = new byte[256];
        for (int i = 0; i < 200_000; i++) {
            random.nextBytes(bytes);
            bytes[0] = (byte) (0x80 | bytes[0] & 0x3f); // get past the version
            int length = random.nextInt(64);
            ByteBuffer packet = ByteBuffer.wrap(bytes, 0, length);
            if (view.parse(packet)) {
                assertThat(view.payloadOffset()).isBetween(12, length);
                assertThat(view.payloadLength()).isBetween(0, length - view.payloadOffset());
            }
        }
    }

    private boolean parse(String hex) {
        return view.parse(bytes(hex));
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
