package org.voicesecretary.storage;

import java.util.List;

/** The columns whose values are secrets, or may hold some. A new one is a line here: rows of older versions are then sealed at the next start. */
public enum SealedColumn {
    ACCOUNT_SECRET("accounts", "secret", "pbx_id"),
    /** Whole: passwords of extensions and trunks and PINs are anywhere inside. */
    OFFICE_ITEM("office_items", "body", "pbx_id", "section", "item_key"),
    API_KEY("api_keys", "secret", "api_key"),
    WEBHOOK_SECRET("webhook_secrets", "secret", "pbx_id", "secret_no"),
    INSTALLATION_SECRET("installation_secrets", "body", "name"),
    /** A reply may hold what is told once only. */
    API_REPLY("api_replies", "body", "token_id", "request_key");

    private final String table;
    private final String column;
    private final List<String> key;

    /** @param key the columns of the primary key */
    SealedColumn(String table, String column, String... key) {
        this.table = table;
        this.column = column;
        this.key = List.of(key);
    }

    String table() {
        return table;
    }

    String column() {
        return column;
    }

    List<String> key() {
        return key;
    }

    /** What a value is bound to: moved to another row it cannot be opened. */
    String place(Object... row) {
        if (row.length != key.size()) {
            throw new IllegalArgumentException(
                    table + " has the key " + key + ", given were " + row.length + " values");
        }
        var place = new StringBuilder(table).append('.').append(column);
        for (Object part : row) {
            String text = part.toString();
            place.append('/')
                    .append(text.length())
                    .append(':')
                    .append(text); // lengths: no two rows have the same place
        }
        return place.toString();
    }
}
