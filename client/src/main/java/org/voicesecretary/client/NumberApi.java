package org.voicesecretary.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.voicesecretary.protocol.rest.NumberAnswers;

/** Telephone numbers, and keys for browsers. */
public final class NumberApi {
    private final RestClient client;

    NumberApi(RestClient client) {
        this.client = client;
    }

    /** All of them. */
    public List<NumberAnswers.DirectNumber> list() throws IOException, InterruptedException, RestException {
        return client.call("GET", "direct_numbers", Map.of(), NumberAnswers.Numbers.class)
                .info();
    }

    /** One of them. */
    public NumberAnswers.DirectNumber number(String number) throws IOException, InterruptedException, RestException {
        return client.call(
                        "GET",
                        "direct_numbers/number",
                        RestClient.with("number", number),
                        NumberAnswers.OneNumber.class)
                .info();
    }

    /** Sends what no script steers to an extension. */
    public NumberAnswers.SipId sipId(String number, String extension)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "PUT",
                "direct_numbers/set_sip_id",
                RestClient.with("number", number, "sip_id", extension),
                NumberAnswers.SipId.class);
    }

    /** A key by which a browser is a telephone of an extension. */
    public String webPhoneKey(String extension) throws IOException, InterruptedException, RestException {
        return client.call("GET", "webrtc/get_key", RestClient.with("sip", extension), NumberAnswers.Key.class)
                .key();
    }
}
