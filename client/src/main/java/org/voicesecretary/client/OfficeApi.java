package org.voicesecretary.client;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.rest.OfficeAnswers;

/** The extensions of the office, and where they send their calls. */
public final class OfficeApi {
    private final RestClient client;

    OfficeApi(RestClient client) {
        this.client = client;
    }

    /** Numbers of all extensions. */
    public OfficeAnswers.Extensions extensions() throws IOException, InterruptedException, RestException {
        return client.call("GET", "pbx/internal", Map.of(), OfficeAnswers.Extensions.class);
    }

    /** Whether a telephone is registered. */
    public boolean isOnline(int extension) throws IOException, InterruptedException, RestException {
        return client.call("GET", "pbx/internal/" + extension + "/status", Map.of(), OfficeAnswers.Status.class)
                .isOnline();
    }

    /** What an extension is. */
    public OfficeAnswers.Extension extension(int extension) throws IOException, InterruptedException, RestException {
        return client.call("GET", "pbx/internal/" + extension + "/info", Map.of(), OfficeAnswers.Extension.class);
    }

    /**
     * Records its calls.
     *
     * @param status {@code on}, {@code off}, {@code on_store}, {@code off_store} or {@code off_email}
     */
    public OfficeAnswers.Recording record(int extension, String status)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "PUT",
                "pbx/internal/recording",
                RestClient.with("id", extension, "status", status),
                OfficeAnswers.Recording.class);
    }

    /**
     * Makes extensions at the first free numbers.
     *
     * @param start the lowest number; null = 100
     */
    public OfficeAnswers.CreatedWithPasswords create(@Nullable Integer start, int quantity)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "POST",
                "pbx/internal/create",
                RestClient.with(
                        "start_number", start == null ? "any" : start, "quantity", quantity, "return_password", "true"),
                OfficeAnswers.CreatedWithPasswords.class);
    }

    /** What its telephones log in with. */
    public OfficeAnswers.Password password(int extension) throws IOException, InterruptedException, RestException {
        return client.call("GET", "pbx/internal/" + extension + "/password", Map.of(), OfficeAnswers.Password.class);
    }

    /** Changes what its telephones log in with. */
    public OfficeAnswers.Changed password(int extension, String value)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "PUT",
                "pbx/internal/" + extension + "/password",
                RestClient.with("value", value),
                OfficeAnswers.Changed.class);
    }

    /** Where an extension sends its calls. */
    public OfficeAnswers.Redirection redirection(int extension)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "GET", "pbx/redirection", RestClient.with("pbx_number", extension), OfficeAnswers.Redirection.class);
    }

    /** Lets calls ring there again. */
    public OfficeAnswers.Redirection stopRedirecting(int extension)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "POST",
                "pbx/redirection",
                RestClient.with("pbx_number", extension, "status", "off"),
                OfficeAnswers.Redirection.class);
    }

    /**
     * Sends calls elsewhere.
     *
     * @param type {@code phone}, {@code menu} or {@code sip_uri}
     * @param condition {@code always} or {@code noanswer}
     */
    public OfficeAnswers.Redirection redirect(int extension, String type, String destination, String condition)
            throws IOException, InterruptedException, RestException {
        return client.call(
                "POST",
                "pbx/redirection",
                RestClient.with(
                        "pbx_number",
                        extension,
                        "status",
                        "on",
                        "type",
                        type,
                        "destination",
                        destination,
                        "condition",
                        condition),
                OfficeAnswers.Redirection.class);
    }

    /**
     * Sends calls to voicemail.
     *
     * @param greeting an MP3 or WAV of its own; null = the usual one
     */
    public OfficeAnswers.Redirection voicemail(
            int extension, String email, String condition, RestClient.@Nullable Upload greeting)
            throws IOException, InterruptedException, RestException {
        var parameters = RestClient.with(
                "pbx_number",
                extension,
                "status",
                "on",
                "type",
                "voicemail",
                "destination",
                email,
                "condition",
                condition,
                "voicemail_greeting",
                greeting == null ? "standart" : "own");
        return greeting == null
                ? client.call("POST", "pbx/redirection", parameters, OfficeAnswers.Redirection.class)
                : client.upload("pbx/redirection", parameters, greeting, OfficeAnswers.Redirection.class);
    }
}
