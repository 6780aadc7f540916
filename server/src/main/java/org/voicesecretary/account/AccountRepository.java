package org.voicesecretary.account;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.WebhookConfig;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.SealedColumn;
import org.voicesecretary.storage.SecretBox;

/** The accounts' tables. */
final class AccountRepository {
    private static final String SETTINGS =
            "voice, filler, filler_after_ms, webhook_url, webhook_fallback_url, webhook_timeout_ms, webhook_body, webhook_signature, webhook_mute";
    private static final String SETTING_VALUES =
            ":voice, :filler, :fillerAfter, :url, :fallbackUrl, :timeout, :body, :signature, :mute";

    private final Database database;
    private final SecretBox secrets;

    AccountRepository(Database database) {
        this.database = database;
        this.secrets = database.secrets();
    }

    List<AccountData> all() {
        return database.read(this::all);
    }

    /** Grows with every change of the accounts, whichever process made it. */
    long version() {
        return database.read(h -> h.createQuery("SELECT version FROM directory_version WHERE id = 1")
                .mapTo(Long.class)
                .one());
    }

    List<AccountData> all(Handle h) {
        List<AccountData> accounts = new ArrayList<>();
        for (Account account : h.createQuery("SELECT * FROM accounts ORDER BY created_at, pbx_id")
                .map((rs, ctx) -> account(rs))
                .list()) {
            accounts.add(new AccountData(
                    account,
                    h.createQuery("SELECT * FROM trunks WHERE pbx_id = ? ORDER BY name")
                            .bind(0, account.pbxId())
                            .map((rs, ctx) -> trunk(rs))
                            .list(),
                    h.createQuery("SELECT * FROM numbers WHERE pbx_id = ? ORDER BY number")
                            .bind(0, account.pbxId())
                            .map((rs, ctx) -> new AccountNumber(
                                    rs.getString("number"),
                                    webhook(rs),
                                    caller(rs, rs.getString("language")),
                                    office(rs)))
                            .list(),
                    h.createQuery("SELECT * FROM sounds WHERE pbx_id = ? ORDER BY sound_id")
                            .bind(0, account.pbxId())
                            .map((rs, ctx) -> sound(rs))
                            .list(),
                    h.createQuery("SELECT * FROM phrases WHERE pbx_id = ? ORDER BY language, phrase")
                            .bind(0, account.pbxId())
                            .map((rs, ctx) ->
                                    new Phrase(rs.getString("language"), rs.getInt("phrase"), rs.getString("spoken")))
                            .list(),
                    h.createQuery("SELECT * FROM office_items WHERE pbx_id = ? ORDER BY section, position")
                            .bind(0, account.pbxId())
                            .map((rs, ctx) -> item(account.pbxId(), rs))
                            .list()));
        }
        return accounts;
    }

