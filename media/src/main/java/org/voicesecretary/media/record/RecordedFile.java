package org.voicesecretary.media.record;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a recording left.
 *
 * @param file WAV, 16 bits, the caller left, the robot right
 * @param durationMillis of both channels
 * @param framesDropped frames missing (silence in their place) because the disk was too slow
 * @param failure why the file ends before the recording did; null where it does not
 */
public record RecordedFile(
        Path file,
        long durationMillis,
        long framesDropped,
        @Nullable String failure) {

    /** Why the file is not complete, if it is not. */
    public Optional<String> failed() {
        return Optional.ofNullable(failure);
    }
}
