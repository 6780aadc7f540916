package org.voicesecretary.media.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lite side of ICE (RFC 8445 §2.5): it answers checks and lets the browser choose. An address counts only when a check came from it that
 * was made with our password; what is not authentic changes nothing and is not answered, so nobody can be made to hear from us. On one
 * thread at a time.
 */
public final class IceLite {
    /** A browser has a few addresses; who shows more plays with us. */
    private static final int MOST_ADDRESSES = 16;

    private final IceCredentials ours;
    private final String remoteFragment;
    private final Set<InetSocketAddress> valid = new LinkedHashSet<>();
    private @Nullable InetSocketAddress nominated;

    /** @param remoteFragment the {@code ice-ufrag} of the offer */
    public IceLite(IceCredentials ours, String remoteFragment) {
        this.ours = ours;
        this.remoteFragment = remoteFragment;
    }

    /** Whether a datagram is for {@link #onPacket}. */
    public static boolean isStun(ByteBuffer packet) {
        return StunMessage.looksLike(packet);
    }

    /** Takes a STUN message; what is to be sent back to where it came from, if anything. */
    public Optional<byte[]> onPacket(ByteBuffer packet, InetSocketAddress source) {
        StunMessage check = StunMessage.parse(packet).orElse(null);
        if (check == null || check.type() != StunMessage.BINDING_REQUEST || !isOurs(check)) {
            return Optional.empty();
        }
        if (check.fromControlled()) {
            return Optional.of(check.roleConflict(ours.password()));
        }
        if (!valid.contains(source) && valid.size() >= MOST_ADDRESSES) {
            return Optional.empty();
        }
        valid.add(source);
        if (check.usesCandidate()) {
            nominated = source;
        }
        return Optional.of(check.success(source, ours.password()));
    }

    private boolean isOurs(StunMessage check) {
        // RFC 8445 §7.2.2: the receiver's fragment, a colon, the sender's fragment
        boolean named = check.username()
                .map(name -> name.equals(ours.fragment() + ":" + remoteFragment))
                .orElse(false);
        return named && check.isSignedWith(ours.password());
    }

    /** Whether an authentic check came from there. */
    public boolean isValid(InetSocketAddress source) {
        return valid.contains(source);
    }

    /** Where the other side wants to be reached: the last address it nominated. */
    public Optional<InetSocketAddress> nominated() {
        return Optional.ofNullable(nominated);
    }
}
