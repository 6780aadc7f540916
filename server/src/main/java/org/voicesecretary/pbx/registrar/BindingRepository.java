package org.voicesecretary.pbx.registrar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.voicesecretary.sip.registration.Binding;
import org.voicesecretary.sip.registration.BindingChange;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.SealedColumn;
import org.voicesecretary.storage.WriteUnit;

/** The table of registered telephones, a row for each, and the secret that the registrar keeps over a restart. */
final class BindingRepository {
    private static final String SEED = "registrar-decoys";

    private final Database database;

    BindingRepository(Database database) {
        this.database = database;
    }

    /** As {@link Binding#text} wrote them. */
    List<String> all() {
        return database.read(h ->
                h.createQuery("SELECT body FROM bindings").mapTo(String.class).list());
    }

    static WriteUnit changed(BindingChange change) {
        return switch (change) {
            case BindingChange.Added(var binding) -> save(binding);
            case BindingChange.Refreshed(var binding, var before) ->
                device(binding).equals(device(before))
                        ? save(binding)
                        : WriteUnit.all(List.of(delete(before), save(binding)));
            case BindingChange.Removed(var binding, var _) -> delete(binding);
        };
    }

    private static WriteUnit save(Binding binding) {
        String device = device(binding);
        String body = binding.text();
        return writing -> writing.execute(
                "INSERT INTO bindings (login, device, expires_at, body) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (login, device) DO UPDATE SET expires_at = excluded.expires_at, body = excluded.body",
                binding.addressOfRecord(),
                device,
                binding.expires().toEpochMilli(),
                body);
    }

    static WriteUnit delete(Binding binding) {
        String device = device(binding);
        return writing -> writing.execute(
                "DELETE FROM bindings WHERE login = ? AND device = ?", binding.addressOfRecord(), device);
    }

    /** Of a row that cannot be read any more. */
    static WriteUnit deleteUnreadable(String body) {
        return writing -> writing.execute("DELETE FROM bindings WHERE body = ?", body);
    }

    /** RFC 5626 §6: a device with an instance is itself wherever it is; any other is its Contact. Hashed, since both may be long. */
    private static String device(Binding binding) {
        String name = binding.instance()
                .map(instance -> instance + " " + binding.regId())
                .orElseGet(() -> binding.contact().text());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java has to have", e);
        }
    }

    Optional<byte[]> seed() {
        return database.read(h -> h.createQuery("SELECT body FROM installation_secrets WHERE name = ?")
                .bind(0, SEED)
                .mapTo(String.class)
                .findOne()
                .map(body -> database.secrets().open(SealedColumn.INSTALLATION_SECRET, body, SEED))
                .map(HexFormat.of()::parseHex));
    }

    WriteUnit saveSeed(byte[] seed) {
        String body = database.secrets()
                .seal(SealedColumn.INSTALLATION_SECRET, HexFormat.of().formatHex(seed), SEED);
        return writing -> writing.execute("INSERT INTO installation_secrets (name, body) VALUES (?, ?)", SEED, body);
    }
}
