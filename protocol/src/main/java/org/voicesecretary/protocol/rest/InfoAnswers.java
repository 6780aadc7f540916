package org.voicesecretary.protocol.rest;

import java.math.BigDecimal;
import java.util.List;

/** What the methods below {@code info} answer, and {@code tariff}. */
public interface InfoAnswers {
    /** @param currency ISO 4217 */
    record Balance(BigDecimal balance, String currency) {}

    /**
     * @param unixtime seconds since 1970
     * @param datetime the same by the account's clock: {@code YYYY-MM-DD HH:MM:SS}
     * @param timezone such as {@code UTC+1}
     */
    record Timezone(long unixtime, String datetime, String timezone) {}

    /** The envelope of {@link Price}. */
    record PriceInfo(Price info) {}

    /** @param price of a minute, a decimal number */
    record Price(String prefix, String description, String price, String currency) {}

    /** The envelope of {@link Tariff}. */
    record TariffInfo(Tariff info) {}

    /** Seconds are those used in the current period. */
    record Tariff(
            int tariffId,
            String tariffName,
            boolean isActive,
            BigDecimal cost,
            String currency,
            long usedSeconds,
            long usedSecondsMobile,
            long usedSecondsFix,
            long usedSecondsSpeechRecognition,
            int tariffIdForNextPeriod,
            String tariffForNextPeriod) {}

    /** Codes of languages, Ukrainian as {@code ua}. */
    record Languages(List<String> languages) {}
}
