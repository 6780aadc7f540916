package org.voicesecretary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a released version left in a database: one file {@code released/VERSION.sql} for each. It names the migrations that the version had,
 * with their checksums, which says the schema to the letter, and holds rows as that version wrote them.
 *
 * <p>At a release {@code scripts/released-schema VERSION} writes the file: what is in that of the version before, brought to the schema
 * of today. Rows for new tables are then added by hand.
 */
public record ReleasedSchema(String version, int schema, Map<Integer, Integer> checksums, List<String> statements) {
    private static final Path FILES = Path.of("src/test/resources/released");
    private static final Pattern MIGRATION = Pattern.compile("-- migration (\\d+) checksum (-?\\d+)");
    private static final Pattern TABLE = Pattern.compile("INSERT INTO (\\w+) .*", Pattern.DOTALL);

    /** The oldest first. */
    public static Stream<ReleasedSchema> all() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.sorted().map(ReleasedSchema::read).toList().stream();
        }
    }

    private static ReleasedSchema read(Path file) {
        Map<Integer, Integer> checksums = new TreeMap<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines) {
                Matcher matcher = MIGRATION.matcher(line);
                if (matcher.matches()) {
                    checksums.put(Integer.valueOf(matcher.group(1)), Integer.valueOf(matcher.group(2)));
                }
            }
            return new ReleasedSchema(
                    file.getFileName().toString().replaceFirst("\\.sql$", ""),
                    checksums.keySet().stream()
                            .mapToInt(Integer::intValue)
                            .max()
                            .orElseThrow(),
                    checksums,
                    lines.stream()
                            .filter(line -> !line.isBlank() && !line.startsWith("--"))
                            .map(line -> line.replaceFirst(";$", ""))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many rows of each table the file has. */
    Map<String, Long> rows() {
        return statements.stream()
                .map(TABLE::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.groupingBy(matcher -> matcher.group(1), Collectors.counting()));
    }

    /** What the database says of its migrations. */
    static Map<Integer, Integer> checksums(Handle handle) {
        Map<Integer, Integer> checksums = new TreeMap<>();
        handle.createQuery("SELECT version, checksum FROM flyway_schema_history WHERE version IS NOT NULL")
                .map((rs, ctx) -> Map.entry(Integer.valueOf(rs.getString(1)), rs.getInt(2)))
                .forEach(each -> checksums.put(each.getKey(), each.getValue()));
        return checksums;
    }

    @Override
    public String toString() {
        return version;
    }

    /** The version that is being built. */
    static String current() throws IOException {
        var properties = new Properties();
        try (var in = ReleasedSchema.class.getResourceAsStream("/voice-secretary-version.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    /** Writes the file of a version. @param arguments the version; where there is none before, a file of rows and the schema that they fit */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("released-schema");
        List<String> rows = arguments.length > 1
                ? Files.readAllLines(Path.of(arguments[1]))
                : all().reduce((older, newer) -> newer).orElseThrow().statements();
        int from = arguments.length > 1
                ? Integer.parseInt(arguments[2])
                : all().reduce((older, newer) -> newer).orElseThrow().schema();
        Path file = directory.resolve("released.db");
        try (var source = SchemaAt.sqlite(file, from)) {
            Jdbi.create(source)
                    .useHandle(h -> rows.stream()
                            .filter(line -> !line.isBlank())
                            .forEach(line -> h.execute(line.replaceFirst(";$", ""))));
            if (arguments.length == 1) {
                SchemaAt.migrate(source, Engine.SQLITE, "latest");
            }
            String text = Jdbi.create(source).withHandle(h -> dump(h, arguments[0]));
            Files.writeString(FILES.resolve(arguments[0] + ".sql"), text, StandardCharsets.UTF_8);
        }
    }

    private static String dump(Handle handle, String version) {
        var text = new StringBuilder("-- What version " + version + " left behind. Never change a released file.\n");
        checksums(handle)
                .forEach((number, checksum) -> text.append("-- migration ")
                        .append(number)
                        .append(" checksum ")
                        .append(checksum)
                        .append('\n'));
        List<String> tables = handle.createQuery("SELECT name FROM sqlite_master WHERE type = 'table'"
                        + " AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'flyway%' ORDER BY name <> 'accounts', rowid")
                .mapTo(String.class)
                .list();
        for (String table : tables) {
            for (Map<String, Object> row :
                    handle.createQuery("SELECT * FROM " + table).mapToMap().list()) {
                text.append(statement(table, new LinkedHashMap<>(row))).append(";\n");
            }
        }
        return text.toString();
    }

    private static String statement(String table, Map<String, Object> row) {
        if (table.equals("directory_version")) { // the migrations make its row
            return "UPDATE directory_version SET version = " + row.get("version") + " WHERE id = 1";
        }
        List<String> columns = List.copyOf(row.keySet());
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> literal(row.get(columns.get(i))))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static String literal(Object value) {
        return switch (value) {
            case null -> "NULL";
            case Number number -> number.toString();
            default -> "'" + value.toString().replace("'", "''") + "'";
        };
    }
}