    /** Stores the account as it is in {@code data}, whatever there was, and counts the version up. */
    void save(Handle h, AccountData data, long now) {
        Account account = data.account();
        long id = account.pbxId();
        deleteParts(h, id);
        var upsert = h.createUpdate(
                        "INSERT INTO accounts (pbx_id, name, api_key, secret, time_zone, language, country, untouched, created_at, "
                                + SETTINGS
                                + ") VALUES (:pbxId, :name, :key, :secret, :zone, :language, :country, :untouched, :now, "
                                + SETTING_VALUES
                                + ") ON CONFLICT (pbx_id) DO UPDATE SET name = excluded.name, api_key = excluded.api_key,"
                                + " secret = excluded.secret, time_zone = excluded.time_zone, language = excluded.language, country = excluded.country,"
                                + " untouched = excluded.untouched, "
                                + String.join(
                                        ", ",
                                        Arrays.stream(SETTINGS.split(", "))
                                                .map(c -> c + " = excluded." + c)
                                                .toList()))
                .bind("pbxId", id)
                .bind("name", account.name())
                .bind("key", account.key())
                .bind(
                        "secret",
                        account.secret() == null
                                ? null
                                : secrets.seal(
                                        SealedColumn.ACCOUNT_SECRET,
                                        account.secret().value(),
                                        id))
                .bind("zone", account.timeZone().getId())
                .bind("language", account.language())
                .bind("country", account.country())
                .bind("untouched", account.untouched() ? 1 : 0)
                .bind("now", now);
        bindSettings(upsert, account.webhook(), account.caller()).execute();
        for (Trunk trunk : data.trunks()) {
            String allow = String.join(
                    ",", trunk.allow().stream().map(Network::toString).toList());
            h.execute("INSERT INTO trunks (pbx_id, name, allow) VALUES (?, ?, ?)", id, trunk.name(), allow);
        }
        for (AccountNumber number : data.numbers()) {
            var insert = h.createUpdate("INSERT INTO numbers (pbx_id, number, language, own_target, hours, recording, "
                            + SETTINGS
                            + ") VALUES (:pbxId, :number, :language, :own, :hours, :recording, "
                            + SETTING_VALUES
                            + ")")
                    .bind("pbxId", id)
                    .bind("number", number.number())
                    .bind("language", number.caller().language())
                    .bind("own", number.office().own())
                    .bind("hours", number.office().hours())
                    .bind("recording", number.office().recording().name());
            bindSettings(insert, number.webhook(), number.caller()).execute();
        }
        for (Sound sound : data.sounds()) {
            insert(h, id, sound);
        }
        for (Phrase phrase : data.phrases()) {
            h.execute(
                    "INSERT INTO phrases (pbx_id, language, phrase, spoken) VALUES (?, ?, ?, ?)",
                    id,
                    phrase.language(),
                    phrase.number(),
                    phrase.text());
        }
        insert(h, id, data.office());
        h.execute("UPDATE directory_version SET version = version + 1 WHERE id = 1");
    }

    /** Removes an account and all that belongs to it. */
    static void delete(Handle h, long pbxId) {
        deleteParts(h, pbxId);
        h.execute("DELETE FROM accounts WHERE pbx_id = ?", pbxId);
    }

    private static void deleteParts(Handle h, long pbxId) {
        for (String table : List.of("phrases", "sounds", "numbers", "trunks", "office_items")) {
            h.execute("DELETE FROM " + table + " WHERE pbx_id = ?", pbxId);
        }
    }

    private void insert(Handle h, long pbxId, List<OfficeItem> office) {
        int position = 0;
        for (OfficeItem item : office) {
            h.execute(
                    "INSERT INTO office_items (pbx_id, section, item_key, position, body) VALUES (?, ?, ?, ?, ?)",
                    pbxId,
                    item.section(),
                    item.key(),
                    position++,
                    secrets.seal(SealedColumn.OFFICE_ITEM, item.body(), pbxId, item.section(), item.key()));
        }
    }

    private OfficeItem item(long pbxId, ResultSet rs) throws SQLException {
        String section = rs.getString("section");
        String key = rs.getString("item_key");
        return new OfficeItem(
                section, key, secrets.open(SealedColumn.OFFICE_ITEM, rs.getString("body"), pbxId, section, key));
    }

    private static void insert(Handle h, long pbxId, Sound sound) {
        var insert = h.createUpdate(
                        "INSERT INTO sounds (pbx_id, sound_id, language, voice, spoken, file_name, content_hash, bytes)"
                                + " VALUES (:pbxId, :id, :language, :voice, :spoken, :file, :hash, :bytes)")
                .bind("pbxId", pbxId)
                .bind("id", sound.id())
                .bind("language", sound.language())
                .bind("voice", sound.voice());
        switch (sound.content()) {
            case Sound.Content.Text text ->
                insert.bind("spoken", text.text())
                        .bind("file", (String) null)
                        .bind("hash", (String) null)
                        .bind("bytes", (Long) null);
            case Sound.Content.File file ->
                insert.bind("spoken", (String) null)
                        .bind("file", file.name())
                        .bind("hash", file.hash())
                        .bind("bytes", file.bytes());
        }
        insert.execute();
    }

