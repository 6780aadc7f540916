package org.voicesecretary.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.sip.auth.DecoyAlgorithms;
import org.voicesecretary.sip.auth.DigestAlgorithm;
import org.voicesecretary.sip.auth.DigestChallenger;
import org.voicesecretary.sip.auth.DigestCredentials;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.BindingListener;
import org.voicesecretary.sip.registration.BindingStore;
import org.voicesecretary.sip.registration.Registrar;
import org.voicesecretary.sip.registration.RegistrarPolicy;
import org.voicesecretary.sip.time.ManualTimers;

/** Devices register over real sockets, with digest. */
@Tag("wire")
@Timeout(60)
class RegisterHandlerTest {

    private final ManualTimers storeTime = new ManualTimers();
    private BindingStore store;
    private UserAgent office;
    private UserAgent phone;

    /** 101 has MD5, 102 SHA-256, and both the password "secret". */
    private static final class Passwords implements DigestChallenger.Secrets {
        private final DecoyAlgorithms decoys =
                new DecoyAlgorithms(new byte[] {7}, List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256));

        @Override
        public Optional<String> password(String username, String realm) {
            return username.equals("101") || username.equals("102") ? Optional.of("secret") : Optional.empty();
        }

        @Override
        public List<DigestAlgorithm> algorithms(String username, String realm) {
            return switch (username) {
                case "101" -> List.of(DigestAlgorithm.MD5);
                case "102" -> List.of(DigestAlgorithm.SHA_256);
                default -> decoys.of(username);
            };
        }
    }

    @BeforeEach
    void start() throws Exception {
        store = new BindingStore(InstantSource.system(), storeTime, BindingListener.NONE);
        var challenger = new DigestChallenger(
                "office",
                false,
                List.of(DigestAlgorithm.MD5),
                Duration.ofMinutes(5),
                InstantSource.system(),
                new SecureRandom());
        var handler = new RegisterHandler(
                new RequestAuthenticator(challenger, new Passwords()),
                RegisterHandler.AddressesOfRecord.OWN,
                new Registrar(RegistrarPolicy.DEFAULT, store, InstantSource.system()),
                RequestHandler.NONE);
        office = UserAgent.start(
                UserAgentConfig.listening("udp:127.0.0.1:0", "tcp:127.0.0.1:0")
                        .capabilities(UserAgentConfig.OFFICE)
                        .requests(handler)
                        .build(),
                InviteHandler.NONE);
        phone = UserAgent.start(
                UserAgentConfig.listening("udp:127.0.0.1:0", "tcp:127.0.0.1:0").build(), InviteHandler.NONE);
    }

    @AfterEach
    void stop() {
        phone.close();
        office.close();
    }

    private InetSocketAddress address(String transport) {
        return office.listeningPoints().get(transport.equals("udp") ? 0 : 1).address();
    }

    private SipResponse register(String user, String username, String password, String transport) throws Exception {
        SipUri target = SipUri.parse("sip:127.0.0.1:" + address(transport).getPort() + ";transport=" + transport);
        NameAddr self = NameAddr.of(SipUri.parse("sip:" + user + "@office"));
        InviteOptions options = InviteOptions.DEFAULTS
                .withFrom(self)
                .withTo(self)
                .withLogins(realm -> Optional.of(new DigestCredentials(username, password)));
        return switch (phone.request(Method.REGISTER, target, options, List.of(), null, new byte[0])) {
            case RequestOutcome.Success(var response) -> response;
            case RequestOutcome.Refused(var response) -> response;
            case RequestOutcome.NoAnswer(String why) -> throw new AssertionError(why);
        };
    }

    @ParameterizedTest
    @CsvSource({"101,udp", "101,tcp", "102,udp", "102,tcp"})
    void aDeviceThatKnowsItsPasswordIsBound(String user, String transport) throws Exception {
        SipResponse ok = register(user, user, "secret", transport);
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.headers().first("Contact")).contains("expires=3600");
        assertThat(store.of(user)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"101,wrong", "102,wrong", "103,secret"})
    void aWrongPasswordAndAnUnknownUserGetTheSameAnswer(String user, String password) throws Exception {
        SipResponse refused = register(user, user, password, "udp");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.reason()).isEqualTo("Unauthorized");
        assertThat(refused.headers().all(HeaderName.WWW_AUTHENTICATE)).hasSize(1);
        assertThat(store.size()).isZero();
    }

    @Test
    void nobodyRegistersForAnother() throws Exception {
        // 401 where the algorithm of the other one is not that of 101.
        assertThat(register("102", "101", "secret", "udp").status()).isIn(401, 403);
        assertThat(register("999", "101", "secret", "udp").status()).isIn(401, 403);
        assertThat(store.size()).isZero();
    }

    @Test
    void theDecoysOfUnknownNamesAreStableAndOfEveryKind() {
        var decoys = new DecoyAlgorithms(new byte[] {7}, List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256));
        var again = new DecoyAlgorithms(new byte[] {7}, List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256));
        var seen = new java.util.HashSet<List<DigestAlgorithm>>();
        for (int i = 100; i < 200; i++) {
            assertThat(decoys.of("7-" + i)).isEqualTo(again.of("7-" + i));
            seen.add(decoys.of("7-" + i));
        }
        assertThat(seen).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"register-md5"})
    void sippRegistersAndUnregisters(String scenario) throws Exception {
        try (var sipp = Sipp.calling(scenario, address("udp"), "-s", "101", "-au", "101", "-ap", "secret")) {
            sipp.succeeds();
        }
        assertThat(store.size()).isZero();
    }

    // ---- connections and keep-alives

    @Test
    void aLostConnectionTakesTheFlowWithIt() throws Exception {
        InetSocketAddress target = address("tcp");
        try (var socket = new Socket(target.getAddress(), target.getPort())) {
            String unauthorized = exchange(socket, 1, "");
            String nonce = unauthorized.split("nonce=\"")[1].split("\"")[0];
            String ha1 = md5("101:office:secret");
            String response = md5(ha1 + ":" + nonce + ":00000001:c:auth:" + md5("REGISTER:sip:office"));
            String ok = exchange(
                    socket,
                    2,
                    "Authorization: Digest username=\"101\",realm=\"office\",nonce=\"" + nonce
                            + "\",uri=\"sip:office\",response=\"" + response
                            + "\",algorithm=MD5,qop=auth,nc=00000001,cnonce=\"c\"\r\n");
            assertThat(ok).startsWith("SIP/2.0 200").contains("Require: outbound", "Flow-Timer: 120");
            assertThat(store.of("101")).hasSize(1);
            socket.getOutputStream().write("\r\n\r\n".getBytes(US_ASCII));
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo("\r\n".getBytes(US_ASCII));
        }
        Eventually.become(() -> assertThat(store.of("101")).isEmpty());
    }

    private static String exchange(Socket socket, int cseq, String more) throws Exception {
        String text = "REGISTER sip:office SIP/2.0\r\nVia: SIP/2.0/TCP 10.0.0.7:5060;rport;branch=z9hG4bKr" + cseq
                + "\r\nFrom: <sip:101@office>;tag=f\r\nTo: <sip:101@office>\r\nCall-ID: flow\r\nCSeq: " + cseq
                + " REGISTER\r\nSupported: path, outbound\r\n" + more
                + "Contact: <sip:101@10.0.0.7:5060;transport=tcp;ob>;reg-id=1;+sip.instance=\"<urn:uuid:1>\"\r\n"
                + "Content-Length: 0\r\n\r\n";
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        var answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            assertThat(c).isNotNegative();
            answer.append((char) c);
        }
        return answer.toString();
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("MD5").digest(text.getBytes(US_ASCII)));
    }

    @Test
    void aPingOverUdpIsAnsweredAndASingleLineEndIsNot() throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(10_000);
            for (String sent : List.of("\r\n", "\r\n\r\n")) {
                byte[] bytes = sent.getBytes(US_ASCII);
                socket.send(new DatagramPacket(bytes, bytes.length, address("udp")));
            }
            var packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            assertThat(packet.getLength()).isEqualTo(2);
        }
    }

    @Test
    void aStunBindingRequestIsToldWhereItCameFrom() throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(10_000);
            byte[] request = HexFormat.of().parseHex("000100002112a442000102030405060708090a0b");
            socket.send(new DatagramPacket(request, request.length, address("udp")));
            var packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            ByteBuffer answer = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
            assertThat(packet.getLength()).isEqualTo(32);
            assertThat(answer.getShort(0)).isEqualTo((short) 0x0101);
            assertThat((answer.getShort(26) & 0xffff) ^ 0x2112).isEqualTo(socket.getLocalPort());
            assertThat(answer.getInt(28) ^ 0x2112a442).isEqualTo(0x7f000001);
        }
    }
}
