package org.voicesecretary.pbx.trunk;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.voicesecretary.pbx.office.Office;

/** Trunks whose provider has been found. */
public final class FoundTrunks {
    private final TrunkSources sources = new TrunkSources(() -> Instant.ofEpochSecond(1_000));

    public TrunkSources sources() {
        return sources;
    }

    public void follow(Office office, String trunk, InetAddress address) {
        sources.follow(List.of(office));
        sources.found(new TrunkKey(office.pbxId(), trunk), List.of(address));
    }

    public String contact(Office office, String trunk) {
        return office.trunks().stream()
                .filter(each -> each.name().equals(trunk))
                .map(each -> TrunkSources.contactUser(new TrunkKey(office.pbxId(), trunk), each))
                .findFirst()
                .orElseThrow();
    }
}
