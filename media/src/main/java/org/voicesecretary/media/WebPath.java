package org.voicesecretary.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.media.dtls.DtlsAssociation;
import org.voicesecretary.media.dtls.DtlsIdentity;
import org.voicesecretary.media.ice.IceCredentials;
import org.voicesecretary.media.ice.IceLite;
import org.voicesecretary.media.net.PacketSocket;
import org.voicesecretary.media.sdp.WebDescription;
import org.voicesecretary.media.srtp.SrtpKeys;

/**
 * The way to a browser: what comes to the port is told apart (RFC 7983), checks are answered, the handshake is led, and media passes only
 * from an address that has proved to be the browser's. On the loop's thread, but for the handshake.
 */
final class WebPath implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebPath.class);
    private static final int LARGEST = 1_500;

    private final StreamHome home;
    private final PacketSocket socket;
    private final Encryption encryption;
    private final MediaListener listener;
    private final IceLite ice;
    private final DtlsAssociation dtls;
    private final ByteBuffer out = ByteBuffer.allocateDirect(LARGEST);
    private final Consumer<InetSocketAddress> onNominated;
    private @Nullable InetSocketAddress nominated;

    /** @param onNominated is told where media goes to, each time the browser chooses anew */
    WebPath(
            StreamHome home,
            PacketSocket socket,
            Encryption encryption,
            MediaListener listener,
            DtlsIdentity identity,
            IceCredentials ours,
            WebDescription.Peer peer,
            Consumer<InetSocketAddress> onNominated) {
        this.onNominated = onNominated;
        this.home = home;
        this.socket = socket;
        this.encryption = encryption;
        this.listener = listener;
        this.ice = new IceLite(ours, peer.iceFragment());
        this.dtls = new DtlsAssociation(
                identity, peer.fingerprint(), bytes -> home.execute(() -> sendDtls(bytes)), new Handshake());
        encryption.await();
    }

    /** Takes what is no media; true for what may be media. */
    boolean passes(ByteBuffer packet, InetSocketAddress source) {
        if (IceLite.isStun(packet)) {
            ice.onPacket(packet, source).ifPresent(answer -> send(answer, source));
            ice.nominated().filter(chosen -> !chosen.equals(nominated)).ifPresent(this::nominate);
            return false;
        }
        if (!ice.isValid(source)) {
            return false;
        }
        if (DtlsAssociation.isDtls(packet)) {
            dtls.onPacket(packet);
            return false;
        }
        return true;
    }

    private void nominate(InetSocketAddress chosen) {
        nominated = chosen;
        onNominated.accept(chosen);
    }

    private void sendDtls(byte[] bytes) {
        InetSocketAddress to = nominated;
        if (to != null) { // else it is lost, and the handshake repeats it
            send(bytes, to);
        }
    }

    private void send(byte[] bytes, InetSocketAddress to) {
        out.clear();
        out.put(bytes, 0, Math.min(bytes.length, LARGEST)).flip();
        socket.send(out, to);
    }

    @Override
    public void close() {
        dtls.close();
    }

    private final class Handshake implements DtlsAssociation.Listener {
        @Override
        public void onKeys(SrtpKeys keys) {
            home.execute(() -> encryption.agree(keys));
        }

        @Override
        public void onFailure(String why) {
            log.info("a browser's call gets no sound: {}", why);
            home.execute(() -> listener.onPathClosed(why));
        }

        @Override
        public void onClosed() {
            home.execute(() -> listener.onPathClosed("the browser has ended the connection"));
        }
    }
}
