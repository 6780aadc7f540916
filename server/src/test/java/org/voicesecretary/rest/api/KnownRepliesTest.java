package org.voicesecretary.rest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.account.ApiToken;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

/** Requests that come twice. */
@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class KnownRepliesTest {
    private static final ApiToken TOKEN = new ApiToken("t", 1, "", Set.of(ApiScope.ALL), Instant.EPOCH, null, null);
    private static final Reply SOUND = new Reply(200, "audio/wav", new byte[] {0, -1, 10, 13, 65}, "/api/x");

    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    private TestDatabase db;
    private KnownReplies replies;
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final AtomicInteger done = new AtomicInteger();

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        replies = new KnownReplies(db.database(), db.writer(), () -> now);
    }

    @AfterEach
    void close() {
        db.close();
    }

    private Reply once(String key, String request) throws Exception {
        return replies.once(TOKEN, key, request, () -> {
            done.incrementAndGet();
            return SOUND;
        });
    }

    @Test
    void theSecondTimeNothingIsDoneAndTheSameIsAnsweredAfterARestartToo() throws Exception {
        Reply first = once("k", "request");
        close();
        open();
        Reply second = once("k", "request");

        assertThat(done).hasValue(1);
        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.contentType()).isEqualTo("audio/wav");
        assertThat(second.location()).isEqualTo("/api/x");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(db.database()
                        .<String>read(h -> h.createQuery("SELECT body FROM api_replies")
                                .mapTo(String.class)
                                .one()))
                .startsWith("sealed:");
    }

    @Test
    void anotherRequestWithTheSameKeyIsRefused() throws Exception {
        once("k", "request");
        assertThatThrownBy(() -> once("k", "another")).hasMessageContaining("was used for another request");
        assertThatThrownBy(() -> once(" ", "request")).hasMessageContaining("expected 1 to 255");
        assertThat(done).hasValue(1);
    }

    @Test
    void whatFailedMayBeTriedAgain() throws Exception {
        assertThatThrownBy(() -> replies.once(TOKEN, "k", "request", () -> {
                    throw ApiProblem.notFound("nothing");
                }))
                .isInstanceOf(ApiProblem.class);
        once("k", "request");
        assertThat(done).hasValue(1);
    }

    @Test
    void oneThatIsBeingCarriedOutIsNotBegunASecondTime() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var first = CompletableFuture.runAsync(() -> {
            try {
                replies.once(TOKEN, "k", "request", () -> {
                    begun.countDown();
                    end.await(20, TimeUnit.SECONDS);
                    return SOUND;
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        begun.await(20, TimeUnit.SECONDS);
        assertThatThrownBy(() -> once("k", "request")).hasMessageContaining("is being carried out");
        end.countDown();
        first.join();
        once("k", "request");
        assertThat(done).hasValue(0);
    }

    @Test
    void oneThatAKilledServerHadBegunMayBeTriedAgainAndOldOnesAreForgotten() throws Exception {
        db.writer()
                .write(
                        w -> w.execute(
                                "INSERT INTO api_replies (token_id, request_key, fingerprint, created_at) VALUES ('t', 'k', 'x', 0)"));
        replies = new KnownReplies(db.database(), db.writer(), () -> now);
        once("k", "request");
        assertThat(done).hasValue(1);

        assertThat(replies.forgetBefore(now)).isZero();
        now = now.plus(Duration.ofDays(1));
        assertThat(replies.forgetBefore(now)).isEqualTo(1);
        once("k", "request");
        assertThat(done).hasValue(2);
    }
}
