package org.voicesecretary.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.time.WheelTimers;

/** What stands for us in Via and Contact, with {@code sip.public-address} set. */
@Tag("wire")
class AdvertisedAddressTest {
    private static final TransportLayer.Receiver NOBODY = new TransportLayer.Receiver() {
        @Override
        public void onRequest(SipRequest request, Flow from) {}

        @Override
        public void onResponse(SipResponse response, Flow from) {}

        @Override
        public void onMalformed(SipParseException problem, Flow from) {}
    };

    @Test
    void peersOutsideAreToldThePublicAddressAndThoseOnThisMachineItsOwn() throws Exception {
        try (var timers = new WheelTimers(Runnable::run);
                var layer = new TransportLayer(
                        List.of(ListeningPoint.parse("udp:0.0.0.0:0")),
                        Optional.of("voice.example.com"),
                        Optional.empty(),
                        TransportLimits.DEFAULTS,
                        timers,
                        new SipCounters(),
                        RequestFilter.ALL,
                        Optional.empty(),
                        NOBODY)) {
            assertThat(told(layer, InetAddress.ofLiteral("192.0.2.77"))).isEqualTo("voice.example.com");
            assertThat(told(layer, InetAddress.ofLiteral("127.0.0.1"))).isEqualTo("127.0.0.1");
            assertThat(told(layer, InetAddress.ofLiteral("127.0.0.2"))).startsWith("127.0.0.");
            for (InetAddress own : ownAddresses()) {
                assertThat(told(layer, own)).isEqualTo(own.getHostAddress());
            }
        }
    }

    private static String told(TransportLayer layer, InetAddress peer) throws Exception {
        Flow flow = layer.flowTo(new Hop(Transport.UDP, new InetSocketAddress(peer, 5060)));
        return layer.advertised(flow).host();
    }

    private static List<InetAddress> ownAddresses() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof java.net.Inet4Address)
                .toList();
    }
}
