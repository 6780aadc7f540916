package org.voicesecretary.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class UrlGuardTest {
    @ParameterizedTest
    @CsvSource({
        // private: this machine, its network, its provider's
        "127.0.0.1, PRIVATE",
        "127.9.9.9, PRIVATE",
        "10.1.2.3, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "192.168.1.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "100.127.255.255, PRIVATE",
        "192.0.0.8, PRIVATE",
        "192.0.2.1, PRIVATE",
        "192.88.99.1, PRIVATE",
        "198.18.0.1, PRIVATE",
        "198.19.255.255, PRIVATE",
        "198.51.100.7, PRIVATE",
        "203.0.113.9, PRIVATE",
        "::1, PRIVATE",
        "fc00::1, PRIVATE",
        "fd12::1, PRIVATE",
        "fec0::1, PRIVATE",
        "2001:db8::1, PRIVATE",
        "3fff:123::1, PRIVATE",
        "2001:20::1, PRIVATE",
        "4000::1, PRIVATE",
        // never: no host, link-local, metadata
        "0.0.0.0, FORBIDDEN",
        "0.1.2.3, FORBIDDEN",
        "169.254.169.254, FORBIDDEN",
        "169.254.0.1, FORBIDDEN",
        "100.100.100.200, FORBIDDEN",
        "192.0.0.192, FORBIDDEN",
        "168.63.129.16, FORBIDDEN",
        "224.0.0.1, FORBIDDEN",
        "240.0.0.1, FORBIDDEN",
        "255.255.255.255, FORBIDDEN",
        "::, FORBIDDEN",
        "fe80::1, FORBIDDEN",
        "febf::1, FORBIDDEN",
        "ff02::1, FORBIDDEN",
        "fd00:ec2::254, FORBIDDEN",
        "fd20:ce::254, FORBIDDEN",
        // an IPv4 address in disguise
        "::ffff:127.0.0.1, PRIVATE",
        "::ffff:169.254.169.254, FORBIDDEN",
        "::127.0.0.1, PRIVATE",
        "::169.254.169.254, FORBIDDEN",
        "::ffff:0:169.254.169.254, FORBIDDEN",
        "::8.8.8.8, PRIVATE",
        "64:ff9b::127.0.0.1, PRIVATE",
        "64:ff9b::169.254.169.254, FORBIDDEN",
        "64:ff9b::8.8.8.8, PRIVATE",
        "64:ff9b:1::169.254.169.254, FORBIDDEN",
        "2002:7f00:1::, PRIVATE",
        "2002:a9fe:a9fe::, FORBIDDEN",
        "2002:0808:0808::1, PRIVATE",
        "2001:0:5ef5:79fd::5601:5601, FORBIDDEN", // Teredo: its client is 169.254.169.254
        "2001:0:a9fe:a9fe::1, FORBIDDEN", // its server is
        "2001::1, FORBIDDEN",
        "2001:0:808:808:0:1:f7f7:f7f7, PRIVATE",
        "2a00:1450::5efe:a9fe:a9fe, FORBIDDEN", // ISATAP
        "2a00:1450::200:5efe:808:808, PRIVATE",
        // public
        "8.8.8.8, PUBLIC",
        "::ffff:8.8.8.8, PUBLIC", // the JDK takes a mapped one for what it hides, and connects to that
        "100.63.0.1, PUBLIC",
        "100.128.0.1, PUBLIC",
        "172.32.0.1, PUBLIC",
        "192.0.1.1, PUBLIC",
        "223.255.255.255, PUBLIC",
        "2a00:1450:4001::1, PUBLIC",
        "2001:4860::1, PUBLIC",
    })
    void anAddressIsWhatItIsAlsoInDisguise(String address, AddressKind kind) throws Exception {
        InetAddress host = InetAddress.ofLiteral(address);

        assertThat(AddressKind.of(host)).isEqualTo(kind);
        for (UrlGuard guard : UrlGuard.values()) {
            boolean allowed =
                    kind == AddressKind.PUBLIC || kind == AddressKind.PRIVATE && guard == UrlGuard.PRIVATE_TOO;
            if (allowed) {
                assertThat(guard.allowed("shop.example", host)).containsExactly(host);
            } else {
                assertThatThrownBy(() -> guard.allowed("shop.example", host))
                        .isInstanceOf(AddressRefusedException.class)
                        .hasMessageContaining("shop.example")
                        .hasMessageContaining(host.getHostAddress());
            }
        }
    }

    @Test
    void ofSeveralAddressesOnlyTheAllowedOnesAreConnectedTo() throws Exception {
        InetAddress inside = InetAddress.ofLiteral("10.0.0.1");
        InetAddress outside = InetAddress.ofLiteral("8.8.8.8");
        InetAddress metadata = InetAddress.ofLiteral("169.254.169.254");

        assertThat(UrlGuard.PUBLIC_ONLY.allowed("h", inside, outside, metadata)).containsExactly(outside);
        assertThat(UrlGuard.PRIVATE_TOO.allowed("h", inside, outside, metadata)).containsExactly(inside, outside);
        assertThatThrownBy(() -> UrlGuard.PRIVATE_TOO.allowed("h")).hasMessageContaining("no address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/",
                "file:///etc/passwd",
                "gopher://h/",
                "hook",
                "http:///x",
                "http:x",
                // who is asked is not who is named
                "http://user:pw@h/",
                "http://user@h/",
                "http://@h/",
                "http://shop.example%40169.254.169.254/",
                "http://shop.example\\@169.254.169.254/",
                "http://shop.example#@169.254.169.254/%",
                // addresses that programs read differently
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.01/",
                "http://127.1/",
                "http://127.0.1/",
                "http://1/",
                "http://127.0.0.1./",
                "http://127.0.0.0x1/",
                "http://256.1.1.1/",
                "http://1.2.3.4.5/",
                "http://017700000001/",
                "http://%31%32%37.0.0.1/",
                "http://127.0.0.1%00.example/",
                "http://①②⑦.⓪.⓪.①/",
                "http://127。0。0。1/",
                "http://ex\u00adample.com/",
                "http://bücher.example/",
                "http://exa_mple.com/",
                "http://-h.example/",
                "http://h..example/",
                "http://[fe80::1%25eth0]/",
                "http://[::1%251]/",
                "http://[v1.x]/",
                "http://[::1/",
                "http://h:0/",
                "http://h:65536/",
                "http://h:99999999999/",
                // never, whatever the policy
                "http://169.254.169.254/latest/meta-data/",
                "http://[::ffff:169.254.169.254]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/",
                "http://[64:ff9b::169.254.169.254]/",
                "http://[2002:a9fe:a9fe::1]/",
                "http://0.0.0.0/",
                "http://[::]/",
                "http://100.100.100.200/",
                "http://255.255.255.255/",
                "http://224.0.0.251/",
            })
    void odderSpellingsAndForbiddenAddressesAreRefusedAsTheyStand(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return; // refused before anybody asks the guard
        }
        for (UrlGuard guard : UrlGuard.values()) {
            assertThat(guard.problemWith(url)).as("%s by %s", text, guard).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9001/hook",
                "http://localhost/hook",
                "http://localhost./hook",
                "https://shop.example.com/hook?x=1%20a",
                "HTTPS://Shop.Example.COM./",
                "http://xn--bcher-kva.example/",
                "http://192.168.0.10/",
                "http://[::1]:9001/",
                "http://[fd12::1]/",
                "http://shop-1.internal:8080/a/b",
                "http://3com.example/",
            })
    void ordinaryUrlsAreFineWherePrivateOnesAre(String text) {
        assertThat(UrlGuard.PRIVATE_TOO.problemWith(URI.create(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/"})
    void privateAddressesInUrlsAreNamedWhereTheyAreNotAllowed(String text) {
        assertThat(UrlGuard.PUBLIC_ONLY.problemWith(URI.create(text)).orElseThrow())
                .contains("inside this network");
    }

    @Test
    void aUrlThatIsTooLongIsRefused() {
        assertThat(UrlGuard.PRIVATE_TOO.problemWith(URI.create("http://h/" + "x".repeat(2000))))
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("2009").hasSizeLessThan(200));
    }

    @Test
    void aPasswordInAUrlIsNotRepeatedInTheMessage() {
        assertThat(UrlGuard.PRIVATE_TOO
                        .problemWith(URI.create("http://user:hunter2@h/"))
                        .orElseThrow())
                .doesNotContain("hunter2");
    }

    @Test
    void aNameThatChangesItsAddressIsResolvedOnceAndHeldToTheAnswer() throws Exception {
        String[] answers = {"8.8.8.8", "127.0.0.1"};
        int[] asked = new int[1];
        var addresses = new GuardedAddresses(
                UrlGuard.PUBLIC_ONLY, host -> new InetAddress[] {InetAddress.ofLiteral(answers[asked[0]++])});

        assertThat(addresses.resolve("rebind.example"))
                .as("what is connected to")
                .containsExactly(InetAddress.ofLiteral("8.8.8.8"));
        assertThatThrownBy(() -> addresses.resolve("rebind.example"))
                .as("the next connection")
                .isInstanceOf(AddressRefusedException.class);
        assertThat(asked[0]).isEqualTo(2);
        assertThat(addresses.resolveCanonicalHostname("rebind.example")).isEqualTo("rebind.example");
    }
}
