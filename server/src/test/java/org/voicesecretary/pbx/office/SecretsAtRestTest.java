package org.voicesecretary.pbx.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a thief finds in the files of the embedded database. */
@Tag("db")
class SecretsAtRestTest {
    private static final List<String> SECRETS =
            List.of("s3cr3t-of-the-account", "s3cr3t-of-extension-101", "s3cr3t-of-the-trunk");
    private static final String OFFICE = """
            account: {key: 1a2b3c4d5e6f7a8b9c0d, pbx-id: 123456, secret: s3cr3t-of-the-account, country: DE}
            trunks: [{name: provider, host: sip.example.net, user: shop, password: s3cr3t-of-the-trunk}]
            extensions: [{number: 101, password: s3cr3t-of-extension-101}]
            """;

    @TempDir
    Path directory;

    @Test
    void noSecretStandsInTheFilesOfTheDatabaseNorInItsLog() throws IOException {
        try (var office = new AppliedOffice(directory)) {
            office.apply(OFFICE);
            office.apply(OFFICE.replace("name: provider", "name: other"));
            assertThat(found(SECRETS)).as("while it is open").isEmpty();
            assertThat(office.office().extension("101").orElseThrow().password().value())
                    .isEqualTo("s3cr3t-of-extension-101");
            assertThat(office.office().trunks().getFirst().password().value()).isEqualTo("s3cr3t-of-the-trunk");
        }
        assertThat(found(SECRETS)).as("after it was closed").isEmpty();
        assertThat(found(List.of("1a2b3c4d5e6f7a8b9c0d")))
                .as("what is no secret is found")
                .isNotEmpty();
    }

    @Test
    void whatAnOlderVersionLeftInTheClearIsGoneAfterTheNextStartFromFreeSpaceToo() throws IOException {
        try (var office = new AppliedOffice(directory)) {
            office.apply(OFFICE);
            office.database().writer().write(w -> {
                w.execute("UPDATE accounts SET secret = 's3cr3t-of-the-account'");
                w.execute(
                        "UPDATE office_items SET body = '{\"number\": \"101\", \"password\": \"s3cr3t-of-extension-101\"}'"
                                + " WHERE section = 'extensions'");
                // long, so that their pages are given up by the next statement and keep what they hold
                for (int i = 0; i < 200; i++) {
                    w.execute(
                            "INSERT INTO phrases (pbx_id, language, phrase, spoken) VALUES (123456, 'en', ?, ?)",
                            i,
                            "s3cr3t-of-the-trunk ".repeat(50));
                }
                w.execute("DELETE FROM phrases");
            });
            assertThat(found(SECRETS)).hasSize(3);
        }
        try (var office = new AppliedOffice(directory)) {
            assertThat(found(SECRETS)).isEmpty();
            assertThat(office.office().account().secret().value()).isEqualTo("s3cr3t-of-the-account");
            assertThat(office.office().extension("101").orElseThrow().password().value())
                    .isEqualTo("s3cr3t-of-extension-101");
        }
    }

    private List<String> found(List<String> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            List<String> texts = files.filter(Files::isRegularFile)
                    .map(SecretsAtRestTest::bytes)
                    .toList();
            return wanted.stream()
                    .filter(secret -> texts.stream().anyMatch(text -> text.contains(secret)))
                    .toList();
        }
    }

    private static String bytes(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
