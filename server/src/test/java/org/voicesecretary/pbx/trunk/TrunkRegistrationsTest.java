package org.voicesecretary.pbx.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.sip.registration.RegistrationListener;
import org.voicesecretary.sip.registration.RegistrationState;

@Tag("db")
class TrunkRegistrationsTest {
    private final List<String> journal = new ArrayList<>();
    private final List<RegistrationListener> listeners = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TrunkRegistrations trunks = new TrunkRegistrations(
            (config, listener) -> {
                String who = config.addressOfRecord().uri() + " at " + config.registrar();
                journal.add("begin " + who);
                listeners.add(listener);
                return () -> journal.add("end " + who);
            },
            meters);

    @TempDir
    Path path;

    @Test
    void onlyTrunksThatWantItRegisterAndAChangedOneDoesSoAnew() {
        try (var applied = new AppliedOffice(path)) {
            follow(applied, "secret-1");
            follow(applied, "secret-1");
            assertThat(journal)
                    .containsExactly("begin sip:me@sip.example.net at sip:sip.example.net:5070;transport=tcp");

            follow(applied, "secret-2");
            assertThat(journal).hasSize(3).element(1).asString().startsWith("end sip:me@");

            trunks.close();
            assertThat(journal).hasSize(4);
        }
    }

    @Test
    void theMetricSaysWhetherATrunkIsRegistered() {
        try (var applied = new AppliedOffice(path)) {
            follow(applied, "secret-1");
            listeners.getFirst().onState(new RegistrationState.Registered(Duration.ofMinutes(5)));
            assertThat(meters.get("trunk.registered")
                            .tag("trunk", "main")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            trunks.close();
            assertThat(meters.find("trunk.registered").gauge()).isNull();
        }
    }

    private void follow(AppliedOffice applied, String password) {
        applied.apply(ACCOUNT
                + "trunks: [{name: main, host: sip.example.net, port: 5070, transport: tcp, user: me, password: "
                + password + ", register: true}, {name: in, allow: [192.0.2.3]}]");
        trunks.follow(List.of(applied.office()));
    }
}
