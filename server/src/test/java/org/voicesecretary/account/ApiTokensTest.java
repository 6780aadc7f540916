package org.voicesecretary.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.storage.Eventually;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class ApiTokensTest {
    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    private TestDatabase db;
    private ApiTokens tokens;
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        tokens = new ApiTokens(db.database(), db.writer(), () -> now, new Random(1));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void aTokenIsFoundByWhatWasToldOnceAndNothingOfThatIsStored() {
        ApiTokens.Made made = tokens.create(1, "me", Set.of(ApiScope.CALLS_READ), null);

        assertThat(tokens.find(made.secret())).contains(made.token());
        assertThat(tokens.find(made.secret() + "x")).isEmpty();
        assertThat(tokens.find("vs_")).isEmpty();
        assertThat(tokens.find("")).isEmpty();
        assertThat(db.database()
                        .<String>read(h -> h.createQuery("SELECT hash FROM api_tokens")
                                .mapTo(String.class)
                                .one()))
                .matches("[0-9a-f]{64}");
        assertThat(made.toString()).doesNotContain(made.secret());
        assertThat(made.token().may(ApiScope.CALLS_READ)).isTrue();
        assertThat(made.token().may(ApiScope.CALLS_WRITE)).isFalse();
    }

    @Test
    void aTokenIsGoodUntilItExpiresOrIsEnded() {
        ApiTokens.Made made = tokens.create(1, "", Set.of(ApiScope.ALL), Duration.ofDays(1));
        ApiTokens.Made other = tokens.create(1, "", Set.of(ApiScope.ALL), null);
        now = now.plus(Duration.ofDays(1)).minusMillis(1);
        assertThat(tokens.find(made.secret())).isPresent();
        now = now.plusMillis(1);
        assertThat(tokens.find(made.secret())).isEmpty();

        assertThat(tokens.end(2, other.token().id())).as("of another account").isFalse();
        assertThat(tokens.find(other.secret())).isPresent();
        assertThat(tokens.end(1, other.token().id())).isTrue();
        assertThat(tokens.find(other.secret())).isEmpty();
        assertThat(tokens.end(1, other.token().id())).isFalse();
    }

    @Test
    void itsLastUseIsKeptToTheMinute() throws InterruptedException {
        ApiTokens.Made made = tokens.create(1, "", Set.of(ApiScope.ALL), null);
        Instant first = now;
        tokens.find(made.secret());
        Eventually.holds("the use is stored", () -> first.equals(lastUsed()));
        now = now.plusSeconds(59);
        tokens.find(made.secret());
        now = now.plusSeconds(2);
        tokens.find(made.secret());
        Instant later = now;
        Eventually.holds("the later use is stored", () -> later.equals(lastUsed()));
    }

    private Instant lastUsed() {
        return tokens.of(1).getFirst().lastUsed();
    }
}
