package org.voicesecretary.call;

import java.util.Optional;
import org.voicesecretary.media.Prompt;

/** What somebody hears who is on hold. */
@FunctionalInterface
public interface HoldMusic {
    HoldMusic NONE = Optional::empty;

    /** A sound that repeats; empty: silence. May read it from the disk. */
    Optional<Prompt> sound();
}
