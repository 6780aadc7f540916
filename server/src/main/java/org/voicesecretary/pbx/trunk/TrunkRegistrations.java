package org.voicesecretary.pbx.trunk;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeTrunk;
import org.voicesecretary.sip.registration.ClientRegistrationConfig;
import org.voicesecretary.sip.registration.RegistrationListener;
import org.voicesecretary.sip.registration.RegistrationState;

/** Keeps us registered with the providers of those trunks that want it, as the accounts are changed. */
public final class TrunkRegistrations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrunkRegistrations.class);

    /** Registers with a provider until it is closed. */
    @FunctionalInterface
    public interface Register {
        Registration with(ClientRegistrationConfig config, RegistrationListener listener);
    }

    /** One that runs. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private final Register register;
    private final MeterRegistry meters;
    private final Map<TrunkKey, Running> running = new HashMap<>();
    private boolean closed;

    public TrunkRegistrations(Register register, MeterRegistry meters) {
        this.register = register;
        this.meters = meters;
    }

    /** Ends the registrations of trunks that are gone or changed, and begins those of new ones; others are left alone. */
    public synchronized void follow(List<Office> offices) {
        if (closed) {
            return; // a change that comes while the server stops
        }
        Map<TrunkKey, OfficeTrunk> wanted = TrunkKey.among(offices, OfficeTrunk::register);
        for (TrunkKey key : new ArrayList<>(running.keySet())) {
            Running now = running.get(key);
            if (now != null && !now.trunk.equals(wanted.get(key))) {
                running.remove(key);
                now.close();
            }
        }
        wanted.forEach((key, trunk) -> {
            if (!running.containsKey(key)) {
                begin(key, trunk);
            }
        });
    }

    private void begin(TrunkKey key, OfficeTrunk trunk) {
        Optional<ClientRegistrationConfig> config =
                TrunkOrders.registration(trunk, TrunkSources.contactUser(key, trunk));
        if (config.isEmpty()) {
            LOG.error("{} cannot register: it needs a host and a user", key);
            return;
        }
        var entry = new Running(key, trunk, meters);
        running.put(key, entry);
        entry.registration = register.with(config.get(), entry);
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(Running::close);
        running.clear();
    }

    private static final class Running implements RegistrationListener {
        private final TrunkKey key;
        private final OfficeTrunk trunk;
        private final MeterRegistry meters;
        private final Gauge gauge;
        private volatile boolean registered;
        private Registration registration = () -> {};

        Running(TrunkKey key, OfficeTrunk trunk, MeterRegistry meters) {
            this.key = key;
            this.trunk = trunk;
            this.meters = meters;
            this.gauge = Gauge.builder("trunk.registered", this, run -> run.registered ? 1 : 0)
                    .tag("pbx", String.valueOf(key.pbxId()))
                    .tag("trunk", key.trunk())
                    .register(meters);
        }

        @Override
        public void onState(RegistrationState state) {
            registered = state instanceof RegistrationState.Registered;
            switch (state) {
                case RegistrationState.Registering() -> {}
                case RegistrationState.Registered(var granted) ->
                    LOG.info("{} is registered for {} s", key, granted.toSeconds());
                case RegistrationState.Failed(var _, var why, var retry) ->
                    LOG.warn("{} is not registered: {}; next try in {} s", key, why, retry.toSeconds());
                case RegistrationState.Unregistered() -> LOG.info("{} is unregistered", key);
            }
        }

        void close() {
            meters.remove(gauge);
            registration.close();
        }
    }
}
