package org.voicesecretary.account;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a token of the API under {@code /api/} may do. */
public enum ApiScope {
    /** Everything, now and in later versions. */
    ALL("*"),
    /** See calls that are up. */
    CALLS_READ("calls:read"),
    /** Hang up and redirect calls. */
    CALLS_WRITE("calls:write"),
    /** See what happened in calls. */
    TIMELINES_READ("timelines:read"),
    /** See menus, hours, extensions, trunks and all that is an office; never a password. */
    OFFICE_READ("office:read"),
    OFFICE_WRITE("office:write"),
    /** See voices, render texts. */
    SPEECH("speech"),
    /** See events on their way to scripts, with what they say of calls. */
    DELIVERIES_READ("deliveries:read"),
    /** Send events again. */
    DELIVERIES_WRITE("deliveries:write"),
    USERS_READ("users:read"),
    USERS_WRITE("users:write"),
    TOKENS_READ("tokens:read"),
    /** Make tokens that may do what this one may, and no more; end tokens. */
    TOKENS_WRITE("tokens:write");

    private final String word;

    ApiScope(String word) {
        this.word = word;
    }

    /** As people write it. */
    public String word() {
        return word;
    }

    public static Optional<ApiScope> of(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }

    /** All, for a sentence. */
    public static String words() {
        return Arrays.stream(values()).map(ApiScope::word).collect(Collectors.joining(", "));
    }
}
