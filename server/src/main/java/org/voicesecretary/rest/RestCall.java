package org.voicesecretary.rest;

import java.util.Map;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.ApiKey;

/**
 * One authorised request.
 *
 * @param data the account whose key signed it, as it was when the request came
 * @param path the variable parts of the path, by name
 * @param body as it came, where it is neither a form nor empty (and so not signed)
 * @param base where this server is for the client, such as {@code https://pbx.example.net}: what links begin with
 */
public record RestCall(
        ApiKey key, AccountData data, Map<String, String> path, Parameters parameters, byte[] body, String base) {
    public Account account() {
        return data.account();
    }

    public long pbxId() {
        return data.account().pbxId();
    }

    /** A variable part of the path. */
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }
}
