package org.voicesecretary.doctor;

import java.util.function.Consumer;

/** Looks at one part of an installation and tells what it finds, at once. */
interface Check {
    void run(Consumer<Finding> tell) throws InterruptedException;
}
