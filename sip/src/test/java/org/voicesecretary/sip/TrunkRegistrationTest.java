package org.voicesecretary.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voicesecretary.sip.auth.DigestAlgorithm;
import org.voicesecretary.sip.auth.DigestChallenger;
import org.voicesecretary.sip.auth.DigestCredentials;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.BindingListener;
import org.voicesecretary.sip.registration.BindingStore;
import org.voicesecretary.sip.registration.ClientRegistration;
import org.voicesecretary.sip.registration.ClientRegistrationConfig;
import org.voicesecretary.sip.registration.Registrar;
import org.voicesecretary.sip.registration.RegistrarPolicy;
import org.voicesecretary.sip.registration.RegistrationState;
import org.voicesecretary.sip.time.ManualTimers;

/** We register with a provider over real sockets. */
@Tag("wire")
@Timeout(60)
class TrunkRegistrationTest {

    private final BindingStore store =
            new BindingStore(InstantSource.system(), new ManualTimers(), BindingListener.NONE);
    private final BlockingQueue<RegistrationState> states = new LinkedBlockingQueue<>();

    private UserAgent provider(String point) throws Exception {
        var challenger = new DigestChallenger(
                "provider",
                false,
                List.of(DigestAlgorithm.MD5),
                Duration.ofMinutes(5),
                InstantSource.system(),
                new SecureRandom());
        var policy = new RegistrarPolicy(
                Duration.ofSeconds(120), Duration.ofHours(1), Duration.ofHours(1), 1, Duration.ZERO);
        var handler = new RegisterHandler(
                new RequestAuthenticator(
                        challenger, (user, realm) -> Optional.of("secret").filter(s -> user.equals("office"))),
                RegisterHandler.AddressesOfRecord.OWN,
                new Registrar(policy, store, InstantSource.system()),
                RequestHandler.NONE);
        return UserAgent.start(
                UserAgentConfig.listening(point)
                        .capabilities(UserAgentConfig.OFFICE)
                        .requests(handler)
                        .build(),
                InviteHandler.NONE);
    }

    private ClientRegistration register(UserAgent office, InetSocketAddress at, String transport, String password)
            throws Exception {
        var config = ClientRegistrationConfig.of(
                        SipUri.parse("sip:127.0.0.1:" + at.getPort() + ";transport=" + transport),
                        NameAddr.parse("<sip:office@provider.example>"),
                        "trunk-1",
                        realm -> Optional.of(new DigestCredentials("office", password)))
                .withExpires(Duration.ofSeconds(60));
        return office.register(config, states::add);
    }

    private RegistrationState next() throws InterruptedException {
        return states.poll(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void weAreKnownAfterAChallengeAndAMinimumAndForgottenAtTheEnd(String transport) throws Exception {
        String point = transport + ":127.0.0.1:0";
        try (var provider = provider(point);
                var office = UserAgent.start(UserAgentConfig.listening(point).build(), InviteHandler.NONE)) {
            var registration =
                    register(office, provider.listeningPoints().getFirst().address(), transport, "secret");
            assertThat(next()).isInstanceOf(RegistrationState.Registering.class);
            assertThat(next()).isEqualTo(new RegistrationState.Registered(Duration.ofSeconds(120)));
            assertThat(store.of("office"))
                    .singleElement()
                    .satisfies(binding -> assertThat(binding.contact().user()).isEqualTo("trunk-1"));
            registration.close();
            assertThat(next()).isInstanceOf(RegistrationState.Unregistered.class);
            assertThat(store.size()).isZero();
        }
    }

    @Test
    void callsOfATrunkNameItInTheirContact() throws Exception {
        var contacts = new LinkedBlockingQueue<String>();
        try (var provider = UserAgent.start(
                        UserAgentConfig.listening("udp:127.0.0.1:0").build(), invite -> {
                            contacts.add(invite.request()
                                    .contact()
                                    .orElseThrow()
                                    .uri()
                                    .text());
                            invite.reject(RequestReply.of(486, "Busy Here"));
                        });
                var office = UserAgent.start(
                        UserAgentConfig.listening("udp:127.0.0.1:0").build(), InviteHandler.NONE)) {
            var outcome = office.invite(
                            TwoUserAgentsTest.uriOf(provider),
                            new byte[0],
                            InviteOptions.DEFAULTS.withContactUser("trunk-1"),
                            CallListener.NONE)
                    .await(Duration.ofSeconds(10));
            assertThat(outcome).isInstanceOf(InviteOutcome.Rejected.class);
            assertThat(contacts.poll(10, TimeUnit.SECONDS)).startsWith("sip:trunk-1@127.0.0.1:");
        }
    }

    @Test
    void aWrongPasswordIsToldAndTriedAgainLater() throws Exception {
        try (var provider = provider("udp:127.0.0.1:0");
                var office = UserAgent.start(
                        UserAgentConfig.listening("udp:127.0.0.1:0").build(), InviteHandler.NONE)) {
            register(office, provider.listeningPoints().getFirst().address(), "udp", "wrong");
            next();
            assertThat(next()).isInstanceOfSatisfying(RegistrationState.Failed.class, failed -> {
                assertThat(failed.status()).hasValue(401);
                assertThat(failed.retryIn()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
            });
        }
    }

    @Test
    void aLostConnectionIsNoticed() throws Exception {
        try (var office =
                UserAgent.start(UserAgentConfig.listening("tcp:127.0.0.1:0").build(), InviteHandler.NONE)) {
            try (var provider = provider("tcp:127.0.0.1:0")) {
                register(office, provider.listeningPoints().getFirst().address(), "tcp", "secret");
                next();
                assertThat(next()).isInstanceOf(RegistrationState.Registered.class);
            }
            assertThat(next()).isInstanceOf(RegistrationState.Failed.class);
        }
    }
}
