package org.voicesecretary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.protocol.WebhookSecret;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class WebhookSecretsTest {
    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    private TestDatabase db;
    private WebhookSecrets secrets;
    private volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        account(1);
        account(2);
        secrets = secrets();
        secrets.load();
    }

    @AfterEach
    void close() {
        secrets.close();
        db.close();
    }

    @Test
    void everyAccountHasASecretOfItsOwnThatStays() {
        assertThat(secrets.of(1)).hasSize(1);
        assertThat(secrets.of(2)).hasSize(1).isNotEqualTo(secrets.of(1));
        assertThat(secrets.of(3)).isEmpty();

        WebhookSecrets later = secrets();
        later.load();

        assertThat(later.of(1)).isEqualTo(secrets.of(1));
        account(3);
        later.refresh();
        assertThat(later.of(3)).hasSize(1);
    }

    @Test
    void anOldSecretSignsBesideTheNewOneForAWhileAndIsThenForgotten() {
        WebhookSecret old = secrets.of(1).getFirst();
        List<WebhookSecret> others = secrets.of(2);
        WebhookSecrets another = secrets();
        another.load();

        WebhookSecret fresh = secrets.rotate(1, Duration.ofHours(24));

        assertThat(secrets.of(1)).containsExactly(fresh, old);
        another.refresh();
        assertThat(another.of(1)).as("in another process").containsExactly(fresh, old);
        now = now.plus(Duration.ofHours(24)).minusMillis(1);
        assertThat(secrets.of(1)).containsExactly(fresh, old);
        now = now.plusMillis(1);
        assertThat(secrets.of(1)).containsExactly(fresh);
        assertThat(secrets.of(2)).isEqualTo(others);
        secrets.refresh();
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void threeSecretsMaySignAtOnceAndALeakedOneIsOutAtOnce() {
        WebhookSecret first = secrets.of(1).getFirst();
        WebhookSecret second = secrets.rotate(1, Duration.ofDays(3));
        WebhookSecret third = secrets.rotate(1, Duration.ofDays(1));
        assertThat(secrets.of(1)).containsExactly(third, second, first);
        now = now.plus(Duration.ofDays(1));
        assertThat(secrets.of(1))
                .as("a shorter overlap ends the older ones, too")
                .containsExactly(third);

        WebhookSecret fourth = secrets.rotate(1, Duration.ZERO);
        assertThat(secrets.of(1)).containsExactly(fourth);
    }

    @Test
    void aDatabaseThatCannotBeReadLeavesWhatWasReadBefore() {
        List<WebhookSecret> before = secrets.of(1);
        db.writer().write(h -> h.execute("ALTER TABLE webhook_secrets RENAME TO hidden"));

        secrets.refresh();

        assertThat(secrets.of(1)).isEqualTo(before);
        db.writer().write(h -> h.execute("ALTER TABLE hidden RENAME TO webhook_secrets"));
    }

    private WebhookSecrets secrets() {
        return new WebhookSecrets(db.database(), db.writer(), new Random(7 + rows()), () -> now);
    }

    private void account(long pbxId) {
        db.writer()
                .write(h -> h.execute(
                        "INSERT INTO accounts (pbx_id, name, api_key, time_zone, language, untouched, created_at)"
                                + " VALUES (?, '', ?, 'UTC', 'en', 0, 0)",
                        pbxId,
                        "key" + pbxId));
    }

    private int rows() {
        return db.database()
                .read(h -> h.createQuery("SELECT COUNT(*) FROM webhook_secrets")
                        .mapTo(Integer.class)
                        .one());
    }
}
