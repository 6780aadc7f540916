package org.voicesecretary.cdr.recording;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.WebhookEvent.NotifyRecord;

/**
 * A recording as it is kept.
 *
 * @param recordingNo grows with time; names the recording inside the database
 * @param id {@code call_id_with_rec}: digits, a dot, digits
 * @param callNo of its call in the records
 * @param callId {@code pbx_call_id}
 * @param extension that talked there; null = none
 * @param number whose script is told, without {@code +}; empty = the account's own; null = nobody is told
 * @param length 0 while it runs
 * @param bytes of the file; 0 while it runs
 * @param file below the directory of all recordings; where its state says that there is one
 * @param mp3 whether it is to become an MP3
 * @param problem why it failed, for people; null = it did not
 * @param expiresAt when it is forgotten
 */
public record CallRecording(
        long recordingNo,
        String id,
        long callNo,
        String callId,
        long pbxId,
        @Nullable String extension,
        @Nullable String number,
        Instant startedAt,
        Duration length,
        long bytes,
        String file,
        boolean mp3,
        State state,
        @Nullable String problem,
        Instant expiresAt) {
    /** How far it is. */
    public enum State {
        /** The call goes on, or the server was killed in it. */
        RUNNING,
        /** There is a whole WAV file, which is about to become an MP3. */
        ENCODING,
        /** It can be fetched. */
        READY,
        /** There is none. */
        FAILED
    }

    /** Whether there is a whole file. */
    public boolean isThere() {
        return state == State.READY || state == State.ENCODING;
    }

    /** The name of the file alone. */
    public String fileName() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    NotifyRecord event() {
        return new NotifyRecord(id, callId, problem);
    }

    CallRecording whole(Duration recorded, long size, State now) {
        return with(recorded, size, file, now, null);
    }

    CallRecording encoded(String name, long size) {
        return with(length, size, name, State.READY, null);
    }

    CallRecording failed(String why) {
        return with(Duration.ZERO, 0, file, State.FAILED, why.length() > 500 ? why.substring(0, 500) : why);
    }

    private CallRecording with(Duration recorded, long size, String name, State now, @Nullable String why) {
        return new CallRecording(
                recordingNo,
                id,
                callNo,
                callId,
                pbxId,
                extension,
                number,
                startedAt,
                recorded,
                size,
                name,
                mp3,
                now,
                why,
                expiresAt);
    }
}
