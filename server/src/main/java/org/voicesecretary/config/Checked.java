package org.voicesecretary.config;

import java.util.function.BiConsumer;

/** A configuration record with rules that look at several keys at once. */
interface Checked {
    /** @param complain takes the key (relative to this record, such as {@code rtp.ports}) and a sentence */
    void check(BiConsumer<String, String> complain);
}
