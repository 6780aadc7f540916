package org.voicesecretary.pbx.trunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Secret;
import org.voicesecretary.media.srtp.SrtpPolicy;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeTrunk;

/**
 * By what calls of trunks are known that have no list of addresses: the addresses of their hosts, and the Contact that we register, whose
 * user part nobody but the provider knows. Asked for every datagram, so it takes no lock.
 */
public final class TrunkSources {
    /** The DNS answers now with these addresses, now with those: one that was there lately is still the provider's. */
    private static final Duration REMEMBERED = Duration.ofHours(1);
    /** A provider has some dozens; more than that is a mistake, or somebody who tries. */
    private static final int MOST_ADDRESSES = 200;

    private static final int CONTACT_BYTES = 12;

    private record Place(TrunkKey trunk, InetAddress address) {}

    private final InstantSource clock;
    private final Map<Place, Instant> seen = new ConcurrentHashMap<>();
    private volatile Map<TrunkKey, OfficeTrunk> trunks = Map.of();
    private volatile Map<String, TrunkKey> contacts = Map.of();
    private volatile Map<InetAddress, List<TrunkKey>> addresses = Map.of();

    public TrunkSources(InstantSource clock) {
        this.clock = clock;
    }

    /** The trunks are these from now on. */
    public synchronized void follow(List<Office> offices) {
        Map<TrunkKey, OfficeTrunk> before = trunks;
        trunks = TrunkKey.among(offices, OfficeTrunk::callsOut);
        var named = new HashMap<String, TrunkKey>();
        trunks.forEach((key, trunk) -> {
            if (trunk.register()) {
                named.put(contactUser(key, trunk), key);
            }
        });
        contacts = Map.copyOf(named);
        seen.keySet().removeIf(place -> !sameHost(before.get(place.trunk), trunks.get(place.trunk)));
        arrange();
    }

    private static boolean sameHost(@Nullable OfficeTrunk before, @Nullable OfficeTrunk now) {
        return before != null && now != null && now.host() != null && now.host().equals(before.host());
    }

    /** The trunk's provider has these addresses now. */
    synchronized void found(TrunkKey key, Collection<InetAddress> there) {
        OfficeTrunk trunk = trunks.get(key);
        if (trunk == null || !trunk.allow().isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        seen.values().removeIf(at -> at.plus(REMEMBERED).isBefore(now));
        for (InetAddress address : there) {
            if (seen.size() < MOST_ADDRESSES * (long) trunks.size()) {
                seen.put(new Place(key, address), now);
            }
        }
        arrange();
    }

    /** A call came to the Contact of this trunk from there, so what follows comes from there, too. */
    public void called(TrunkKey key, InetAddress from) {
        if (!has(key, from)) {
            found(key, List.of(from));
        }
    }

    private void arrange() {
        var arranged = new HashMap<InetAddress, List<TrunkKey>>();
        for (Place place : seen.keySet()) {
            arranged.merge(
                    place.address,
                    List.of(place.trunk),
                    (some, more) -> java.util.stream.Stream.concat(some.stream(), more.stream())
                            .toList());
        }
        addresses = Map.copyOf(arranged);
    }

    /** Whether the provider of any trunk is there. */
    public boolean has(InetAddress source) {
        return addresses.containsKey(source);
    }

    /** Whether the provider of this trunk is there. */
    public boolean has(TrunkKey trunk, InetAddress source) {
        return addresses.getOrDefault(source, List.of()).contains(trunk);
    }

    /** The trunk that has registered this user part; empty where none has. */
    public Optional<TrunkKey> registered(@Nullable String user) {
        return user == null ? Optional.empty() : Optional.ofNullable(contacts.get(user));
    }

    /** Whether calls to the Contact of this trunk are taken from there: from anywhere, unless the trunk has a list. */
    public boolean mayCallContact(TrunkKey key, InetAddress source) {
        OfficeTrunk trunk = trunks.get(key);
        return trunk != null && (trunk.allow().isEmpty() || trunk.allows(source));
    }

    /** The name of ours at the provider; empty where it has none. */
    public Optional<String> user(TrunkKey key) {
        return Optional.ofNullable(trunks.get(key)).map(OfficeTrunk::user);
    }

    /** Whether the audio of its calls is encrypted. */
    public SrtpPolicy srtp(TrunkKey key) {
        OfficeTrunk trunk = trunks.get(key);
        return trunk == null ? SrtpPolicy.NONE : trunk.srtp().policy();
    }

    /** The user part of the Contact that is registered: the same after each start, and not to be guessed. */
    static String contactUser(TrunkKey key, OfficeTrunk trunk) {
        Secret password = trunk.password();
        if (password == null) {
            return "trunk-" + key.pbxId();
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(password.value().getBytes(UTF_8), "HmacSHA256"));
            byte[] digest = mac.doFinal(("contact of " + key).getBytes(UTF_8));
            return "t" + HexFormat.of().formatHex(digest, 0, CONTACT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks HMAC-SHA256", e);
        }
    }
}
