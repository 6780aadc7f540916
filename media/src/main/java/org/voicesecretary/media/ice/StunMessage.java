package org.voicesecretary.media.ice;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A STUN message as connectivity checks use it (RFC 8489 §5, RFC 8445 §7.1). Made by {@link #parse}, which takes nothing that is not whole;
 * whether it is authentic, {@link #isSignedWith} says.
 */
final class StunMessage {
    static final int BINDING_REQUEST = 0x0001;
    static final int BINDING_SUCCESS = 0x0101;
    static final int BINDING_ERROR = 0x0111;

    private static final int HEADER = 20;
    private static final int MAGIC_COOKIE = 0x2112_A442;
    private static final int USERNAME = 0x0006;
    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int ERROR_CODE = 0x0009;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int USE_CANDIDATE = 0x0025;
    private static final int FINGERPRINT = 0x8028;
    private static final int ICE_CONTROLLED = 0x8029;
    private static final int INTEGRITY_BYTES = 20;
    private static final int FINGERPRINT_XOR = 0x5354_554e;
    private static final int LONGEST = 1_280;

    private final byte[] bytes;
    private int integrityAt = -1;
    private @Nullable String username;
    private boolean useCandidate;
    private boolean controlled;

    private StunMessage(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether a datagram is STUN by its first byte (RFC 7983 §7). */
    static boolean looksLike(ByteBuffer packet) {
        return packet.remaining() >= HEADER && (packet.get(packet.position()) & 0xff) <= 3;
    }

    /** The message, if it is one and its fingerprint, which every check must have (RFC 8445 §7.1), is right. */
    static Optional<StunMessage> parse(ByteBuffer packet) {
        int length = packet.remaining();
        if (length < HEADER || length > LONGEST || (length & 3) != 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        packet.get(packet.position(), bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if ((bytes[0] & 0xc0) != 0 || (in.getShort(2) & 0xffff) != length - HEADER || in.getInt(4) != MAGIC_COOKIE) {
            return Optional.empty();
        }
        StunMessage message = new StunMessage(bytes);
        return message.readAttributes(in) ? Optional.of(message) : Optional.empty();
    }

    private boolean readAttributes(ByteBuffer in) {
        int at = HEADER;
        while (at + 4 <= bytes.length) {
            int type = in.getShort(at) & 0xffff;
            int length = in.getShort(at + 2) & 0xffff;
            int next = at + 4 + (length + 3 & ~3);
            if (next > bytes.length) {
                return false;
            }
            if (type == FINGERPRINT) {
                // RFC 8489 §14.7: the last one of all
                return length == 4 && next == bytes.length && in.getInt(at + 4) == fingerprint(bytes, at);
            }
            if (integrityAt < 0) { // §14.5: what stands behind the integrity is not protected by it, so it is not read
                read(type, at, length);
            }
            at = next;
        }
        return false;
    }

    private void read(int type, int at, int length) {
        switch (type) {
            case USERNAME -> username = new String(bytes, at + 4, length, StandardCharsets.UTF_8);
            case USE_CANDIDATE -> useCandidate = true;
            case ICE_CONTROLLED -> controlled = true;
            case MESSAGE_INTEGRITY -> integrityAt = length == INTEGRITY_BYTES ? at : integrityAt;
            default -> {} // comprehension-optional, or of no meaning for a server that is always controlled
        }
    }

    int type() {
        return (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    }

    Optional<String> username() {
        return Optional.ofNullable(username);
    }

    /** The one who checks wants this pair to be used. */
    boolean usesCandidate() {
        return useCandidate;
    }

    /** The other side takes itself for the controlled one, as we are. */
    boolean fromControlled() {
        return controlled;
    }

    /** Whether the message has an integrity that was made with the password (RFC 8489 §14.5). */
    boolean isSignedWith(String password) {
        if (integrityAt < 0) {
            return false;
        }
        byte[] signed = Arrays.copyOf(bytes, integrityAt);
        putLength(signed, integrityAt + 4 + INTEGRITY_BYTES - HEADER);
        byte[] stated = Arrays.copyOfRange(bytes, integrityAt + 4, integrityAt + 4 + INTEGRITY_BYTES);
        return MessageDigest.isEqual(stated, hmac(password, signed));
    }

    /** The answer to a check: where it came from. */
    byte[] success(InetSocketAddress source, String password) {
        byte[] address = source.getAddress().getAddress();
        ByteBuffer out = begin(BINDING_SUCCESS, 4 + 4 + address.length);
        out.putShort((short) XOR_MAPPED_ADDRESS).putShort((short) (4 + address.length));
        out.put((byte) 0).put((byte) (source.getAddress() instanceof Inet4Address ? 1 : 2));
        out.putShort((short) (source.getPort() ^ MAGIC_COOKIE >>> 16));
        for (int i = 0; i < address.length; i++) {
            out.put((byte) (address[i] ^ bytes[4 + i])); // the cookie and then the transaction id (RFC 8489 §14.2)
        }
        return end(out, password);
    }

    /** RFC 8445 §7.3.1.1: both sides cannot be controlled. */
    byte[] roleConflict(String password) {
        byte[] reason = "Role Conflict".getBytes(StandardCharsets.US_ASCII);
        int padded = reason.length + 3 & ~3;
        ByteBuffer out = begin(BINDING_ERROR, 4 + 4 + padded);
        out.putShort((short) ERROR_CODE).putShort((short) (4 + reason.length));
        out.putShort((short) 0).put((byte) 4).put((byte) 87);
        out.put(Arrays.copyOf(reason, padded));
        return end(out, password);
    }

    private ByteBuffer begin(int type, int attributes) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + attributes + 4 + INTEGRITY_BYTES + 8);
        out.putShort((short) type).putShort((short) 0);
        out.put(bytes, 4, 16); // cookie and transaction id
        return out;
    }

    private static byte[] end(ByteBuffer out, String password) {
        byte[] message = out.array();
        int integrity = out.position();
        putLength(message, integrity + 4 + INTEGRITY_BYTES - HEADER);
        byte[] mac = hmac(password, Arrays.copyOf(message, integrity));
        out.putShort((short) MESSAGE_INTEGRITY)
                .putShort((short) INTEGRITY_BYTES)
                .put(mac);
        putLength(message, message.length - HEADER);
        out.putShort((short) FINGERPRINT).putShort((short) 4).putInt(fingerprint(message, out.position() - 4));
        return message;
    }

    private static void putLength(byte[] message, int length) {
        message[2] = (byte) (length >> 8);
        message[3] = (byte) length;
    }

    private static int fingerprint(byte[] message, int to) {
        CRC32 crc = new CRC32();
        crc.update(message, 0, to);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }

    private static byte[] hmac(String password, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no HMAC-SHA1", impossible);
        }
    }

    /** A check, as the other side would send it: for tests, which have nobody else who speaks STUN. */
    static byte[] check(String username, String password, boolean useCandidate, byte[] transactionId) {
        StunMessage asked = new StunMessage(Arrays.copyOf(
                ByteBuffer.allocate(HEADER)
                        .putInt(0)
                        .putInt(MAGIC_COOKIE)
                        .put(transactionId, 0, 12)
                        .array(),
                HEADER));
        byte[] name = username.getBytes(StandardCharsets.UTF_8);
        int padded = name.length + 3 & ~3;
        ByteBuffer out = asked.begin(BINDING_REQUEST, 4 + padded + (useCandidate ? 4 : 0));
        out.putShort((short) USERNAME).putShort((short) name.length).put(Arrays.copyOf(name, padded));
        if (useCandidate) {
            out.putShort((short) USE_CANDIDATE).putShort((short) 0);
        }
        return end(out, password);
    }

    /** The address of a success, decoded. */
    Optional<InetSocketAddress> mappedAddress() {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (int at = HEADER; at + 4 <= bytes.length; at += 4 + ((in.getShort(at + 2) & 0xffff) + 3 & ~3)) {
            if ((in.getShort(at) & 0xffff) == XOR_MAPPED_ADDRESS) {
                byte[] address = new byte[bytes[at + 5] == 1 ? 4 : 16];
                for (int i = 0; i < address.length; i++) {
                    address[i] = (byte) (bytes[at + 8 + i] ^ bytes[4 + i]);
                }
                int port = (in.getShort(at + 6) ^ MAGIC_COOKIE >>> 16) & 0xffff;
                try {
                    return Optional.of(new InetSocketAddress(InetAddress.getByAddress(address), port));
                } catch (java.net.UnknownHostException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
        return Optional.empty();
    }
}
