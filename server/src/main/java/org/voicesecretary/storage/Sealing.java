package org.voicesecretary.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.KeyFile.Key;

/** Brings key file and database together: at the start, and when the key changes. */
final class Sealing {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    private final Handle handle;
    private final Engine engine;
    private final KeyFile file;

    Sealing(Handle handle, Engine engine, KeyFile file) {
        this.handle = handle;
        this.engine = engine;
        this.file = file;
    }

    /**
     * The box for this database. Makes the key file of a new installation, and seals what an older version left in the clear.
     *
     * @throws StorageException if secrets are sealed with a key that is not there
     */
    SecretBox open() {
        Set<String> used = keysInUse(handle);
        if (used.isEmpty() && !file.exists()) {
            file.create();
        }
        List<Key> keys = file.read();
        for (String id : used) {
            if (keys.stream().noneMatch(key -> key.id().equals(id))) {
                throw SecretBox.missing(file, id);
            }
        }
        var box = new SecretBox(file, keys);
        sealPlain(box);
        return box;
    }

    /** The ids of the keys with which something is sealed. */
    static Set<String> keysInUse(Handle handle) {
        Set<String> used = new TreeSet<>();
        for (SealedColumn each : SealedColumn.values()) {
            used.addAll(handle.createQuery("SELECT DISTINCT substr(" + each.column() + ", " + SecretBox.ID_AT + ", "
                            + SecretBox.ID_LENGTH + ") FROM " + each.table() + " WHERE " + each.column() + " LIKE '"
                            + SecretBox.PREFIX + "%'")
                    .mapTo(String.class)
                    .list());
        }
        return used;
    }

    private record Row(List<Object> key, String value) {}

    private static List<Row> rows(Handle handle, SealedColumn each, String condition) {
        return handle.createQuery("SELECT " + String.join(", ", each.key()) + ", " + each.column() + " FROM "
                        + each.table() + " WHERE " + each.column() + condition)
                .map((rs, ctx) -> {
                    List<Object> key = new ArrayList<>();
                    for (int i = 1; i <= each.key().size(); i++) {
                        key.add(rs.getObject(i));
                    }
                    return new Row(key, rs.getString(each.key().size() + 1));
                })
                .list();
    }

    private static void update(Handle handle, SealedColumn each, Row row, String sealed) {
        var update = handle.createUpdate("UPDATE " + each.table() + " SET " + each.column() + " = ? WHERE "
                + String.join(" AND ", each.key().stream().map(c -> c + " = ?").toList()) + " AND " + each.column()
                + " = ?");
        int at = 0;
        update.bind(at++, sealed);
        for (Object part : row.key()) {
            update.bind(at++, part);
        }
        update.bind(at, row.value()).execute();
    }

    private void sealPlain(SecretBox box) {
        String plain = " NOT LIKE '" + SecretBox.PREFIX + "%'";
        int sealed = handle.inTransaction(h -> {
            int done = 0;
            for (SealedColumn each : SealedColumn.values()) {
                for (Row row : rows(h, each, plain)) {
                    update(h, each, row, box.seal(each, row.value(), row.key().toArray()));
                    done++;
                }
            }
            return done;
        });
        if (sealed > 0) {
            LOG.info("{} secrets were in the clear and are sealed now; their traces are being removed", sealed);
            scrub();
        }
    }

    /** What was overwritten still stands in the files of the database until it is rewritten. */
    private void scrub() {
        try {
            for (SealedColumn each : SealedColumn.values()) {
                engine.rewrite(each.table()).ifPresent(handle::execute);
            }
            engine.rewriteAll().forEach(sql -> handle.execute(sql));
        } catch (RuntimeException e) {
            LOG.warn(
                    "old copies of secrets may stand in free space of the database until it is rewritten (VACUUM): {}",
                    e.getMessage());
        }
    }

    /**
     * Takes a fresh key and seals everything anew, all or nothing. The key before it stays in the file, for whoever has just read a
     * value that it sealed; older ones go.
     *
     * @return the id of the fresh key
     */
    String rotate() {
        SecretBox old = open();
        List<Key> before = file.read();
        Key fresh = Key.fresh();
        // First the file: a crash in between leaves a key too many, never one too few.
        List<Key> both = new ArrayList<>(List.of(fresh));
        both.addAll(before);
        file.replace(both);
        var box = new SecretBox(file, both);
        handle.useTransaction(h -> {
            for (SealedColumn each : SealedColumn.values()) {
                for (Row row : rows(h, each, " IS NOT NULL")) {
                    Object[] key = row.key().toArray();
                    update(h, each, row, box.seal(each, old.open(each, row.value(), key), key));
                }
            }
        });
        file.replace(List.of(fresh, before.getFirst()));
        scrub();
        return fresh.id();
    }
}
