package org.voicesecretary.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class AddressCheckTest {
    private static final String NAT =
            ": if callers come from the internet, set sip.public-address to the address that they reach";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    203.0.113.7        | OK    public address  203.0.113.7; forward the SIP ports and the whole range of rtp.ports to this machine
                    2001:db8::7        | OK    public address  2001:db8::7 is 2001:db8:0:0:0:0:0:7; forward
                    voice.example.org  | OK    public address  voice.example.org is 203.0.113.9; forward
                    10.1.2.3           | WARN  public address  10.1.2.3, which only the local network reaches: if callers
                    172.16.0.1         | WARN  public address  172.16.0.1, which only the local network
                    192.168.1.1        | WARN  public address  192.168.1.1, which only the local network
                    100.64.0.1         | WARN  public address  100.64.0.1, which only the local network
                    169.254.1.1        | WARN  public address  169.254.1.1, which only the local network
                    fd00::1            | WARN  public address  fd00::1 is fd00:0:0:0:0:0:0:1, which only the local network
                    100.128.0.1        | OK    public address  100.128.0.1; forward
                    127.0.0.1          | WARN  public address  127.0.0.1, which only this machine reaches: if callers
                    0.0.0.0            | FAIL  public address  0.0.0.0, which no peer can send to: set it to a real address
                    224.0.0.1          | FAIL  public address  224.0.0.1, which no peer can send to
                    nowhere.example.org| FAIL  public address  "nowhere.example.org" is not known: write an IP address, or a name that DNS knows
                    """)
    void anAddressThatIsSetIsToldByWhoReachesIt(String address, String line) throws Exception {
        assertThat(found(Map.of("SIP_PUBLIC_ADDRESS", address), List.of())).startsWith(line);
    }

    @Test
    void aServerOnLoopbackNeedsNone() throws Exception {
        assertThat(found(Map.of("SIP_LISTEN", "udp:127.0.0.1:5060,tcp:[::1]:5060"), List.of("203.0.113.7")))
                .isEqualTo("OK    public address  not needed: SIP listens on loopback, only this machine can call");
    }

    @Test
    void whereNoneIsSetTheMachineHasToHaveOneThatOthersReach() throws Exception {
        assertThat(found(Map.of(), List.of("127.0.0.1", "10.0.0.2", "203.0.113.7")))
                .isEqualTo("OK    public address  not set, this machine has 10.0.0.2, 203.0.113.7");
        assertThat(found(Map.of(), List.of("127.0.0.1", "fe80::1", "10.0.0.2")))
                .isEqualTo(
                        "WARN  public address  not set, and this machine has private addresses only (10.0.0.2)" + NAT);
        assertThat(found(Map.of(), List.of("127.0.0.1", "::1")))
                .isEqualTo("WARN  public address  this machine has no address but loopback: connect it to a network");
    }

    @Test
    void addressesThatCannotBeReadAreAWarning() throws Exception {
        var network = new Network() {
            @Override
            public InetAddress named(String name) {
                return InetAddress.ofLiteral(name);
            }

            @Override
            public List<InetAddress> own() throws SocketException {
                throw new SocketException("no permission");
            }
        };
        assertThat(Findings.of(
                        new AddressCheck(Findings.config(directory, Map.of()).sip(), network)))
                .containsExactly(
                        "WARN  public address  the addresses of this machine cannot be read (no permission)" + NAT);
    }

    private String found(Map<String, String> settings, List<String> own) throws InterruptedException {
        var sip = Findings.config(directory, settings).sip();
        List<String> lines = Findings.of(new AddressCheck(sip, new Elsewhere(own)));
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    /** A machine with these addresses, on a network with one name. */
    private record Elsewhere(List<String> addresses) implements Network {
        @Override
        public InetAddress named(String name) throws UnknownHostException {
            if (name.equals("nowhere.example.org")) {
                throw new UnknownHostException(name);
            }
            return InetAddress.ofLiteral(name.equals("voice.example.org") ? "203.0.113.9" : name);
        }

        @Override
        public List<InetAddress> own() {
            return addresses.stream().map(InetAddress::ofLiteral).toList();
        }
    }
}
