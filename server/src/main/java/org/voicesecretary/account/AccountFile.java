package org.voicesecretary.account;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Secret;

/**
 * {@code account.yaml}, read and checked. A section that is present is complete; an absent one leaves what there is.
 *
 * @param name what to call the file in messages
 * @param office items of the further sections; a section that the file does not have is not here
 * @param numberOrigins where each number stands, and what it names
 * @param soundFiles content hash to the file it was read from
 */
public record AccountFile(
        String name,
        Optional<Section> account,
        Optional<WebhookSettings> webhook,
        Optional<List<Trunk>> trunks,
        Optional<List<AccountNumber>> numbers,
        Optional<List<Sound>> sounds,
        Optional<List<Phrase>> phrases,
        Map<String, List<OfficeDraft.Placed>> office,
        Map<String, Origin> numberOrigins,
        Map<String, Path> soundFiles) {

    /**
     * The {@code account:} section.
     *
     * @param pbxId null = whatever it is, or any that is free
     */
    public record Section(
            Origin origin,
            @Nullable Long pbxId,
            Origin pbxIdOrigin,
            String name,
            String key,
            @Nullable Secret secret,
            ZoneId timeZone,
            String language,
            @Nullable String country,
            CallerSettings caller) {}
}
