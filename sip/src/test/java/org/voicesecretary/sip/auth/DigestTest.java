package org.voicesecretary.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class DigestTest {
    private static final byte[] NONE = new byte[0];

    /** MD5 and SHA-256 with auth: RFC 7616 §3.9.1. The others: the same input through Python's hashlib. */
    @ParameterizedTest
    @CsvSource({
        "MD5, auth, 8ca523f5e9506fed4657c9700eebdbec",
        "MD5_SESS, auth, e783283f46242139c486a698fec7211d",
        "MD5, auth-int, d1b8e2ac3f6782372de4bf3d8735b406",
        "MD5, none, 7b2cc3b30e75b4777ea31027084363fd",
        "SHA_256, auth, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        "SHA_256_SESS, auth, 2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7",
        "SHA_256, auth-int, 385d2de062660ced11876f42d9497c69cacf5caaf3d951dd424aee9f7157d563",
        "SHA_256, none, a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363",
        "SHA_512_256, auth, 430d05014cecc49cab6fbe03176d41a1da86cbfe24a16580e22aaad928d960d0",
        "SHA_512_256_SESS, auth, 3f2a34f923c38b0fb26dce2fdfc2ce326c23cecf86fbb1444f3e51fbbc2cb92e",
        "SHA_512_256, auth-int, 5e69357dfa951887c95e88aae45b1f7f834aeba94f85648b86d532e82afdb589",
        "SHA_512_256, none, 93e9122020ea0624d2ca801426d5bfbeb93d10ff4cc24cb410af3920fa4730e7"
    })
    void theVectorsOfRfc7616ComeOut(DigestAlgorithm algorithm, String qop, String expected) {
        String userHash = Digest.userHash(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
        String response = Digest.response(
                algorithm,
                userHash,
                "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                qop.equals("none") ? null : qop,
                "00000001",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                "GET",
                "/dir/index.html",
                qop.equals("auth-int") ? "v=0\r\n".getBytes(StandardCharsets.US_ASCII) : NONE);
        assertThat(response).isEqualTo(expected);
    }

    @Test
    void theVectorOfRfc2617ComesOut() {
        String userHash = Digest.userHash(DigestAlgorithm.MD5, "Mufasa", "testrealm@host.com", "Circle Of Life");
        assertThat(userHash).isEqualTo("939e7578ed9e3c518a452acee763bce9");
        assertThat(Digest.response(
                        DigestAlgorithm.MD5,
                        userHash,
                        "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                        "auth",
                        "00000001",
                        "0a4f113b",
                        "GET",
                        "/dir/index.html",
                        NONE))
                .isEqualTo("6629fae49393a05397450978507c4ef1");
    }

    @Test
    void anUnknownAlgorithmIsNoAlgorithm() {
        assertThat(DigestAlgorithm.of("AKAv1-MD5")).isEmpty();
        assertThat(DigestAlgorithm.of(null)).hasValue(DigestAlgorithm.MD5);
        assertThat(DigestAlgorithm.of("sha-256")).hasValue(DigestAlgorithm.SHA_256);
    }

    @Test
    void passwordsAreNotPrinted() {
        assertThat(new DigestCredentials("ann", "secret").toString())
                .contains("ann")
                .doesNotContain("secret");
    }
}
