package org.voicesecretary.testkit;

/** A monotonic clock in nanoseconds, of use only for differences. */
@FunctionalInterface
public interface NanoClock {
    long nanoTime();

    static NanoClock system() {
        return System::nanoTime;
    }
}
