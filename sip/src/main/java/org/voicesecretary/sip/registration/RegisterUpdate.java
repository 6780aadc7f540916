package org.voicesecretary.sip.registration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.Headers;
import org.voicesecretary.sip.message.SipRequest;

/** What one REGISTER asks for, applied to what is there: all of it or nothing (RFC 3261 §10.3 steps 6 and 7). */
final class RegisterUpdate implements BindingStore.Update {

    /** One Contact. */
    private record Wanted(Binding binding, boolean removal) {

        boolean concerns(Binding old) {
            // Some devices leave their instance out when they say goodbye.
            return binding.isSameDevice(old) || removal && binding.contact().equivalent(old.contact());
        }
    }

    private final RegistrarPolicy policy;
    private final String callId;
    private final long cseq;
    private final List<Wanted> wanted = new ArrayList<>();
    private boolean all;
    private Registrar.@Nullable Answer refusal;

    RegisterUpdate(RegistrarPolicy policy, SipRequest request) {
        this.policy = policy;
        this.callId = request.callId();
        this.cseq = request.cseq().number();
    }

    void add(Binding binding, boolean removal) {
        wanted.add(new Wanted(binding, removal));
    }

    void removeAll() {
        all = true;
    }

    boolean changesNothing() {
        return wanted.isEmpty() && !all;
    }

    Registrar.@Nullable Answer refusal() {
        return refusal;
    }

    @Override
    public @Nullable List<Binding> apply(List<Binding> present, Instant now) {
        var changed = new ArrayList<>(present);
        if (all) {
            if (present.stream().anyMatch(this::isNewer)) {
                return outOfOrder();
            }
            changed.clear();
        }
        for (Wanted one : wanted) {
            if (present.stream().anyMatch(old -> one.concerns(old) && isNewer(old))) {
                return outOfOrder();
            }
            changed.removeIf(one::concerns);
            if (!one.removal) {
                changed.add(one.binding);
            }
        }
        if (devices(changed) > policy.devices() && devices(changed) > devices(present)) {
            refusal = new Registrar.Answer(403, "Too Many Devices", Headers.EMPTY);
            return null;
        }
        return changed;
    }

    /** A device may have several flows. */
    private static long devices(List<Binding> bindings) {
        return bindings.stream()
                .map(binding ->
                        binding.instance().orElseGet(() -> binding.contact().text()))
                .distinct()
                .count();
    }

    private boolean isNewer(Binding binding) {
        return binding.callId().equals(callId) && binding.cseq() >= cseq;
    }

    private @Nullable List<Binding> outOfOrder() {
        refusal = new Registrar.Answer(500, "Request Out Of Order", Headers.EMPTY);
        return null;
    }
}
