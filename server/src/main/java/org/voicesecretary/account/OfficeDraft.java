package org.voicesecretary.account;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.YamlValue;

/**
 * What an account will have once a file is applied, and where each part was written.
 *
 * @param country ISO 3166; null = not said
 * @param items of the file, and of the sections that it leaves alone
 * @param numberOrigins where numbers of the file, and what they name, stand: {@code 442037691881}, {@code 442037691881.menu}
 */
public record OfficeDraft(
        @Nullable String country,
        List<Placed> items,
        List<AccountNumber> numbers,
        List<Sound> sounds,
        Map<String, Origin> numberOrigins) {

    /**
     * @param path what to call the item in messages
     * @param value the item with its lines, where a file has it
     */
    public record Placed(OfficeItem item, String path, YamlValue value) {}
}
