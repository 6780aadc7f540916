package org.voicesecretary.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.rest.SipAnswers;

/** The SIP accounts, which are the extensions; each is named by its number or its login. */
public final class SipApi {
    private final RestClient client;

    SipApi(RestClient client) {
        this.client = client;
    }

    /** All of them. */
    public SipAnswers.Sips list() throws IOException, InterruptedException, RestException {
        return client.call("GET", "sip", Map.of(), SipAnswers.Sips.class);
    }

    /** Whether a telephone is registered. */
    public boolean isOnline(String sip) throws IOException, InterruptedException, RestException {
        return client.call("GET", "sip/" + sip + "/status", Map.of(), SipAnswers.Status.class)
                .isOnline();
    }

    /** Changes the number that is shown. */
    public SipAnswers.CallerId callerId(String sip, String number)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "PUT", "sip/callerid", RestClient.with("id", sip, "number", number), SipAnswers.CallerId.class);
    }

    /**
     * Where they send their calls.
     *
     * @param sip null = all
     */
    public List<SipAnswers.Redirection> redirections(@Nullable String sip)
            throws IOException, InterruptedException, RestException {
        return client.call("GET", "sip/redirection", RestClient.with("id", sip), SipAnswers.Redirections.class)
                .info();
    }

    /** Switches a redirection on or off. */
    public SipAnswers.Switched redirect(String sip, boolean on)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "PUT",
                "sip/redirection",
                RestClient.with("id", sip, "status", on ? "on" : "off"),
                SipAnswers.Switched.class);
    }

    /**
     * Sends calls to a telephone number.
     *
     * @param condition {@code always} or {@code unavailable}
     */
    public SipAnswers.Redirected redirect(String sip, String number, String condition)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "PUT",
                "sip/redirection",
                RestClient.with("id", sip, "type", "phone", "number", number, "condition", condition),
                SipAnswers.Redirected.class);
    }

    /**
     * Makes one.
     *
     * @param redirectToPhone null = calls ring
     */
    public String create(String name, String password, String callerId, @Nullable String redirectToPhone)
            throws IOException, InterruptedException, RestException {
        return client.call(
                        "POST",
                        "sip/create",
                        RestClient.with(
                                "name",
                                name,
                                "password",
                                password,
                                "callerid",
                                callerId,
                                "redirect_to_phone",
                                redirectToPhone),
                        SipAnswers.Named.class)
                .sip();
    }

    /** Changes the password of its telephones. */
    public String password(String sip, String value) throws IOException, InterruptedException, RestException {
        return client.call("PUT", "sip/" + sip + "/password", RestClient.with("value", value), SipAnswers.Named.class)
                .sip();
    }
}
