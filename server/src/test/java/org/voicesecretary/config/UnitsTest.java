package org.voicesecretary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class UnitsTest {
    @Test
    void durationsAndSizesComeBackAsTheyWereWritten() {
        for (String text : List.of("0s", "1500ms", "5s", "90s", "10m", "4h", "30d")) {
            assertThat(Units.text(Units.duration(text))).isEqualTo(text);
        }
        for (String text : List.of("0B", "512B", "64KB", "512MB", "2GB", "1TB")) {
            assertThat(ByteSize.parse(text)).hasToString(text);
        }
        assertThat(ByteSize.parse("64KB").bytes()).isEqualTo(65_536);
    }

    @Test
    void whatIsNoDurationSizeRangeOrAddressIsRefusedWithASentence() {
        for (String text : List.of("", "5", "s", "-1s", "1.5s", "5 weeks")) {
            assertThatThrownBy(() -> Units.duration(text)).hasMessageContaining("is no duration; expected");
        }
        for (String text : List.of("", "64", "64kb", "1PB")) {
            assertThatThrownBy(() -> ByteSize.parse(text)).hasMessageContaining("is no size; expected");
        }
        for (String text : List.of("", "1", "0-5", "5-4", "1-70000", "a-b", "1-2-3")) {
            assertThatThrownBy(() -> PortRange.parse(text)).hasMessageContaining("is no port range; expected");
        }
        for (String text : List.of("", "8080", ":8080", "host:", "host:99999", "::1:8080", "[]:80", "a b:80")) {
            assertThatThrownBy(() -> HostPort.parse(text)).hasMessageContaining("is no address to listen on; expected");
        }
    }

    @Test
    void addressesKeepTheirBracketsOnlyOnPaper() {
        assertThat(HostPort.parse("[::1]:8080"))
                .isEqualTo(new HostPort("::1", 8080))
                .hasToString("[::1]:8080");
        assertThat(SipListen.parse("TCP:[::]:5060")).hasToString("tcp:[::]:5060");
    }

    @Test
    void aHintIsGivenForNearWordsOnly() {
        assertThat(Nearest.hint("timout", List.of("url", "timeout"))).isEqualTo("; did you mean \"timeout\"?");
        assertThat(Nearest.hint("fallback_url", List.of("url", "fallback-url")))
                .isEqualTo("; did you mean \"fallback-url\"?");
        assertThat(Nearest.hint("zebra", List.of("url", "timeout"))).isEqualTo("; known here: url, timeout");
    }
}
