package org.voicesecretary.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which way a call goes; that decides what its script is told. */
public sealed interface CallKind {
    /** From outside to a number of ours: NOTIFY_START … NOTIFY_END. */
    record Incoming() implements CallKind {}

    /**
     * From an extension to a number outside, or begun here: NOTIFY_OUT_START … NOTIFY_OUT_END.
     *
     * @param extension that calls or for which was called; null = the account itself
     */
    record Outgoing(@Nullable String extension) implements CallKind {}

    /** From an extension to another, or to a service of this PBX: scripts are told nothing. */
    record Internal(String extension) implements CallKind {}

    /** The extension that calls; empty where the caller is outside. */
    default Optional<String> from() {
        return switch (this) {
            case Incoming() -> Optional.empty();
            case Outgoing(var extension) -> Optional.ofNullable(extension);
            case Internal(var extension) -> Optional.of(extension);
        };
    }
}
