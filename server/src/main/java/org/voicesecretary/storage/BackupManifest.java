package org.voicesecretary.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.storage.StorageException.Fault;

/**
 * What a backup holds: the text file {@code MANIFEST}, written last, a word and its values on each line. It ends with the hash of all
 * lines before, so that half of one is never taken for a whole.
 *
 * @param version of the program that made it
 * @param engine {@code sqlite} or {@code postgresql}
 * @param schema number of the newest migration in it
 * @param keys ids of the keys that its secrets are sealed with
 */
record BackupManifest(
        Instant made,
        String version,
        String engine,
        int schema,
        List<String> keys,
        List<TableRows> tables,
        List<StoredFile> files) {
    static final String NAME = "MANIFEST";
    private static final String HEADING = "voice-secretary backup 1";

    /** @param columns in the order in which the copy has them; empty where the copy is a database by itself */
    record TableRows(String name, long rows, List<String> columns) {}

    /** @param name below the backup, with {@code /} */
    record StoredFile(String name, long bytes, String sha256) {}

    String print() {
        var text = new StringBuilder(HEADING).append('\n');
        text.append("made ").append(made).append('\n');
        text.append("version ").append(version).append('\n');
        text.append("engine ").append(engine).append('\n');
        text.append("schema ").append(schema).append('\n');
        keys.forEach(id -> text.append("key ").append(id).append('\n'));
        tables.forEach(table -> text.append("table ")
                .append(table.name())
                .append(' ')
                .append(table.rows())
                .append(' ')
                .append(String.join(",", table.columns()))
                .append('\n'));
        files.forEach(file -> text.append("file ")
                .append(file.sha256())
                .append(' ')
                .append(file.bytes())
                .append(' ')
                .append(file.name())
                .append('\n'));
        return text + "end " + BackupFiles.sha256(text.toString().getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    long bytes() {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }

    /** @throws StorageException if the directory holds no whole backup */
    static BackupManifest read(Path directory) {
        Path path = directory.resolve(NAME);
        if (!Files.isRegularFile(path)) {
            throw new StorageException(
                    Fault.UNAVAILABLE,
                    directory + " is no backup: it has no " + NAME
                            + "; expected a directory that \"voice-secretary backup\" made",
                    null);
        }
        try {
            return parse(Files.readString(path, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            throw new StorageException(
                    Fault.CORRUPT, path + " is damaged (" + e.getMessage() + "); take another backup", e);
        }
    }

    private static BackupManifest parse(String text) {
        int end = text.lastIndexOf("end ");
        if (!text.startsWith(HEADING + "\n") || end < 0) {
            throw new IllegalArgumentException("it does not begin with \"" + HEADING + "\", or has no end");
        }
        String body = text.substring(0, end);
        if (!text.substring(end + 4).strip().equals(BackupFiles.sha256(body.getBytes(StandardCharsets.UTF_8)))) {
            throw new IllegalArgumentException("its text was changed");
        }
        Instant made = Instant.EPOCH;
        String version = "";
        String engine = "";
        int schema = 0;
        List<String> keys = new ArrayList<>();
        List<TableRows> tables = new ArrayList<>();
        List<StoredFile> files = new ArrayList<>();
        for (String line : body.substring(HEADING.length() + 1).lines().toList()) {
            String[] words = line.split(" ", 4);
            switch (words[0]) {
                case "made" -> made = Instant.parse(words[1]);
                case "version" -> version = words[1];
                case "engine" -> engine = words[1];
                case "schema" -> schema = Integer.parseInt(words[1]);
                case "key" -> keys.add(words[1]);
                case "table" ->
                    tables.add(new TableRows(
                            words[1],
                            Long.parseLong(words[2]),
                            words[3].isEmpty() ? List.of() : List.of(words[3].split(","))));
                case "file" -> files.add(new StoredFile(words[3], Long.parseLong(words[2]), words[1]));
                default -> throw new IllegalArgumentException("\"" + words[0] + "\" is unknown");
            }
        }
        return new BackupManifest(made, version, engine, schema, keys, tables, files);
    }
}
