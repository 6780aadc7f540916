package org.voicesecretary.pbx.transfer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.SipDialer;

/**
 * How many calls each extension has, those that it makes and those that it gets: one more than its {@code lines} finds it busy. All
 * telephones of an extension that ring for one call are one line.
 */
public final class Lines implements SipDialer.Admission {
    private final ToIntFunction<String> most;
    /** By login, then by call: how many telephones have to do with it. */
    private final ConcurrentMap<String, Map<Object, Integer>> calls = new ConcurrentHashMap<>();

    /** @param most how many calls a login may have */
    public Lines(ToIntFunction<String> most) {
        this.most = most;
    }

    /** A line that is taken; closing it twice gives it back once. */
    public interface Line extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes a line for a call that the extension makes; empty where all are taken. */
    public Optional<Line> take(String login) {
        return take(login, new Object());
    }

    /** Calls that the extension has now. */
    public int inUse(String login) {
        return calls.getOrDefault(login, Map.of()).size();
    }

    @Override
    public Optional<Runnable> admit(DialOrder order, Mailbox call) {
        return switch (order.to()) {
            case DialOrder.To.Device(var binding) ->
                take(binding.addressOfRecord(), call).map(line -> line::close);
            case DialOrder.To.Address _ -> Optional.of(() -> {});
        };
    }

    private Optional<Line> take(String login, Object call) {
        var taken = new AtomicBoolean();
        calls.compute(login, (key, now) -> {
            Map<Object, Integer> all = now == null ? Map.of() : now;
            if (!all.containsKey(call) && all.size() >= most.applyAsInt(login)) {
                return now;
            }
            taken.setPlain(true);
            var more = new HashMap<>(all);
            more.merge(call, 1, Integer::sum);
            return Map.copyOf(more);
        });
        var open = new AtomicBoolean(true);
        return taken.getPlain()
                ? Optional.of(() -> {
                    if (open.getAndSet(false)) {
                        give(login, call);
                    }
                })
                : Optional.empty();
    }

    private void give(String login, Object call) {
        calls.computeIfPresent(login, (key, all) -> {
            var fewer = new HashMap<>(all);
            fewer.computeIfPresent(call, (same, count) -> count == 1 ? null : count - 1);
            return fewer.isEmpty() ? null : Map.copyOf(fewer);
        });
    }
}
