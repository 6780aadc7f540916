package org.voicesecretary.media.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class IceLiteTest {
    private static final InetSocketAddress BROWSER = new InetSocketAddress("127.0.0.2", 40_000);
    private static final byte[] TRANSACTION = HexFormat.of().parseHex("0102030405060708090a0b0c");

    private final IceCredentials ours = new IceCredentials("serv", "0123456789abcdefghijkl");
    private final IceLite ice = new IceLite(ours, "brow");

    private Optional<byte[]> check(String username, String password, boolean useCandidate) {
        return ice.onPacket(ByteBuffer.wrap(StunMessage.check(username, password, useCandidate, TRANSACTION)), BROWSER);
    }

    @Test
    void anAuthenticCheckIsAnsweredWithWhereItCameFromAndMakesItsAddressValid() {
        StunMessage answer = StunMessage.parse(ByteBuffer.wrap(
                        check("serv:brow", ours.password(), false).orElseThrow()))
                .orElseThrow();

        assertThat(answer.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
        assertThat(answer.mappedAddress()).contains(BROWSER);
        assertThat(answer.isSignedWith(ours.password())).isTrue();
        assertThat(ice.isValid(BROWSER)).isTrue();
        assertThat(ice.nominated()).isEmpty();
    }

    @Test
    void theAddressThatTheBrowserChoosesIsNominated() {
        check("serv:brow", ours.password(), true);

        assertThat(ice.nominated()).contains(BROWSER);
    }

    @ParameterizedTest
    @CsvSource({
        "serv:brow, 0123456789abcdefghijkX",
        "serv:other, 0123456789abcdefghijkl",
        "brow:serv, 0123456789abcdefghijkl",
        "serv, 0123456789abcdefghijkl"
    })
    void aCheckThatIsNotAuthenticChangesNothingAndIsNotAnswered(String username, String password) {
        assertThat(check(username, password, true)).isEmpty();
        assertThat(ice.isValid(BROWSER)).isFalse();
        assertThat(ice.nominated()).isEmpty();
    }

    @Test
    void aCheckWithAnyBitChangedChangesNothing() {
        byte[] check = StunMessage.check("serv:brow", ours.password(), true, TRANSACTION);
        for (int bit = 0; bit < check.length * 8; bit++) {
            byte[] changed = check.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(ice.onPacket(ByteBuffer.wrap(changed), BROWSER)).isEmpty();
        }
        assertThat(ice.isValid(BROWSER)).isFalse();
    }

    @Test
    void aCheckThatIsCutShortOrIsNoiseChangesNothing() {
        byte[] check = StunMessage.check("serv:brow", ours.password(), true, TRANSACTION);
        for (int length = 0; length < check.length; length++) {
            assertThat(ice.onPacket(ByteBuffer.wrap(check, 0, length), BROWSER)).isEmpty();
        }
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(ice.onPacket(ByteBuffer.wrap(noise), BROWSER)).isEmpty();
        }
        assertThat(ice.isValid(BROWSER)).isFalse();
    }

    @Test
    void nobodyGetsMoreThanSixteenAddresses() {
        byte[] check = StunMessage.check("serv:brow", ours.password(), false, TRANSACTION);
        for (int port = 1; port <= 16; port++) {
            assertThat(ice.onPacket(ByteBuffer.wrap(check), new InetSocketAddress("127.0.0.3", port)))
                    .isPresent();
        }

        assertThat(ice.onPacket(ByteBuffer.wrap(check), new InetSocketAddress("127.0.0.3", 17)))
                .isEmpty();
    }

    /** RFC 5769 §2.1, whose password and username are these. */
    @Test
    void theSampleRequestOfRfc5769IsAuthentic() {
        byte[] sample = HexFormat.of()
                .parseHex("000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74"
                        + "002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020"
                        + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");

        StunMessage message = StunMessage.parse(ByteBuffer.wrap(sample)).orElseThrow();

        assertThat(message.username()).contains("evtj:h6vY");
        assertThat(message.isSignedWith("VOkJxbRl1RmTxUk/WvJxBt")).isTrue();
        assertThat(message.isSignedWith("VOkJxbRl1RmTxUk/WvJxBu")).isFalse();
        assertThat(message.fromControlled()).isTrue();
    }

    @Test
    void credentialsAreLongEnoughNeverTheSameAndHidden() {
        IceCredentials first = IceCredentials.random(new SecureRandom());

        assertThat(first).isNotEqualTo(IceCredentials.random(new SecureRandom()));
        assertThat(first.toString()).doesNotContain(first.password());
        assertThatThrownBy(() -> new IceCredentials("abc", "0123456789abcdefghijkl"))
                .hasMessageContaining("ice-ufrag of 3");
    }
}
