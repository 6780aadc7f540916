package org.voicesecretary.sip.registration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.time.Timers;
import org.voicesecretary.sip.transport.Flow;
import org.voicesecretary.sip.transport.Transport;

/**
 * Who is where, in memory: some 2 KB a binding. What is to outlive the process is told to a {@link BindingListener} and given back
 * by {@link #restore}.
 */
public final class BindingStore {

    /** The preferred first; of equals the one that registered last. */
    private static final Comparator<Binding> ORDER = Comparator.comparingInt(Binding::priority)
            .thenComparing(Binding::expires)
            .reversed();

    /** The bindings of one address-of-record, and the timer for the first of them to expire. */
    private record Slot(List<Binding> bindings, Timers.Timer timer) {}

    private final InstantSource clock;
    private final Timers timers;
    private final BindingListener listener;
    private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();
    private final ConcurrentMap<Flow, Set<String>> byFlow = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    public BindingStore(InstantSource clock, Timers timers, BindingListener listener) {
        this.clock = clock;
        this.timers = timers;
        this.listener = listener;
    }

    /** The devices that are there now: by q, then the latest first; empty where there is none. */
    public List<Binding> of(String addressOfRecord) {
        Slot slot = slots.get(addressOfRecord);
        return slot == null ? List.of() : live(slot.bindings, clock.instant());
    }

    /** Bindings in all. */
    public int size() {
        return size.get();
    }

    /** Every address-of-record that somebody is registered for. */
    public Set<String> addressesOfRecord() {
        return Set.copyOf(slots.keySet());
    }

    /**
     * Takes back what was there before a restart, without a word to the listener. What has expired meanwhile, or was reached by a
     * connection that is gone, is left out.
     *
     * @return what was left out
     */
    public List<Binding> restore(Collection<Binding> stored) {
        Instant now = clock.instant();
        var lost = new ArrayList<Binding>();
        for (Binding binding : stored) {
            boolean unreachable = binding.reach() == Binding.Reach.FLOW_ONLY
                    && binding.source().transport() != Transport.UDP;
            if (unreachable || !binding.expires().isAfter(now)) {
                lost.add(binding);
            } else {
                slots.compute(binding.addressOfRecord(), (aor, slot) -> {
                    var all = new ArrayList<>(slot == null ? List.<Binding>of() : slot.bindings);
                    all.add(binding.withoutFlow());
                    return replaced(aor, slot, all, now);
                });
            }
        }
        return lost;
    }

    /** Ends bindings by a decision of ours: an extension was switched off, or got another password. */
    public void remove(String addressOfRecord) {
        removeIf(addressOfRecord, binding -> true, BindingChange.Cause.UNREGISTERED);
    }

    /** RFC 5626 §5.3: a connection is closed, and with it go the bindings that only it could reach. */
    public void onFlowClosed(Flow flow) {
        Set<String> affected = byFlow.remove(flow);
        if (affected == null) {
            return;
        }
        for (String aor : affected) {
            removeIf(
                    aor,
                    binding -> flow.equals(binding.flow()) && binding.reach() == Binding.Reach.FLOW_ONLY,
                    BindingChange.Cause.FLOW_FAILED);
        }
    }

    private void removeIf(String addressOfRecord, Predicate<Binding> gone, BindingChange.Cause cause) {
        update(
                addressOfRecord,
                (present, now) -> present.stream().filter(gone.negate()).toList(),
                cause);
    }

    /** The bindings after a change; null leaves everything as it is. */
    interface Update {
        @Nullable
        List<Binding> apply(List<Binding> present, Instant now);
    }

    /** One change of one address-of-record, whole or not at all; returns what is there then. */
    List<Binding> update(String addressOfRecord, Update update, BindingChange.Cause cause) {
        Instant now = clock.instant();
        Slot after = slots.compute(addressOfRecord, (aor, slot) -> {
            List<Binding> before = slot == null ? List.of() : slot.bindings;
            List<Binding> present = live(before, now);
            List<Binding> changed = update.apply(present, now);
            tell(before, present, BindingChange.Cause.EXPIRED);
            if (changed != null) {
                tell(present, changed, cause);
            }
            return replaced(aor, slot, changed == null ? present : changed, now);
        });
        return after == null ? List.of() : after.bindings;
    }

    private void tell(List<Binding> before, List<Binding> after, BindingChange.Cause cause) {
        for (Binding old : before) {
            if (after.stream().noneMatch(old::isSameDevice)) {
                listener.onChange(new BindingChange.Removed(old, cause));
            }
        }
        for (Binding binding : after) {
            Binding old =
                    before.stream().filter(binding::isSameDevice).findFirst().orElse(null);
            if (old == null) {
                listener.onChange(new BindingChange.Added(binding));
            } else if (old != binding) {
                listener.onChange(new BindingChange.Refreshed(binding, old));
            }
        }
    }

    private @Nullable Slot replaced(String aor, @Nullable Slot slot, List<Binding> bindings, Instant now) {
        if (slot != null) {
            slot.timer.cancel();
        }
        size.addAndGet(bindings.size() - (slot == null ? 0 : slot.bindings.size()));
        for (Binding binding : bindings) {
            Flow flow = binding.flow();
            if (flow != null && flow.transport().reliable()) {
                byFlow.computeIfAbsent(flow, key -> ConcurrentHashMap.newKeySet())
                        .add(aor);
            }
        }
        if (bindings.isEmpty()) {
            return null;
        }
        List<Binding> sorted = bindings.stream().sorted(ORDER).toList();
        Instant first = sorted.stream()
                .map(Binding::expires)
                .min(Comparator.naturalOrder())
                .orElse(now);
        Duration until = Duration.between(now, first).plusMillis(1);
        return new Slot(sorted, timers.schedule(until, () -> expire(aor)));
    }

    private void expire(String aor) {
        update(aor, (present, now) -> null, BindingChange.Cause.EXPIRED);
    }

    private static List<Binding> live(List<Binding> all, Instant now) {
        for (Binding binding : all) {
            if (!binding.expires().isAfter(now)) {
                return all.stream().filter(one -> one.expires().isAfter(now)).toList();
            }
        }
        return all;
    }
}
