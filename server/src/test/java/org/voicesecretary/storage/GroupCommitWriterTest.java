package org.voicesecretary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class GroupCommitWriterTest {
    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    private TestDatabase db;

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void whatIsAcknowledgedSurvivesARestart() {
        db.writer().write(insert(1));
        db.close();

        db = TestDatabase.open(engine, path.resolve("data"));

        assertThat(stored()).containsExactly(1L);
    }

    @Test
    void unitsThatArriveDuringACommitShareTheNextOneInTheirOrder() throws Exception {
        var running = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        db.writer().submit(h -> {
            running.countDown();
            await(goOn);
        });
        running.await();
        List<CompletableFuture<Void>> acknowledgements = new ArrayList<>();
        List<Long> order = new ArrayList<>();
        for (long i = 1; i <= 100; i++) {
            long id = i;
            acknowledgements.add(db.writer().submit(h -> {
                order.add(id);
                insert(id).write(h);
            }));
        }

        goOn.countDown();
        CompletableFuture.allOf(acknowledgements.toArray(CompletableFuture[]::new))
                .get(20, TimeUnit.SECONDS);

        assertThat(stored()).hasSize(100);
        assertThat(order).isSorted();
        db.writer().close();
        assertThat(db.metrics().get("storage.batch.units").summary().max()).isEqualTo(100);
    }

    @Test
    void aUnitThatFailsLeavesNothingBehindAndTakesNoOtherWithIt() throws Exception {
        var running = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        db.writer().submit(h -> {
            running.countDown();
            await(goOn);
        });
        running.await();
        var before = db.writer().submit(insert(1));
        var broken = db.writer().submit(h -> {
            insert(2).write(h);
            throw new IllegalArgumentException("no");
        });
        var duplicate = db.writer().submit(WriteUnit.all(List.of(insert(3), insert(1))));
        var after = db.writer().submit(insert(4));
        goOn.countDown();

        before.get(20, TimeUnit.SECONDS);
        after.get(20, TimeUnit.SECONDS);

        assertThatThrownBy(broken::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("no");
        assertThatThrownBy(duplicate::get).isInstanceOf(ExecutionException.class);
        assertThat(stored()).containsExactly(1L, 4L);
        assertThat(db.metrics().counter("storage.failures", "fault", "REFUSED").count())
                .isEqualTo(2);
    }

    @Test
    void whoeverOutpacesTheDiskIsHeldBackAndToldInTheEnd() throws Exception {
        var running = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var metrics = new SimpleMeterRegistry();
        try (var writer = GroupCommitWriter.start(db.database(), 2, Duration.ofMillis(20), metrics)) {
            db.writer().close(); // the single writing connection changes hands
            writer.submit(h -> {
                running.countDown();
                await(goOn);
            });
            running.await();
            writer.submit(insert(1));
            writer.submit(insert(2));

            assertThatThrownBy(() -> writer.submit(insert(3)))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.fault()).isEqualTo(StorageException.Fault.BUSY))
                    .hasMessageContaining("the database is behind: 2 writes waited longer than 20 ms");

            goOn.countDown();
        }
        assertThat(stored()).containsExactly(1L, 2L);
    }

    @Test
    void closingStoresWhatWasHandedOverAndRefusesTheRest() {
        for (long i = 1; i <= 1000; i++) {
            db.writer().append("row", insert(i));
        }
        db.writer().close();

        assertThat(stored()).hasSize(1000);
        assertThatThrownBy(() -> db.writer().submit(insert(2000))).hasMessageContaining("the server is stopping");
    }

    @Test
    void twoProcessesMayWriteToTheSameDatabase() {
        try (var other = TestDatabase.open(engine, path.resolve("data"))) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (long i = 1; i <= 200; i++) {
                all.add((i % 2 == 0 ? db : other).writer().submit(insert(i)));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        }
        assertThat(stored()).hasSize(200);
    }

    @Test
    void aTextOfAnyLengthAndWithAnyCharacterIsStored() {
        String text = "long ".repeat(2_000) + "\0 🙂";
        db.writer()
                .write(h -> h.execute(
                        "INSERT INTO calls (call_no, call_id, pbx_id, caller, called, source, started_at)"
                                + " VALUES (1, 'in_1', 1, ?, '', '', 0)",
                        text));
        assertThat(db.database()
                        .<String>read(h -> h.createQuery("SELECT caller FROM calls")
                                .mapTo(String.class)
                                .one()))
                .isEqualTo(text.replace('\0', '\uFFFD'));
    }

    @Test
    void textsAreOrderedByTheirCodePoints() {
        List.of("b", "Z", "a", "é", "_")
                .forEach(name -> db.writer()
                        .write(h -> h.execute(
                                "INSERT INTO calls (call_no, call_id, pbx_id, caller, called, source, started_at)"
                                        + " VALUES (?, ?, 1, '', '', '', 0)",
                                name.codePointAt(0),
                                name)));
        List<String> ordered = db.database()
                .read(h -> h.createQuery("SELECT call_id FROM calls ORDER BY call_id")
                        .mapTo(String.class)
                        .list());
        assertThat(ordered).containsExactly("Z", "_", "a", "b", "é");
    }

    @Test
    void readersCannotWrite() {
        assertThatThrownBy(() -> db.database().read(h -> h.execute("DELETE FROM calls")))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void identifiersGrowWithTimeAndNeverRepeat() {
        var now = new Instant[] {Instant.ofEpochMilli(1_000)};
        var ids = new IdSequence(() -> now[0]);
        long first = ids.next();
        assertThat(ids.next()).isEqualTo(first + 1);
        now[0] = now[0].plusMillis(1);
        assertThat(ids.next()).isGreaterThan(first + 1000);
        now[0] = now[0].minusSeconds(1);
        assertThat(ids.next()).isGreaterThan(first + 1000);
        ids.above(first + 10_000_000);
        assertThat(ids.next()).as("after those of an earlier run").isEqualTo(first + 10_000_001);
    }

    @Test
    void everyTimeHasItsPlaceAmongIdentifiersHoweverFarAway() {
        Instant time = Instant.parse("2026-03-04T10:11:12.345Z");
        assertThat(IdSequence.madeAt(IdSequence.firstAt(time))).isEqualTo(time);
        assertThat(IdSequence.firstAt(time)).isGreaterThan(IdSequence.firstAt(time.minusMillis(1)));
        assertThat(IdSequence.firstAt(Instant.MIN)).isZero();
        assertThat(IdSequence.firstAt(Instant.parse("1969-01-01T00:00:00Z"))).isZero();
        assertThat(IdSequence.firstAt(Instant.parse("2300-01-01T00:00:00Z"))).isEqualTo(Long.MAX_VALUE);
        assertThat(IdSequence.firstAt(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    }

    private List<Long> stored() {
        return db.database()
                .read(h -> h.createQuery("SELECT call_no FROM calls ORDER BY call_no")
                        .mapTo(Long.class)
                        .list());
    }

    private static WriteUnit insert(long id) {
        return h -> h.execute(
                "INSERT INTO calls (call_no, call_id, pbx_id, caller, called, source, started_at) VALUES (?, ?, 1, '', '', '', 0)",
                id,
                "in_" + id);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
