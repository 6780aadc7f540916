package org.voicesecretary.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5922 §7, and the files certificates come in. */
@Tag("unit")
class CertificateNamesTest {

    @TempDir
    Path directory;

    private static List<String> list(String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        // sip URIs,      DNS names,               addresses,  domain,           wildcards, covered
        "example.com,     ,                        ,           example.com,      false,     true",
        "example.com,     ,                        ,           EXAMPLE.com,      false,     true",
        "example.com,     sip.example.com,         ,           sip.example.com,  false,     false",
        ",                sip.example.com,         ,           sip.example.com,  false,     true",
        ",                example.com,             ,           sip.example.com,  false,     false",
        ",                *.example.com,           ,           sip.example.com,  false,     false",
        ",                *.example.com,           ,           sip.example.com,  true,      true",
        ",                *.example.com,           ,           a.sip.example.com, true,     false",
        ",                *.example.com,           ,           example.com,      true,      false",
        ",                ,                        192.0.2.1,  192.0.2.1,        false,     true",
        ",                192.0.2.1,               ,           192.0.2.1,        false,     false",
        ",                ,                        2001:db8:0:0:0:0:0:1, 2001:db8::1, false, true",
    })
    void aCertificateSpeaksForWhomItNames(
            String domains, String hosts, String addresses, String domain, boolean wildcards, boolean covered) {
        var names = new CertificateNames(list(domains), list(hosts), list(addresses));
        assertThat(names.cover(domain, wildcards)).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({"EC", "RSA", "Ed25519"})
    void whatTheToolsWriteIsRead(String algorithm) throws Exception {
        TlsConfig files = TestCertificates.make(directory, "sip", "uri:sip:office.test,dns:other.test", algorithm);
        PrivateKey key = PemFiles.key(files.key());
        assertThat(key.getFormat()).isEqualTo("PKCS#8");
        assertThat(PemFiles.certificates(files.certificates())).hasSize(1);
        if (algorithm.equals("RSA")) {
            // PKCS#1 is what PKCS#8 wraps.
            byte[] pkcs8 = key.getEncoded();
            String old = TestCertificates.pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
            assertThat(PemFiles.key(Files.writeString(directory.resolve("old.key"), old)))
                    .isEqualTo(key);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EC PRIVATE KEY,nocrypt",
        "ENCRYPTED PRIVATE KEY,nocrypt",
        "PRIVATE KEY,unknown kind",
        "NOTHING,no private key"
    })
    void aKeyThatCannotBeUsedIsExplained(String what, String said) throws Exception {
        Path file = Files.writeString(directory.resolve("bad.key"), TestCertificates.pem(what, new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> PemFiles.key(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(said);
    }
}
