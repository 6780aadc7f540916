package org.voicesecretary.sip.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;

@Tag("unit")
class ServerLocatorTest {
    /** DNS as a table; a name in {@code broken} makes the question fail. */
    private static final class Table implements DnsRecords {
        final Map<String, List<Naptr>> naptrs = new HashMap<>();
        final Map<String, List<Srv>> srvs = new HashMap<>();
        final Map<String, List<InetAddress>> hosts = new LinkedHashMap<>();
        final List<String> broken = new ArrayList<>();
        final List<String> asked = new ArrayList<>();

        @Override
        public List<Naptr> naptr(String name) throws IOException {
            return answer("NAPTR", name, naptrs);
        }

        @Override
        public List<Srv> srv(String name) throws IOException {
            return answer("SRV", name, srvs);
        }

        @Override
        public List<InetAddress> addresses(String name) throws IOException {
            return answer("A", name, hosts);
        }

        private <T> List<T> answer(String type, String name, Map<String, List<T>> table) throws IOException {
            asked.add(type + " " + name);
            if (broken.contains(type + " " + name)) throw new IOException("server failure");
            return table.getOrDefault(name, List.of());
        }

        Table host(String name, String... addresses) {
            var list = new ArrayList<InetAddress>();
            for (String address : addresses) list.add(InetAddress.ofLiteral(address));
            hosts.put(name, list);
            return this;
        }

        Table naptr(String name, int order, int preference, String service, String replacement) {
            naptrs.computeIfAbsent(name, k -> new ArrayList<>())
                    .add(new Naptr(order, preference, "s", service, replacement));
            return this;
        }

        Table srv(String name, int priority, int weight, int port, String target) {
            srvs.computeIfAbsent(name, k -> new ArrayList<>()).add(new Srv(priority, weight, port, target));
            return this;
        }
    }

    private final Table dns = new Table();

    private ServerLocator locator(String... transports) {
        return new ServerLocator(dns, List.of(transports), address -> true, new Random(1));
    }

