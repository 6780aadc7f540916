package org.voicesecretary.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.voicesecretary.sip.auth.DigestAlgorithm;
import org.voicesecretary.sip.auth.DigestChallenger;
import org.voicesecretary.sip.auth.DigestCredentials;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.BindingListener;
import org.voicesecretary.sip.registration.BindingStore;
import org.voicesecretary.sip.registration.Registrar;
import org.voicesecretary.sip.registration.RegistrarPolicy;
import org.voicesecretary.sip.time.WheelTimers;

/** How many devices register in a second, with digest, over UDP; both sides share the processor. */
@Tag("perf")
@Timeout(120)
class RegistrationLoadTest {

    private static final int DEVICES = 20_000;

    @Test
    void aThousandDevicesRegisterInASecond() throws Exception {
        try (var timers = new WheelTimers(task -> Thread.ofVirtual().start(task))) {
            var store = new BindingStore(InstantSource.system(), timers, BindingListener.NONE);
            var challenger = new DigestChallenger(
                    "office",
                    false,
                    List.of(DigestAlgorithm.MD5),
                    Duration.ofMinutes(5),
                    InstantSource.system(),
                    new SecureRandom());
            var handler = new RegisterHandler(
                    new RequestAuthenticator(challenger, (user, realm) -> Optional.of("secret")),
                    RegisterHandler.AddressesOfRecord.OWN,
                    new Registrar(RegistrarPolicy.DEFAULT, store, InstantSource.system()),
                    RequestHandler.NONE);
            var office = UserAgentConfig.listening("udp:127.0.0.1:0")
                    .capabilities(UserAgentConfig.OFFICE)
                    .requests(handler)
                    .build();
            try (var server = UserAgent.start(office, InviteHandler.NONE);
                    var phones = UserAgent.start(
                            UserAgentConfig.listening("udp:127.0.0.1:0").build(), InviteHandler.NONE)) {
                SipUri target = TwoUserAgentsTest.uriOf(server);
                registered(phones, target, 0, DEVICES / 4);
                long begin = System.nanoTime();
                int known = registered(phones, target, DEVICES, DEVICES);
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.out.printf("%.0f registrations/s with digest, client included%n", known / seconds);
                assertThat(known).isEqualTo(DEVICES);
                assertThat(known / seconds).isGreaterThan(1_000);
                assertThat(store.size()).isEqualTo(DEVICES + DEVICES / 4);
            }
        }
    }

    private static int registered(UserAgent phones, SipUri target, int from, int count) throws Exception {
        var window = new Semaphore(64);
        var done = new CountDownLatch(count);
        var known = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < count; i++) {
            String user = "7-" + (from + i);
            window.acquire();
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    NameAddr self = NameAddr.of(SipUri.parse("sip:" + user + "@office"));
                    var options = InviteOptions.DEFAULTS
                            .withFrom(self)
                            .withTo(self)
                            .withLogins(realm -> Optional.of(new DigestCredentials(user, "secret")));
                    var outcome = phones.request(Method.REGISTER, target, options, List.of(), null, new byte[0]);
                    if (outcome instanceof RequestOutcome.Success) {
                        known.incrementAndGet();
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                } finally {
                    window.release();
                    done.countDown();
                }
            }));
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        return known.get();
    }
}
