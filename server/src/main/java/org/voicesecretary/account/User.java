package org.voicesecretary.account;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A person who looks after an account.
 *
 * @param id names them in lists
 * @param login unique among all accounts, in lower case
 * @param name for people
 */
public record User(String id, long pbxId, String login, String name, Role role, Instant createdAt) {
    /** What a person may do. */
    public enum Role {
        /** Everything. */
        ADMIN,
        /** See everything, redirect and hang up calls, send events again. */
        OPERATOR,
        /** See everything. */
        VIEWER;

        /** As people write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Role> of(String word) {
            return Arrays.stream(values())
                    .filter(role -> role.word().equals(word))
                    .findFirst();
        }
    }
}
