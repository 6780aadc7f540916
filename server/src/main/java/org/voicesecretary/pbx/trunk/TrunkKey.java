package org.voicesecretary.pbx.trunk;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeTrunk;

/** Names a trunk among those of all accounts. */
public record TrunkKey(long pbxId, String trunk) {
    static Map<TrunkKey, OfficeTrunk> among(List<Office> offices, Predicate<OfficeTrunk> which) {
        return offices.stream()
                .flatMap(office -> office.trunks().stream()
                        .filter(which)
                        .map(trunk -> Map.entry(new TrunkKey(office.pbxId(), trunk.name()), trunk)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** In words, for logs. */
    @Override
    public String toString() {
        return "trunk " + trunk + " of pbx " + pbxId;
    }
}