    private static SipUri uri(String text) {
        try {
            return SipUri.parse(text);
        } catch (SipParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private List<String> located(String uri, String... transports) throws IOException {
        return locator(transports).locate(uri(uri)).stream()
                .map(l -> l.transport() + " " + l.address().getAddress().getHostAddress() + " "
                        + l.address().getPort())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "sip:192.0.2.1, UDP 192.0.2.1 5060",
        "sip:192.0.2.1:5070, UDP 192.0.2.1 5070",
        "sip:192.0.2.1;transport=tcp, TCP 192.0.2.1 5060",
        "sip:192.0.2.1;transport=TLS, TLS 192.0.2.1 5061",
        "sips:192.0.2.1, TLS 192.0.2.1 5061",
        "sips:192.0.2.1:5099;transport=tcp, TLS 192.0.2.1 5099",
        "sip:[2001:db8::1]:5062, UDP 2001:db8:0:0:0:0:0:1 5062",
        "sip:example.org;maddr=192.0.2.9, UDP 192.0.2.9 5060"
    })
    void anAddressNeedsNoDns(String uri, String expected) throws IOException {
        assertThat(located(uri, "UDP", "TCP", "TLS")).containsExactly(expected);
        assertThat(dns.asked).isEmpty();
    }

    @Test
    void aPortMeansAddressesOnly() throws IOException {
        dns.host("example.org", "192.0.2.1", "2001:db8::1");
        assertThat(located("sip:example.org:5070", "UDP", "TCP"))
                .containsExactly("UDP 192.0.2.1 5070", "UDP 2001:db8:0:0:0:0:0:1 5070");
        assertThat(dns.asked).containsExactly("A example.org");
    }

    @Test
    void naptrChoosesTheTransportAndSrvThePort() throws IOException { // RFC 3263 §4.1
        dns.naptr("example.org", 90, 50, "SIP+D2T", "_sip._tcp.example.org")
                .naptr("example.org", 50, 50, "SIPS+D2T", "_sips._tcp.example.org")
                .naptr("example.org", 100, 50, "SIP+D2U", "_sip._udp.example.org")
                .srv("_sip._tcp.example.org", 0, 1, 5062, "a.example.org")
                .srv("_sip._udp.example.org", 0, 1, 5063, "b.example.org")
                .host("a.example.org", "192.0.2.1")
                .host("b.example.org", "192.0.2.2");
        assertThat(located("sip:example.org", "UDP", "TCP"))
                .containsExactly("TCP 192.0.2.1 5062", "UDP 192.0.2.2 5063");
    }

    @Test
    void aSecureUriGoesByTlsOnly() throws IOException {
        dns.naptr("example.org", 10, 50, "SIP+D2U", "_sip._udp.example.org")
                .naptr("example.org", 20, 50, "SIPS+D2T", "_sips._tcp.example.org")
                .srv("_sips._tcp.example.org", 0, 1, 5061, "a.example.org")
                .host("a.example.org", "192.0.2.1");
        assertThat(located("sips:example.org", "UDP", "TCP", "TLS")).containsExactly("TLS 192.0.2.1 5061");
        assertThatThrownBy(() -> located("sips:example.org", "UDP")).hasMessageContaining("sips:example.org");
        assertThatThrownBy(() -> located("sips:example.org;transport=udp", "UDP", "TLS"))
                .hasMessageContaining("transport udp");
    }

    @Test
    void withoutNaptrSrvIsAskedPerTransportInOurOrder() throws IOException {
        dns.srv("_sip._udp.example.org", 0, 1, 5060, "u.example.org")
                .srv("_sip._tcp.example.org", 0, 1, 5065, "t.example.org")
                .host("u.example.org", "192.0.2.1")
                .host("t.example.org", "192.0.2.2");
        assertThat(located("sip:example.org", "TCP", "UDP"))
                .containsExactly("TCP 192.0.2.2 5065", "UDP 192.0.2.1 5060");
    }

    @Test
    void aNamedTransportAsksForItsSrvWithoutNaptr() throws IOException {
        dns.srv("_sip._tcp.example.org", 0, 1, 5065, "t.example.org").host("t.example.org", "192.0.2.2");
        assertThat(located("sip:example.org;transport=tcp", "UDP", "TCP")).containsExactly("TCP 192.0.2.2 5065");
        assertThat(dns.asked).containsExactly("SRV _sip._tcp.example.org", "A t.example.org");
    }

    @Test
    void withoutAnyRecordTheHostItselfIsAskedFor() throws IOException {
        dns.host("example.org", "192.0.2.1");
        assertThat(located("sip:example.org", "UDP", "TCP")).containsExactly("UDP 192.0.2.1 5060");
        assertThat(located("sip:example.org;transport=tcp", "UDP", "TCP")).containsExactly("TCP 192.0.2.1 5060");
        assertThat(located("sips:example.org", "UDP", "TLS")).containsExactly("TLS 192.0.2.1 5061");
        assertThat(located("sip:example.org", "TCP")).containsExactly("TCP 192.0.2.1 5060");
    }

    @Test
    void questionsThatFailOnTheWayCountAsUnanswered() throws IOException {
        dns.host("example.org", "192.0.2.1").broken.addAll(List.of("NAPTR example.org", "SRV _sip._udp.example.org"));
        assertThat(located("sip:example.org", "UDP")).containsExactly("UDP 192.0.2.1 5060");
        dns.broken.add("A example.org");
        assertThatThrownBy(() -> located("sip:example.org", "UDP"))
                .isInstanceOf(IOException.class)
                .hasMessage("server failure");
    }

    @Test
    void aServiceDeclaredAbsentAndServersWithoutAddressAreSkipped() throws IOException {
        dns.srv("_sip._udp.example.org", 0, 0, 0, "")
                .srv("_sip._tcp.example.org", 0, 1, 5060, "gone.example.org")
                .srv("_sip._tcp.example.org", 1, 1, 5060, "there.example.org")
                .host("there.example.org", "192.0.2.3");
        assertThat(located("sip:example.org", "UDP", "TCP")).containsExactly("TCP 192.0.2.3 5060");
    }

    @Test
    void anUnknownHostSaysSo() {
        assertThatThrownBy(() -> located("sip:nowhere.example", "UDP"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("host nowhere.example has no address we can reach");
        assertThatThrownBy(() -> located("sip:192.0.2.1;transport=sctp", "UDP"))
                .hasMessage("transport sctp of sip:192.0.2.1;transport=sctp is not offered here, expected one of UDP");
    }

    @Test
    void addressesOfAFamilyWeLackAreLeftOut() throws IOException {
        dns.host("example.org", "2001:db8::1", "192.0.2.1");
        var locator = new ServerLocator(dns, List.of("UDP"), address -> address instanceof Inet4Address, new Random(1));
        assertThat(locator.locate(uri("sip:example.org"))).hasSize(1);
    }

    @Test
    void prioritiesComeInOrderAndWeightsDecideWithinOne() throws IOException { // RFC 2782
        dns.srv("_sip._udp.example.org", 20, 0, 5060, "last")
                .srv("_sip._udp.example.org", 10, 90, 5060, "heavy")
                .srv("_sip._udp.example.org", 10, 10, 5060, "light")
                .host("last", "192.0.2.3")
                .host("heavy", "192.0.2.1")
                .host("light", "192.0.2.2");
        var locator = locator("UDP");
        int heavyFirst = 0;
        for (int i = 0; i < 1000; i++) {
            List<ServerLocation> order = locator.locate(uri("sip:example.org"));
            assertThat(order).hasSize(3);
            assertThat(order.get(2).address().getAddress().getHostAddress()).isEqualTo("192.0.2.3");
            if (order.getFirst().address().getAddress().getHostAddress().equals("192.0.2.1")) heavyFirst++;
        }
        assertThat(heavyFirst).isBetween(850, 940);
    }

    @Test
    void theSameRandomGivesTheSameOrder() throws IOException {
        for (int i = 0; i < 8; i++)
            dns.srv("_sip._udp.example.org", 1, i, 5060 + i, "h").host("h", "192.0.2.1");
        assertThat(located("sip:example.org", "UDP"))
                .isEqualTo(located("sip:example.org", "UDP"))
                .hasSize(8);
    }

    @Test
    void aFloodOfRecordsIsCut() throws IOException {
        for (int i = 0; i < 200; i++) {
            dns.srv("_sip._udp.example.org", 1, 1, 5060 + i, "h" + i)
                    .host("h" + i, "192.0.2." + i, "198.51.100." + i, "203.0.113." + i);
        }
        assertThat(located("sip:example.org", "UDP")).hasSize(32);
    }
}
