package org.voicesecretary.pbx.registrar;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.voicesecretary.sip.registration.Binding;

/** Which addresses registered telephones are at; asked for every datagram, so it takes no lock. */
public final class DeviceAddresses {
    private final ConcurrentMap<InetAddress, Integer> telephones = new ConcurrentHashMap<>();

    public boolean has(InetAddress source) {
        return telephones.containsKey(source);
    }

    void add(Binding binding) {
        telephones.merge(sourceOf(binding), 1, Integer::sum);
    }

    void remove(Binding binding) {
        telephones.computeIfPresent(sourceOf(binding), (source, count) -> count == 1 ? null : count - 1);
    }

    static InetAddress sourceOf(Binding binding) {
        return binding.source().address().getAddress();
    }
}
