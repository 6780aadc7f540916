package org.voicesecretary.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class RtcpCompoundTest {

    private static final ReportBlock BLOCK = new ReportBlock(0x11223344, 64, -2, 0x0001_FFFEL, 77, 0xAABBCCDDL, 65_536);

    @Test
    void writesASenderReportWithItsNameByteForByte() {
        byte[] out = new byte[200];
        int length = RtcpCompound.encode(
                List.of(
                        new RtcpPacket.SenderReport(
                                0x01020304, 0x1122334455667788L, 0xFFFF_FFFFL, 5, 800, List.of(BLOCK)),
                        new RtcpPacket.SourceDescription(0x01020304, "vs@x")),
                out,
                0);
        assertThat(HexFormat.of().formatHex(out, 0, length))
                .isEqualTo("81c8000c" + "01020304" + "1122334455667788" + "ffffffff" + "00000005" + "00000320"
                        + "11223344" + "40fffffe" + "0001fffe" + "0000004d" + "aabbccdd" + "00010000"
                        + "81ca0003" + "01020304" + "0104" + "76734078" + "0000");
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        List<RtcpPacket> packets = List.of(
                new RtcpPacket.ReceiverReport(7, List.of(BLOCK, BLOCK)),
                new RtcpPacket.SourceDescription(7, "a-longer-name@host.example.com"),
                new RtcpPacket.Bye(List.of(7, -1), Optional.of("done")),
                new RtcpPacket.Bye(List.of(8), Optional.empty()),
                new RtcpPacket.ReceiverReport(9, List.of()));
        byte[] out = new byte[300];
        int length = RtcpCompound.encode(packets, out, 5);
        assertThat(length % 4).isZero();
        assertThat(RtcpCompound.parse(out, 5, length)).isEqualTo(packets);
    }

    @Test
    void readsOverKindsItDoesNotKnowAndOverPadding() throws Exception {
        assertThat(parse("80c90001 00000007" + "81cc0002 00000007 6e616d65" + "a0cb0002 00000000 00000008"))
                .containsExactly(new RtcpPacket.ReceiverReport(7, List.of()));
        assertThat(parse("a0c90002 00000007 00000004")).containsExactly(new RtcpPacket.ReceiverReport(7, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "80c90000,                           has 4 bytes",
        "40c90001 00000007,                  'version 1, expected 2'",
        "80c90002 00000007,                  'says it has 12 bytes, 8 are left'",
        "80c9ffff 00000007,                  says it has 262144 bytes",
        "81c90001 00000007,                  type 201 with count 1 is cut short",
        "9fcb0001 00000007,                  type 203 with count 31 is cut short",
        "80c80001 00000007,                  type 200 with count 0 is cut short",
        "81ca0002 00000007 01ff7673,         type 202 with count 1 is cut short",
        "81ca0002 00000007 01027673,         type 202 with count 1 is cut short",
        "a0c90001 00000000,                  0 of them are padding",
        "a0c90001 00000008,                  8 of them are padding",
        "80c90001 00000007 8000,             ends within a header"
    })
    void saysWhatIsWrongWithADatagram(String hex, String message) {
        assertThatThrownBy(() -> parse(hex))
                .isInstanceOf(RtcpFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void tellsRtcpFromRtpByTheSecondByte() {
        assertThat(RtcpCompound.isRtcp(bytes("80c80000"), 0, 4)).isTrue();
        assertThat(RtcpCompound.isRtcp(bytes("80cd0000"), 0, 4)).isTrue();
        assertThat(RtcpCompound.isRtcp(bytes("80000000"), 0, 4)).isFalse();
        assertThat(RtcpCompound.isRtcp(bytes("80e50000"), 0, 4)).isFalse(); // payload type 101 with marker
        assertThat(RtcpCompound.isRtcp(bytes("80c8"), 0, 2)).isFalse();
    }

    @Test
    void aReportHoldsThirtyOneBlocksAndNoMore() {
        List<RtcpPacket> tooMany = List.of(new RtcpPacket.ReceiverReport(1, Collections.nCopies(32, BLOCK)));
        assertThatThrownBy(() -> RtcpCompound.encode(tooMany, new byte[2000], 0))
                .hasMessageContaining("got 32");
        assertThatThrownBy(() -> new RtcpPacket.Bye(List.of(), Optional.empty()))
                .hasMessageContaining("no source");
    }

    @Test
    void ntpTimeCountsFrom1900() {
        long ntp = NtpTime.of(Instant.parse("1970-01-01T00:00:00.500Z"));
        assertThat(ntp >>> 32).isEqualTo(2_208_988_800L);
        assertThat(ntp & 0xFFFF_FFFFL).isEqualTo(0x8000_0000L);
    }

    @Test
    void theRoundTripIsTheExampleOfTheRfc() {
        // RFC 3550 §6.4.1, figure 2: A = 0xb710:8000, LSR = 0xb705:2000, DLSR = 0x0005:4000, delay 6.125 s
        ReportBlock block = new ReportBlock(1, 0, 0, 0, 0, 0xB705_2000L, 0x0005_4000L);
        assertThat(block.roundTripMillis(0x0000_B710_8000_0000L)).isCloseTo(6125, within(0.001));
        assertThat(new ReportBlock(1, 0, 0, 0, 0, 0, 0).roundTripMillis(1)).isNegative();
    }

    private static List<RtcpPacket> parse(String hex) throws RtcpFormatException {
        byte[] bytes = bytes(hex);
        byte[] shifted = Arrays.copyOf(new byte[3], bytes.length + 3);
        System.arraycopy(bytes, 0, shifted, 3, bytes.length);
        return RtcpCompound.parse(shifted, 3, bytes.length);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
