package org.voicesecretary.sip.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Against a name server of three names on the loopback. */
@Tag("wire")
class DnsClientTest {
    private static final Map<String, List<String>> ZONE = Map.of(
            "example.org. NAPTR", List.of("10 20 \"s\" \"SIP+D2T\" \"\" _sip._tcp.example.org."),
            "_sip._tcp.example.org. SRV", List.of("5 6 5062 host.example.org.", "9 0 0 ."),
            "host.example.org. A", List.of("192.0.2.7"),
            "host.example.org. AAAA", List.of("2001:db8::7"));

    private DatagramSocket socket;
    private DnsClient client;

    @BeforeEach
    void startTheNameServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        client = DnsClient.of((InetSocketAddress) socket.getLocalSocketAddress(), Duration.ofMillis(500));
    }

    @AfterEach
    void stopTheNameServer() {
        socket.close();
    }

    private void serve() {
        var buffer = new byte[1500];
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(new Message(java.util.Arrays.copyOf(buffer, packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                return; // closed: the test is over
            }
        }
    }

    private static Message answer(Message question) throws IOException {
        Record asked = question.getQuestion();
        var answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(asked, Section.QUESTION);
        if (asked.getName().toString().startsWith("broken")) answer.getHeader().setRcode(Rcode.SERVFAIL);
        if (asked.getName().toString().startsWith("nowhere")) answer.getHeader().setRcode(Rcode.NXDOMAIN);
        for (String text : ZONE.getOrDefault(asked.getName() + " " + Type.string(asked.getType()), List.of())) {
            answer.addRecord(
                    Record.fromString(asked.getName(), asked.getType(), DClass.IN, 60, text, Name.root),
                    Section.ANSWER);
        }
        return answer;
    }

    @Test
    void recordsComeOverAsTheyAre() throws IOException {
        assertThat(client.naptr("example.org"))
                .containsExactly(new DnsRecords.Naptr(10, 20, "s", "SIP+D2T", "_sip._tcp.example.org"));
        assertThat(client.srv("_sip._tcp.example.org"))
                .containsExactlyInAnyOrder(
                        new DnsRecords.Srv(5, 6, 5062, "host.example.org"), new DnsRecords.Srv(9, 0, 0, ""));
        assertThat(client.addresses("host.example.org"))
                .containsExactly(InetAddress.ofLiteral("192.0.2.7"), InetAddress.ofLiteral("2001:db8::7"));
    }

    @Test
    void whatIsNotThereIsAnEmptyList() throws IOException {
        assertThat(client.naptr("host.example.org")).isEmpty();
        assertThat(client.addresses("nowhere.example.org")).isEmpty();
    }

    @Test
    void aFailureIsAnException() {
        assertThatThrownBy(() -> client.addresses("broken.example.org"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("DNS did not answer for broken.example.org");
        assertThatThrownBy(() -> client.srv("a..b")).isInstanceOf(IOException.class);
    }

    @Test
    void aDeadNameServerIsGivenUp() {
        socket.close();
        assertThatThrownBy(() -> client.addresses("host.example.org")).isInstanceOf(IOException.class);
    }
}
