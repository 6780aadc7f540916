package org.voicesecretary.pbx.voicemail;

import java.time.Duration;
import java.time.Instant;

/**
 * A message that is kept.
 *
 * @param messageNo in the order of their arrival
 * @param extension whose it is
 * @param callId the call that left it
 * @param caller digits without {@code +}; {@code 0} if the caller is anonymous
 * @param callerName that the script gave the caller; may be empty
 * @param file below the directory of all messages
 * @param heard whether its owner has heard it
 * @param expiresAt when it is forgotten
 */
public record VoicemailMessage(
        long messageNo,
        long pbxId,
        String extension,
        String callId,
        String caller,
        String callerName,
        Instant receivedAt,
        Duration length,
        String file,
        boolean heard,
        Instant expiresAt) {}
