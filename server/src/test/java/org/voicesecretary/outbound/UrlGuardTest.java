package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class UrlPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "2001:db8::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001::1"
            })
    void addressesInsideAreRefusedToStrangers(String address) throws Exception {
        InetAddress inside = InetAddress.ofLiteral(address);

        assertThat(UrlPolicy.isPublic(inside)).isFalse();
        assertThatThrownBy(() -> UrlPolicy.PUBLIC_ONLY.allowed("evil.example", new InetAddress[] {inside}))
                .isInstanceOf(AddressRefusedException.class)
                .hasMessageContaining("evil.example");
        assertThat(UrlPolicy.ANY.allowed("mine", new InetAddress[] {inside})).containsExactly(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "100.63.0.1",
                "100.128.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "2a00:1450:4001::1",
                "2001:4860::1"
            })
    void publicAddressesAreFine(String address) throws Exception {
        assertThat(UrlPolicy.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void ofSeveralAddressesOnlyThePublicOnesAreConnectedTo() throws Exception {
        InetAddress inside = InetAddress.ofLiteral("10.0.0.1");
        InetAddress outside = InetAddress.ofLiteral("8.8.8.8");

        assertThat(UrlPolicy.PUBLIC_ONLY.allowed("h", new InetAddress[] {inside, outside}))
                .containsExactly(outside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "file:///etc/passwd", "hook", "http:///x", "http://user:pw@h/"})
    void urlsThatAreNoneAreNamed(String url) {
        assertThat(UrlPolicy.ANY.problemWith(URI.create(url))).isPresent();
    }

    @Test
    void aPasswordInAUrlIsNotRepeatedInTheMessage() {
        assertThat(UrlPolicy.ANY
                        .problemWith(URI.create("http://user:hunter2@h/"))
                        .orElseThrow())
                .doesNotContain("hunter2");
    }
}
