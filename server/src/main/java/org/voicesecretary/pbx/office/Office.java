package org.voicesecretary.pbx.office;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.OfficeItem;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlValue;

/** The office of one account at one moment. Immutable. */
public final class Office {
    private final Account account;
    private final Map<String, Extension> extensions;

    private Office(Account account, OfficeParts parts) {
        this.account = account;
        this.extensions = byName(parts.extensions, Extension::number);
    }

    /** Of what is stored. A document that cannot be read any more is left out; writing it checked it. */
    public static Office of(AccountData data) {
        var parts = new OfficeParts();
        var reading = Reading.in(Path.of(""), new Problems());
        for (OfficeItem item : data.office()) {
            YamlValue value = item.value(reading.problems());
            if (value != null) {
                parts.add(item.section(), item.label(), value, reading);
            }
        }
        return new Office(data.account(), parts);
    }

    private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
        var map = new LinkedHashMap<String, T>();
        items.forEach(item -> map.put(name.apply(item), item));
        return map;
    }

    public Account account() {
        return account;
    }

    public long pbxId() {
        return account.pbxId();
    }

    public Optional<Extension> extension(String number) {
        return Optional.ofNullable(extensions.get(number));
    }

    /** In the order of the file. */
    public List<Extension> extensions() {
        return List.copyOf(extensions.values());
    }

    /** The user name of an extension's telephones, {@code PBX-EXTENSION}. */
    public String login(Extension extension) {
        return pbxId() + "-" + extension.number();
    }
}
