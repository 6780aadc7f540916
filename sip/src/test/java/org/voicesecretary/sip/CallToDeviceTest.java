package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.Reason;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.registration.Binding;
import org.voicesecretary.sip.registration.BindingListener;
import org.voicesecretary.sip.registration.BindingStore;
import org.voicesecretary.sip.registration.Registrar;
import org.voicesecretary.sip.registration.RegistrarPolicy;
import org.voicesecretary.sip.time.ManualTimers;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.RequestFilter;
import org.voicesecretary.sip.transport.TransportLimits;

/** Calls to devices that registered, by the way their registration says. */
@Tag("wire")
@Timeout(60)
class CallToDeviceTest {

    private static final byte[] OFFER = "offer".getBytes(UTF_8);
    private static final String SDP = "Content-Type: application/sdp\n\nanswer";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final RecordingListener heard = new RecordingListener();
    private final BindingStore store =
            new BindingStore(InstantSource.system(), new ManualTimers(), BindingListener.NONE);
    private final Registrar registrar = new Registrar(RegistrarPolicy.DEFAULT, store, InstantSource.system());
    private UserAgent office;

    @BeforeEach
    void start() throws Exception {
        RequestHandler handler = new RequestHandler() {
            @Override
            public RequestReply onRequest(SipRequest request, Flow source) {
                return register(request, source);
            }

            @Override
            public void onFlowClosed(Flow flow) {
                store.onFlowClosed(flow);
            }
        };
        office = UserAgent.start(
                UserAgentConfig.listening("udp:127.0.0.1:0", "tcp:127.0.0.1:0")
                        .capabilities(UserAgentConfig.OFFICE)
                        .requests(handler)
                        .build(),
                InviteHandler.NONE);
    }

    private RequestReply register(SipRequest request, Flow source) {
        var answer = registrar.register("101", request, source);
        return RequestReply.of(answer.status(), answer.reason(), answer.headers());
    }

    @AfterEach
    void stop() {
        office.close();
    }

    private InetSocketAddress udp() {
        return office.listeningPoints().get(0).address();
    }

    private RawStream connect() throws Exception {
        InetSocketAddress tcp = office.listeningPoints().get(1).address();
        return new RawStream(new Socket(tcp.getAddress(), tcp.getPort()));
    }

    private Binding device() {
        return store.of("101").getFirst();
    }

    private OutboundInvite call(Binding device) {
        return office.invite(device, OFFER, InviteOptions.DEFAULTS, heard);
    }

    @Test
    void aWholeCallGoesBackByTheConnectionOfTheRegistration() throws Exception {
        try (var phone = connect()) {
            assertThat(phone.register().status()).isEqualTo(200);
            OutboundInvite call = call(device());
            SipRequest invite = phone.request("INVITE");
            assertThat(invite.uri().text()).isEqualTo(RawStream.CONTACT + ";ob");
            phone.respond(invite, 180, "");
            phone.respond(invite, 200, SDP);
            phone.request("ACK");
            assertThat(call.await(SOON))
                    .isInstanceOfSatisfying(
                            InviteOutcome.Answered.class,
                            answered -> answered.dialog().bye());
            assertThat(phone.request("BYE").uri().text()).isEqualTo(RawStream.CONTACT);
        }
    }

    @Test
    void otherRequestsGoThereToo() throws Exception {
        try (var phone = connect()) {
            phone.register();
            var asked = new FutureTask<>(() ->
                    office.request(Method.OPTIONS, device(), InviteOptions.DEFAULTS, List.of(), null, new byte[0]));
            Thread.ofVirtual().start(asked);
            phone.respond(phone.request("OPTIONS"), 200, "");
            assertThat(asked.get()).isInstanceOf(RequestOutcome.Success.class);
        }
    }

    @Test
    void aClosedConnectionIsAFailedFlowAtOnce() throws Exception {
        Binding device;
        try (var phone = connect()) {
            phone.register();
            device = device();
        }
        Eventually.become(() -> assertThat(store.of("101")).isEmpty());
        assertThat(call(device).await(SOON))
                .isInstanceOfSatisfying(
                        InviteOutcome.Unreachable.class,
                        lost -> assertThat(lost.why()).contains("430"));
        heard.await("ended Unreachable");
    }

    @Test
    void aConnectionThatBreaksWhileItRingsEndsTheCall() throws Exception {
        OutboundInvite call;
        try (var phone = connect()) {
            phone.register();
            call = call(device());
            phone.request("INVITE");
        }
        // The INVITE was written before, so only its timer ends it, or our giving up.
        call.cancel();
        office.close();
        assertThat(call.await(SOON)).isEqualTo(new InviteOutcome.Cancelled());
    }

    private void registerByUdp(RawPeer peer, String more) throws Exception {
        peer.send("""
                REGISTER sip:office SIP/2.0
                Via: SIP/2.0/UDP 10.0.0.7:5060;branch=z9hG4bKreg;rport
                From: <sip:101@office>;tag=f
                To: <sip:101@office>
                Call-ID: reg
                CSeq: 1 REGISTER
                """ + more);
        peer.response(200);
    }

