package org.voicesecretary.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.rest.InfoAnswers;

/** The account itself. */
public final class InfoApi {
    private final RestClient client;

    InfoApi(RestClient client) {
        this.client = client;
    }

    /** What is left to spend. */
    public InfoAnswers.Balance balance() throws IOException, InterruptedException, RestException {
        return client.call("GET", "info/balance", Map.of(), InfoAnswers.Balance.class);
    }

    /** Time and time zone of the account. */
    public InfoAnswers.Timezone timezone() throws IOException, InterruptedException, RestException {
        return client.call("GET", "info/timezone", Map.of(), InfoAnswers.Timezone.class);
    }

    /**
     * What a minute to a number costs.
     *
     * @param callerId null = the usual one
     */
    public InfoAnswers.Price price(String number, @Nullable String callerId)
            throws IOException, InterruptedException, RestException {
        return client.call(
                        "GET",
                        "info/price",
                        RestClient.with("number", number, "caller_id", callerId),
                        InfoAnswers.PriceInfo.class)
                .info();
    }

    /** The tariff. */
    public InfoAnswers.Tariff tariff() throws IOException, InterruptedException, RestException {
        return client.call("GET", "tariff", Map.of(), InfoAnswers.TariffInfo.class)
                .info();
    }

    /** Languages of the account. */
    public List<String> languages() throws IOException, InterruptedException, RestException {
        return client.call("GET", "info/lists/languages", Map.of(), InfoAnswers.Languages.class)
                .languages();
    }
}