    private static <S extends SqlStatement<S>> S bindSettings(
            S statement, WebhookSettings webhook, CallerSettings caller) {
        return statement
                .bind("voice", caller.voice())
                .bind("filler", caller.filler() == null ? null : caller.filler().toString())
                .bind("fillerAfter", millis(caller.fillerAfter()))
                .bind("url", text(webhook.url()))
                .bind("fallbackUrl", text(webhook.fallbackUrl()))
                .bind("timeout", millis(webhook.timeout()))
                .bind("body", webhook.body() == null ? null : webhook.body().name())
                .bind(
                        "signature",
                        webhook.signature() == null ? null : webhook.signature().name())
                .bind("mute", names(webhook.mute()));
    }

    private static @Nullable String names(@Nullable Set<EventType> events) {
        return events == null
                ? null
                : events.stream().map(EventType::name).sorted().collect(Collectors.joining(","));
    }

    /** Those of another version are left out. */
    private static @Nullable Set<EventType> events(@Nullable String names) {
        return names == null
                ? null
                : Arrays.stream(names.split(","))
                        .flatMap(name -> EventType.of(name).stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable String text(@Nullable UrlSetting url) {
        return switch (url) {
            case null -> null;
            case UrlSetting.None() -> "";
            case UrlSetting.Url(URI uri) -> uri.toString();
        };
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    private Account account(ResultSet rs) throws SQLException {
        long pbxId = rs.getLong("pbx_id");
        String secret = rs.getString("secret");
        return new Account(
                pbxId,
                rs.getString("name"),
                rs.getString("api_key"),
                secret == null ? null : new Secret(secrets.open(SealedColumn.ACCOUNT_SECRET, secret, pbxId)),
                ZoneId.of(rs.getString("time_zone")),
                rs.getString("language"),
                rs.getString("country"),
                caller(rs, null),
                webhook(rs),
                rs.getInt("untouched") != 0);
    }

    private static Trunk trunk(ResultSet rs) throws SQLException {
        List<Network> allow = Arrays.stream(rs.getString("allow").split(",", -1))
                .filter(block -> !block.isEmpty())
                .map(Network::parse)
                .toList();
        return new Trunk(rs.getString("name"), allow);
    }

    private static NumberOffice office(ResultSet rs) throws SQLException {
        String recording = rs.getString("recording");
        return new NumberOffice(
                rs.getString("own_target"),
                rs.getString("hours"),
                recording == null ? NumberOffice.Recording.OFF : NumberOffice.Recording.valueOf(recording));
    }

    private static CallerSettings caller(ResultSet rs, @Nullable String language) throws SQLException {
        String filler = rs.getString("filler");
        return new CallerSettings(
                language,
                rs.getString("voice"),
                filler == null ? null : FillerChoice.of(filler),
                duration(rs, "filler_after_ms"));
    }

    private static WebhookSettings webhook(ResultSet rs) throws SQLException {
        String body = rs.getString("webhook_body");
        String signature = rs.getString("webhook_signature");
        return new WebhookSettings(
                url(rs.getString("webhook_url")),
                url(rs.getString("webhook_fallback_url")),
                duration(rs, "webhook_timeout_ms"),
                body == null ? null : WebhookConfig.Body.valueOf(body),
                signature == null ? null : WebhookConfig.SignatureForm.valueOf(signature),
                events(rs.getString("webhook_mute")));
    }

    private static @Nullable UrlSetting url(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return text.isEmpty() ? new UrlSetting.None() : new UrlSetting.Url(URI.create(text));
    }

    private static @Nullable Duration duration(ResultSet rs, String column) throws SQLException {
        long millis = rs.getLong(column);
        return rs.wasNull() ? null : Duration.ofMillis(millis);
    }

    private static Sound sound(ResultSet rs) throws SQLException {
        String spoken = rs.getString("spoken");
        Sound.Content content = spoken != null
                ? new Sound.Content.Text(spoken)
                : new Sound.Content.File(rs.getString("file_name"), rs.getString("content_hash"), rs.getLong("bytes"));
        return new Sound(rs.getString("sound_id"), rs.getString("language"), rs.getString("voice"), content);
    }
}
