package org.voicesecretary.benchmarks.figures;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.voicesecretary.benchmarks.BenchClock;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.Settings;
import org.voicesecretary.benchmarks.subject.PostgresProcess;
import org.voicesecretary.cdr.CallDirection;
import org.voicesecretary.cdr.CallFilter;
import org.voicesecretary.cdr.CallStatistics;
import org.voicesecretary.config.ConfigLoader;
import org.voicesecretary.config.DatabaseConfig;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;

/** What a page of a month of call records takes, out of a year of ten million of them, on either database. */
public final class MonthPages {
    private static final long PBX = 123456;
    private static final Instant YEAR = Instant.parse("2025-01-01T00:00:00Z");
    private static final int PAGE = CallStatistics.LARGEST_PAGE;
    private static final double SQLITE_MILLIS = 1000;
    private static final double POSTGRESQL_MILLIS = 200;
    /** Half of a month's calls come in, four in ten go out. */
    private static final double OUT = 0.4;

    private static final int EXTENSIONS = 50;
    private static final long CHUNK = 250_000;

    private final Settings settings;
    private final BenchClock clock = new BenchClock();
    private final List<String> remarks = new ArrayList<>();

    public MonthPages(Settings settings) {
        this.settings = settings;
    }

    /** What could not be measured, and why. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    public List<Figure> measure() throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        Path directory = Files.createTempDirectory("voice-secretary-records");
        Path cluster = Files.createTempDirectory("voice-secretary-postgresql"); // its user may not look into ours
        try {
            figures.addAll(measure("sqlite", "SQLite", directory.resolve("sqlite"), Map.of(), SQLITE_MILLIS, () -> {}));
            var postgres = PostgresProcess.start(cluster, clock);
            if (postgres.isEmpty()) {
                remarks.add("PostgreSQL is not installed: its figures are missing (apt install postgresql)");
            } else {
                try (PostgresProcess running = postgres.get()) {
                    figures.addAll(measure(
                            "postgresql",
                            "PostgreSQL",
                            directory.resolve("data"),
                            running.environment(),
                            POSTGRESQL_MILLIS,
                            () -> running.vacuum("calls")));
                }
            }
        } finally {
            remove(directory);
            remove(cluster);
        }
        return figures;
    }

    private List<Figure> measure(
            String id, String name, Path directory, Map<String, String> environment, double target, Runnable filled) {
        long records = settings.choose(10_000_000, 500_000);
        DataDirectory data = DataDirectory.prepare(directory);
        DatabaseConfig config =
                new ConfigLoader(directory, environment).load(null).config().database();
        try (Database database = Database.open(config, data);
                GroupCommitWriter writer = GroupCommitWriter.start(
                        database, config.queue(), config.patience(), new SimpleMeterRegistry())) {
            Rig.progress(records + " call records in " + name);
            fill(writer, records, environment.isEmpty());
            filled.run();
            Rig.progress("pages of call records from " + name);
            var statistics = new CallStatistics(database);
            List<Double> all = new ArrayList<>();
            List<Double> filtered = new ArrayList<>();
            List<Double> sums = new ArrayList<>();
            for (int month = 0; month < 12; month++) {
                Instant from = YEAR.plus(Duration.ofDays(30L * month));
                CallFilter filter = CallFilter.all(PBX, from, from.plus(Duration.ofDays(30)));
                long calls = records * 30 / 365;
                all.add(slowest(statistics, filter, calls));
                filtered.add(Math.max(
                        slowest(statistics, filter.of(CallDirection.OUT), (long) (calls * OUT)),
                        slowest(statistics, filter.ofExtension("117"), calls / EXTENSIONS)));
                sums.add(millis(() -> statistics.totals(filter.of(CallDirection.OUT))));
            }
            String how = "the slowest of first, middle and last page of a month; " + records + " records of one year";
            return List.of(
                    Figure.of("month-page-" + id, name + ": page of a month's calls", "ms", all, how)
                            .wants(Figure.Target.atMost(target)),
                    Figure.of(
                                    "month-page-filtered-" + id,
                                    name + ": the same by direction or extension",
                                    "ms",
                                    filtered,
                                    how)
                            .wants(Figure.Target.atMost(target)),
                    Figure.of("month-sum-" + id, name + ": sum of a month's calls out", "ms", sums, how)
                            .wants(Figure.Target.atMost(target)));
        }
    }

    private double slowest(CallStatistics statistics, CallFilter filter, long calls) {
        double slowest = 0;
        for (long skip : new long[] {0, calls / 2, Math.max(0, calls - PAGE)}) {
            slowest = Math.max(slowest, millis(() -> statistics.page(filter, skip, PAGE)));
        }
        return slowest;
    }

    private double millis(Runnable work) {
        long start = clock.nanos();
        work.run();
        return (clock.nanos() - start) / 1e6;
    }

    /** In large statements, with the indexes made afterwards: hours would pass else. */
    private static void fill(GroupCommitWriter writer, long records, boolean sqlite) {
        List<String> indexes = new ArrayList<>();
        writer.write(w -> {
            indexes.clear();
            indexes.addAll(w.handle()
                    .createQuery(
                            sqlite
                                    ? "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'calls' AND sql IS NOT NULL"
                                    : "SELECT indexdef FROM pg_indexes WHERE tablename = 'calls' AND indexdef NOT LIKE 'CREATE UNIQUE%'")
                    .mapTo(String.class)
                    .list());
            indexes.forEach(index -> w.handle().execute("DROP INDEX " + index.split(" ")[2]));
        });
        for (long first = 0; first < records; first += CHUNK) {
            String chunk = chunk(
                    first,
                    Math.min(first + CHUNK, records),
                    Duration.ofDays(365).toMillis() / records);
            writer.write(w -> w.handle().execute(chunk));
        }
        indexes.forEach(index -> writer.write(w -> w.handle().execute(index)));
    }

    private static String chunk(long first, long end, long step) {
        String start = YEAR.toEpochMilli() + " + i * " + step;
        return "INSERT INTO calls (call_no, call_id, pbx_id, direction, caller, called, extension, source,"
                + " started_at, answered_at, ended_at, duration_s, disposition, cause, ended_by, fault)"
                + " WITH RECURSIVE n (i) AS (SELECT CAST(" + first
                + " AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < "
                + (end - 1) + ") SELECT (" + start + ") * 1048576 + i % 1000,"
                + " 'in_ae6b03b3b0765d127ec0b739209346' || (1000000000 + i), " + PBX
                + ", CASE WHEN i % 10 < 5 THEN 'in' WHEN i % 10 < 9 THEN 'out' ELSE 'internal' END,"
                + " '44203769' || (i % 10000), '442037691881', CAST(100 + i % " + EXTENSIONS
                + " AS VARCHAR(3)), '192.0.2.7', " + start + ", " + start + " + 2000, " + start
                + " + 62000, i % 300, 'answered', 16, 'caller', NULL FROM n";
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