    @Test
    void aDeviceBehindANatIsCalledAtTheAddressItCameFrom() throws Exception {
        try (var peer = new RawPeer(udp())) {
            registerByUdp(peer, "Contact: <sip:101@10.0.0.7:5060>\n");
            call(device());
            SipRequest invite = peer.request("INVITE");
            assertThat(invite.uri().text()).isEqualTo("sip:101@10.0.0.7:5060");
        }
    }

    @Test
    void itIsFoundThereAfterARestartToo() throws Exception {
        try (var peer = new RawPeer(udp())) {
            registerByUdp(peer, "Contact: <sip:101@10.0.0.7:5060>\n");
            Binding restored = Binding.parse(device().text());
            assertThat(restored.flow()).isNull();
            call(restored);
            peer.request("INVITE");
        }
    }

    @Test
    void aDeviceWithAPathIsCalledByItsProxies() throws Exception {
        try (var proxy = new RawPeer(udp())) {
            registerByUdp(
                    proxy, "Path: <sip:edge@%host%;lr>, <sip:inner.example;lr>\nContact: <sip:101@10.0.0.7:5060>\n");
            call(device());
            SipRequest invite = proxy.request("INVITE");
            assertThat(invite.routes()).hasSize(2);
            assertThat(invite.routes().getFirst().uri().text()).isEqualTo("sip:edge@" + proxy.host() + ";lr");
            assertThat(invite.uri().text()).isEqualTo("sip:101@10.0.0.7:5060");
        }
    }

    @Test
    void aLostConnectionFallsBackToAContactThatCanBeReached() throws Exception {
        try (var listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            InetSocketAddress tcp = office.listeningPoints().get(1).address();
            try (var phone = new RawStream(new Socket(tcp.getAddress(), tcp.getPort()))) {
                phone.send("""
                        REGISTER sip:office SIP/2.0
                        Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKreg
                        From: <sip:101@office>;tag=f
                        To: <sip:101@office>
                        Call-ID: reg
                        CSeq: 1 REGISTER
                        Contact: <sip:101@127.0.0.1:%d;transport=tcp>
                        """.formatted(listening.getLocalPort()));
                phone.receive();
                assertThat(device().reach()).isEqualTo(Binding.Reach.FLOW_FIRST);
            }
            Flow flow = device().flow();
            Eventually.become(() -> assertThat(flow.isOpen()).isFalse());
            OutboundInvite call = call(device());
            try (var phone = new RawStream(listening.accept())) {
                phone.respond(phone.request("INVITE"), 486, "");
                phone.request("ACK");
            }
            assertThat(call.await(SOON)).isInstanceOf(InviteOutcome.Rejected.class);
        }
    }

    @Test
    void whoHasRegisteredIsNoStrangerAndIsNotClosedForSilence() throws Exception {
        var time = new ManualTimers();
        var limits = new TransportLimits(
                10,
                1,
                10,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(4),
                Duration.ofSeconds(10),
                Duration.ZERO,
                1 << 20,
                100,
                1);
        var nobodyKnown = new RequestFilter() {
            @Override
            public boolean knows(InetAddress source) {
                return false;
            }
        };
        var config = UserAgentConfig.listening("tcp:127.0.0.1:0")
                .capabilities(UserAgentConfig.OFFICE)
                .timers(time)
                .transportLimits(limits)
                .filter(nobodyKnown)
                .requests(this::register)
                .build();
        try (var ua = UserAgent.start(config, InviteHandler.NONE)) {
            InetSocketAddress at = ua.listeningPoints().getFirst().address();
            try (var phone = new RawStream(new Socket(at.getAddress(), at.getPort()))) {
                Eventually.become(() -> assertThat(ua.counters().connections()).isEqualTo(1));
                try (var early = new Socket(at.getAddress(), at.getPort())) {
                    assertThat(early.getInputStream().read())
                            .as("one stranger only")
                            .isEqualTo(-1);
                }
                phone.register();
                try (var next = new RawStream(new Socket(at.getAddress(), at.getPort()))) {
                    assertThat(next.register(2).status()).isEqualTo(200);
                    // Only the watch over each connection is left: the writes are done.
                    Eventually.become(() -> assertThat(time.pending()).isEqualTo(2));
                    time.advance(Duration.ofSeconds(600));
                    assertThat(ua.counters().connections()).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void losersAreToldThatTheCallWasTakenElsewhere() throws Exception {
        try (var phone = connect()) {
            phone.register();
            OutboundInvite call = call(device());
            SipRequest invite = phone.request("INVITE");
            phone.respond(invite, 180, "");
            heard.await("progress 180");
            call.cancel(Reason.COMPLETED_ELSEWHERE);
            SipRequest cancel = phone.request("CANCEL");
            assertThat(cancel.headers().first("Reason")).isEqualTo("SIP;cause=200;text=\"Call completed elsewhere\"");
            phone.respond(cancel, 200, "");
            phone.respond(invite, 487, "");
            assertThat(call.await(SOON)).isEqualTo(new InviteOutcome.Cancelled());
        }
    }
}
