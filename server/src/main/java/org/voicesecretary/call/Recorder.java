package org.voicesecretary.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records what is said in one call, where somebody wants that. None of the verbs waits for a disk. */
public interface Recorder {
    /**
     * The caller and somebody else hear each other from here on. On the call's thread.
     *
     * @param extension who that is; null = nobody of ours
     */
    void joined(Talk talk, @Nullable String extension);

    /** They do no longer. On the call's thread. */
    void parted();

    /** The call is over. Returns the name of its recording ({@code call_id_with_rec}), if there is one. */
    Optional<String> ended();

    /** Its script knows that the call is over, and may be told what became of recordings. */
    void endIsTold();

    /** Somebody wants the call to be recorded from here on. From any thread. */
    Wish start();

    /** Somebody wants no recording from here on. From any thread. */
    Wish stop();

    /** What becomes of a wish. */
    enum Wish {
        DONE,
        /** It is so already. */
        ALREADY,
        /** Nobody who talks there has {@code recording: on-demand}, or it is recorded always. */
        NOT_ALLOWED,
        /** Nobody talks. */
        NOBODY_TALKS
    }

    /** Records nothing. */
    static Recorder none() {
        return new Recorder() {
            @Override
            public void joined(Talk talk, @Nullable String extension) {}

            @Override
            public void parted() {}

            @Override
            public Optional<String> ended() {
                return Optional.empty();
            }

            @Override
            public void endIsTold() {}

            @Override
            public Wish start() {
                return Wish.NOT_ALLOWED;
            }

            @Override
            public Wish stop() {
                return Wish.NOT_ALLOWED;
            }
        };
    }
}
