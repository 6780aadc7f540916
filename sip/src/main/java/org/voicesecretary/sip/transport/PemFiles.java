package org.voicesecretary.sip.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys as openssl and certbot write them. */
final class PemFiles {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----([^-]+)-----END", Pattern.DOTALL);
    /** version 0, rsaEncryption with NULL: what PKCS#8 has before the key that PKCS#1 writes alone. */
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private PemFiles() {}

    /** @throws IOException with a sentence for the operator */
    static List<Certificate> certificates(Path file) throws IOException {
        try {
            var read =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes(file)));
            if (read.isEmpty()) {
                throw new IOException("certificate file " + file + " has no certificate, expected PEM");
            }
            return List.copyOf(read);
        } catch (CertificateException e) {
            throw new IOException("certificate file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws IOException with a sentence for the operator */
    static PrivateKey key(Path file) throws IOException {
        Matcher matcher = KEY.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new IOException("key file " + file + " has no private key, expected PEM with BEGIN PRIVATE KEY");
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        byte[] pkcs8 = switch (matcher.group(1)) {
            case "PRIVATE KEY" -> der;
            case "RSA PRIVATE KEY" -> sequence(concat(RSA, octets((byte) 0x04, der)));
            default ->
                throw new IOException("key file " + file + " has a " + matcher.group(1)
                        + ", expected PRIVATE KEY without a password: `openssl pkcs8 -topk8 -nocrypt -in "
                        + file.getFileName() + "` writes one");
        };
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                continue; // of another kind
            }
        }
        throw new IOException("key file " + file + " has a key of an unknown kind, expected RSA, EC or Ed25519");
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException("file " + file + " cannot be read: " + e, e);
        }
    }

    private static byte[] sequence(byte[] content) {
        return octets((byte) 0x30, content);
    }

    /** DER: a tag, the length in two bytes or one, the content. */
    private static byte[] octets(byte tag, byte[] content) {
        ByteBuffer out = ByteBuffer.allocate(content.length + 4).put(tag);
        if (content.length < 0x80) {
            out.put((byte) content.length);
        } else {
            out.put((byte) 0x82).putShort((short) content.length);
        }
        out.put(content);
        byte[] whole = new byte[out.position()];
        out.flip().get(whole);
        return whole;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
