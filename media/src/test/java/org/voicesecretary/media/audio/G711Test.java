package org.voicesecretary.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class G711Test {

    @Test
    void all256CodesOfBothLawsDecodeAsTheReferenceDoes() throws Exception {
        ByteBuffer muLaw = reference("mulaw.s16le");
        ByteBuffer aLaw = reference("alaw.s16le");
        for (int code = 0; code < 256; code++) {
            assertThat(G711.fromMuLaw((byte) code)).as("µ-law %02x", code).isEqualTo(muLaw.getShort(2 * code));
            assertThat(G711.fromALaw((byte) code)).as("A-law %02x", code).isEqualTo(aLaw.getShort(2 * code));
        }
    }

    @Test
    void all65536SamplesEncodeToTheMuLawIntervalOfTable2a() {
        for (int linear = Short.MIN_VALUE; linear <= Short.MAX_VALUE; linear++) {
            assertThat(G711.toMuLaw((short) linear)).as("sample %d", linear).isEqualTo(muLawByTable(linear));
        }
    }

    @Test
    void all65536SamplesEncodeToTheALawIntervalOfTable1a() {
        for (int linear = Short.MIN_VALUE; linear <= Short.MAX_VALUE; linear++) {
            assertThat(G711.toALaw((short) linear)).as("sample %d", linear).isEqualTo(aLawByTable(linear));
        }
    }

    @Test
    void everyCodeSurvivesDecodingAndEncodingExceptNegativeZero() {
        for (int code = 0; code < 256; code++) {
            assertThat(G711.toALaw(G711.fromALaw((byte) code))).isEqualTo((byte) code);
            if (code != 0x7F) {
                assertThat(G711.toMuLaw(G711.fromMuLaw((byte) code))).isEqualTo((byte) code);
            }
        }
        assertThat(G711.toMuLaw(G711.fromMuLaw((byte) 0x7F))).isEqualTo(G711.MU_LAW_SILENCE);
        assertThat(G711.toMuLaw((short) 0)).isEqualTo(G711.MU_LAW_SILENCE);
        assertThat(G711.toALaw((short) 0)).isEqualTo(G711.A_LAW_SILENCE);
    }

    /** By the decision values of the Recommendation: 0, 1, 3, 5 … 31, 35 … 8159, in 14 bits. */
    private static byte muLawByTable(int linear) {
        int magnitude = (linear < 0 ? -1 - linear : linear) >> 2;
        int decision = 1;
        int interval = 0;
        while (interval < 127 && magnitude >= decision) {
            interval++;
            decision += 2 << (interval / 16);
        }
        return (byte) ((linear < 0 ? 0x7F : 0xFF) - interval);
    }

    /** By the decision values of the Recommendation: 0, 1 … 32, 34 … 64, 68 … 2048, in 12 bits of magnitude. */
    private static byte aLawByTable(int linear) {
        int magnitude = (linear < 0 ? -1 - linear : linear) >> 4;
        int decision = 1;
        int interval = 0;
        while (interval < 127 && magnitude >= decision) {
            interval++;
            decision += interval < 32 ? 1 : 1 << (interval / 16 - 1);
        }
        return (byte) ((linear < 0 ? interval : interval | 0x80) ^ 0x55);
    }

    private static ByteBuffer reference(String name) throws Exception {
        Path file = Path.of(G711Test.class.getResource("/g711/" + name).toURI());
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
