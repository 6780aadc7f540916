package org.voicesecretary.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.config.SipListen;

@Tag("wire")
class PortChecksTest {
    private static final RunningServer NONE = new RunningServer("");

    @TempDir
    Path directory;

    @Test
    void freePortsAreFine() throws Exception {
        assertThat(lines(NONE, Map.of()))
                .contains("OK    sip udp:127.0.0.1:0  free", "OK    http 127.0.0.1:0  free")
                .last()
                .asString()
                .matches("OK {4}rtp 45000-45399 {2}\\d+ ports are free, 10 calls need 20");
    }

    @Test
    void takenPortsFailUnlessOurOwnServerHasThem() throws Exception {
        try (var udp = new DatagramSocket(loopback(0));
                var tcp = new ServerSocket()) {
            tcp.bind(loopback(0));
            String sip = "udp:127.0.0.1:" + udp.getLocalPort();
            Map<String, String> settings = Map.of("SIP_LISTEN", sip, "HTTP_LISTEN", "127.0.0.1:" + tcp.getLocalPort());

            assertThat(lines(NONE, settings))
                    .anyMatch(line -> line.startsWith("FAIL  sip " + sip + "  cannot be opened (")
                            && line.endsWith(
                                    "stop the program that has it (`ss -lnp` shows which) or change sip.listen"))
                    .anyMatch(line -> line.startsWith("FAIL  http 127.0.0.1:" + tcp.getLocalPort())
                            && line.endsWith("or change http.listen"));
            assertThat(lines(health(sip), settings))
                    .contains(
                            "OK    sip " + sip + "  held by the running server",
                            "OK    http 127.0.0.1:" + tcp.getLocalPort() + "  held by the running server");
            assertThat(lines(health(sip + "0"), settings))
                    .as("a server at another port, of which ours is the beginning")
                    .anyMatch(line -> line.startsWith("FAIL  sip " + sip));
        }
    }

    @Test
    void theRunningServerMayWriteAnAddressInAnotherWay() {
        assertThat(health("udp:[0:0:0:0:0:0:0:0]:5060, tcp:127.0.0.1:5060").holds(SipListen.parse("udp:[::]:5060")))
                .isTrue();
        assertThat(health("udp:0.0.0.0:5060").holds(SipListen.parse("tcp:0.0.0.0:5060")))
                .isFalse();
    }

    @Test
    void aRangeThatOthersHaveTakenIsTold() throws Exception {
        try (var taken = new DatagramSocket(loopback(0))) {
            int port = taken.getLocalPort();
            Map<String, String> settings = Map.of("RTP_PORTS", (port & ~1) + "-" + (port | 1), "MAX_CALLS", "1");

            assertThat(lines(NONE, settings))
                    .last()
                    .asString()
                    .matches("FAIL {2}rtp [0-9-]+ {2}[01] ports are free, 1 calls need 2: "
                            + "choose a range that no other program uses, or lower max-calls");
            assertThat(lines(health("udp:127.0.0.1:5060"), settings))
                    .last()
                    .asString()
                    .matches("OK {4}rtp [0-9-]+ {2}[01] ports are free, the running server has others");
        }
    }

    private List<String> lines(RunningServer running, Map<String, String> settings) throws InterruptedException {
        Map<String, String> all = new HashMap<>(Map.of(
                "SIP_LISTEN", "udp:127.0.0.1:0",
                "HTTP_LISTEN", "127.0.0.1:0",
                "RTP_PORTS", "45000-45399",
                "MAX_CALLS", "10"));
        all.putAll(settings);
        return Findings.of(new PortChecks(Findings.config(directory, all), running));
    }

    private static RunningServer health(String listening) {
        return new RunningServer(
                "{\"status\":\"ready\",\"checks\":[{\"name\":\"sip\",\"ok\":true,\"note\":\"" + listening + "\"}]}");
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
