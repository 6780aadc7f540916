package org.voicesecretary.cdr.recording;

import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded.
 *
 * @param callNo of the call in the records
 * @param callId {@code pbx_call_id}
 * @param extension that talks; null = none
 * @param number whose script is told, without {@code +}; empty = the account's own; null = nobody is told
 * @param zone of the date in the name of the file
 * @param mp3 whether it is to become an MP3
 * @param keep for how long
 */
public record RecordingOrder(
        long callNo,
        String callId,
        long pbxId,
        @Nullable String extension,
        @Nullable String number,
        ZoneId zone,
        boolean mp3,
        Duration keep) {}
