package org.voicesecretary.config;

import java.util.function.BiConsumer;

/**
 * The REST API.
 *
 * @param requestsPerMinute of one key
 * @param statisticsPerMinute of one key, for the methods of statistics
 * @param publicUrl what links begin with, without a slash at the end; empty = as the client asked for the API
 * @param balance what {@code info/balance} answers; a decimal number
 * @param currency ISO 4217
 * @param tariff the name that {@code tariff} answers
 */
public record RestConfig(
        @Between({"1", "100000000"}) int requestsPerMinute,
        @Between({"1", "100000000"}) int statisticsPerMinute,
        String publicUrl,
        String balance,
        String currency,
        String tariff)
        implements Checked {
    @Override
    public void check(BiConsumer<String, String> complain) {
        if (!balance.matches("-?\\d{1,12}(\\.\\d{1,6})?")) {
            complain.accept(
                    "balance", "rest.balance \"" + balance + "\" is no amount; expected a number such as 12.50");
        }
        if (!publicUrl.isEmpty() && !publicUrl.matches("https?://[^/?#\\s]+")) {
            complain.accept(
                    "public-url",
                    "rest.public-url \"" + publicUrl
                            + "\" is no address; expected one such as https://pbx.example.net");
        }
        if (!currency.matches("[A-Z]{3}")) {
            complain.accept(
                    "currency",
                    "rest.currency \"" + currency + "\" is no currency; expected three letters such as EUR");
        }
    }
}
