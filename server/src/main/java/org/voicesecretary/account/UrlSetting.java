package org.voicesecretary.account;

import java.net.URI;

/** An URL that was written down: one, or "none" on purpose ({@code fallback-url: null}), which is not the same as silence. */
public sealed interface UrlSetting {
    record Url(URI uri) implements UrlSetting {
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    record None() implements UrlSetting {
        @Override
        public String toString() {
            return "none";
        }
    }
}
