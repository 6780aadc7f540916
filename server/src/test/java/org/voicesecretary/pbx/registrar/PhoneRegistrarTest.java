package org.voicesecretary.pbx.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.config.Secret;
import org.voicesecretary.sip.InviteHandler;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.RequestOutcome;
import org.voicesecretary.sip.RequestReply.HeaderField;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.UserAgentConfig;
import org.voicesecretary.sip.auth.DigestAlgorithm;
import org.voicesecretary.sip.auth.DigestCredentials;
import org.voicesecretary.sip.message.HeaderName;
import org.voicesecretary.sip.message.Method;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipResponse;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.time.WheelTimers;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

/** Telephones register over real sockets, and what is known of them is in a real database. */
@Tag("wire")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class PhoneRegistrarTest {
    @Parameter
    TestEngine engine;

    private static final InetAddress HOME = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    private final Map<String, Subscribers.Subscriber> extensions = new HashMap<>(Map.of(
            "7-101", subscriber("secret-of-101", DigestAlgorithm.MD5, 2),
            "7-102", subscriber("secret-of-102", DigestAlgorithm.SHA_256, 10)));
    private final List<String> guesses = new ArrayList<>();
    private final WheelTimers timers =
            new WheelTimers(task -> Thread.ofVirtual().start(task));
    private DeviceAddresses addresses;
    private TestDatabase db;
    private PhoneRegistrar registrar;
    private UserAgent office;
    private final Map<String, UserAgent> phones = new HashMap<>();

    private static Subscribers.Subscriber subscriber(String password, DigestAlgorithm digest, int devices) {
        return new Subscribers.Subscriber(new Secret(password), digest, devices);
    }

    @BeforeEach
    void start() throws Exception {
        open();
    }

    private void open() throws Exception {
        db = TestDatabase.open(engine, directory);
        addresses = new DeviceAddresses();
        registrar = PhoneRegistrar.open(
                new Subscribers() {
                    @Override
                    public Optional<Subscriber> of(String login) {
                        return Optional.ofNullable(extensions.get(login));
                    }

                    @Override
                    public List<DigestAlgorithm> digests() {
                        return List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256);
                    }
                },
                addresses,
                (source, username) -> guesses.add(username),
                db.database(),
                db.writer(),
                new PhoneRegistrar.Surroundings(InstantSource.system(), timers, new SecureRandom()));
        office = UserAgent.start(
                UserAgentConfig.listening("udp:127.0.0.1:0")
                        .capabilities(UserAgentConfig.OFFICE)
                        .requests(registrar)
                        .build(),
                InviteHandler.NONE);
    }

    @AfterEach
    void stop() {
        phones.values().forEach(UserAgent::close);
        close();
        timers.close();
    }

    private void close() {
        office.close();
        db.close();
    }

    /** @param telephone each has a Contact of its own */
    private SipResponse register(String login, String password, String telephone, String expires) throws Exception {
        SipUri target = SipUri.parse(
                "sip:127.0.0.1:" + office.listeningPoints().getFirst().address().getPort());
        NameAddr self = NameAddr.of(SipUri.parse("sip:" + login + "@office"));
        InviteOptions options = InviteOptions.DEFAULTS
                .withFrom(self)
                .withTo(self)
                .withLogins(realm -> Optional.of(new DigestCredentials(login, password)));
        List<HeaderField> headers = List.of(new HeaderField(HeaderName.EXPIRES, expires));
        return switch (phone(telephone).request(Method.REGISTER, target, options, headers, null, new byte[0])) {
            case RequestOutcome.Success(var response) -> response;
            case RequestOutcome.Refused(var response) -> response;
            case RequestOutcome.NoAnswer(String why) -> throw new AssertionError(why);
        };
    }

    private UserAgent phone(String telephone) throws IOException {
        UserAgent phone = phones.get(telephone);
        if (phone == null) {
            phone = UserAgent.start(UserAgentConfig.listening("udp:127.0.0.1:0").build(), InviteHandler.NONE);
            phones.put(telephone, phone);
        }
        return phone;
    }

    private int register(String login, String password, String telephone) throws Exception {
        return register(login, password, telephone, "600").status();
    }

    private long outcomes(RegistrationCounts.Outcome outcome) {
        return registrar.counts().count(outcome);
    }

    @Test
    void aTelephoneThatKnowsItsPasswordIsThereUntilItSaysGoodbye() throws Exception {
        assertThat(registrar.isOnline("7-101")).isFalse();
        assertThat(register("7-101", "secret-of-101", "a")).isEqualTo(200);
        assertThat(register("7-102", "secret-of-102", "b")).isEqualTo(200);
        assertThat(registrar.isOnline("7-101")).isTrue();
        assertThat(registrar.of("7-102")).hasSize(1);
        assertThat(addresses.has(HOME)).isTrue();

        assertThat(register("7-101", "secret-of-101", "a", "0").status()).isEqualTo(200);
        assertThat(registrar.isOnline("7-101")).isFalse();
        assertThat(addresses.has(HOME)).as("the other one is still there").isTrue();
        assertThat(register("7-102", "secret-of-102", "b", "0").status()).isEqualTo(200);
        assertThat(addresses.has(HOME)).isFalse();
        assertThat(outcomes(RegistrationCounts.Outcome.ACCEPTED)).isEqualTo(4);
    }

    @Test
    void aWrongPasswordAndALoginThatDoesNotExistCannotBeToldApart() throws Exception {
        SipResponse wrong = register("7-101", "guess", "a", "600");
        SipResponse unknown = register("7-999", "guess", "a", "600");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.reason()).isEqualTo(wrong.reason());
        assertThat(unknown.headers().size()).isEqualTo(wrong.headers().size());
        assertThat(registrar.size()).isZero();
        assertThat(addresses.has(HOME)).isFalse();
        assertThat(guesses).containsExactly("7-101", "7-999");
        assertThat(outcomes(RegistrationCounts.Outcome.WRONG_PASSWORD)).isEqualTo(2);
    }

    @Test
    void anExtensionHasSoManyTelephonesAndNoMore() throws Exception {
        assertThat(register("7-101", "secret-of-101", "a")).isEqualTo(200);
        assertThat(register("7-101", "secret-of-101", "b")).isEqualTo(200);
        assertThat(register("7-101", "secret-of-101", "c")).isEqualTo(403);
        assertThat(register("7-101", "secret-of-101", "b")).as("refreshed").isEqualTo(200);
        assertThat(registrar.of("7-101")).hasSize(2);
        assertThat(outcomes(RegistrationCounts.Outcome.REFUSED)).isEqualTo(1);
    }

    @Test
    void telephonesAreStillThereAfterARestart() throws Exception {
        register("7-101", "secret-of-101", "a");
        register("7-101", "secret-of-101", "b");
        register("7-102", "secret-of-102", "c");
        register("7-102", "secret-of-102", "c", "0");
        close();

        open();
        assertThat(registrar.of("7-101")).hasSize(2);
        assertThat(registrar.isOnline("7-102")).isFalse();
        assertThat(addresses.has(HOME)).isTrue();
        assertThat(register("7-101", "secret-of-101", "a", "0").status()).isEqualTo(200);
        assertThat(registrar.of("7-101")).hasSize(1);
    }

    @Test
    void unknownNamesAreChallengedTheSameWayAfterARestart() throws Exception {
        List<String> before = algorithms();
        close();
        open();
        assertThat(algorithms()).isEqualTo(before).contains("MD5", "SHA-256");
    }

    private List<String> algorithms() throws Exception {
        var seen = new ArrayList<String>();
        for (int i = 200; i < 220; i++) {
            String challenge = register("7-" + i, "guess", "a", "600").headers().first(HeaderName.WWW_AUTHENTICATE);
            seen.add(challenge.contains("SHA-256") ? "SHA-256" : "MD5");
        }
        return seen;
    }

    @Test
    void anotherPasswordAndAnExtensionThatIsSwitchedOffEndWhatIsRegistered() throws Exception {
        register("7-101", "secret-of-101", "a");
        register("7-102", "secret-of-102", "b");
        extensions.put("7-101", subscriber("changed", DigestAlgorithm.MD5, 3));
        registrar.subscribersChanged();
        assertThat(registrar.isOnline("7-101")).isFalse();
        assertThat(registrar.isOnline("7-102")).isTrue();
        assertThat(register("7-101", "secret-of-101", "a")).isEqualTo(401);
        assertThat(register("7-101", "changed", "a")).isEqualTo(200);

        extensions.remove("7-102");
        registrar.subscribersChanged();
        assertThat(registrar.size()).isEqualTo(1);
        assertThat(register("7-102", "secret-of-102", "b")).isEqualTo(401);
        close();
        open();
        assertThat(registrar.size()).as("stored, too").isEqualTo(1);
    }
}
