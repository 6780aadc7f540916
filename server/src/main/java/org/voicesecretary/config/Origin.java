package org.voicesecretary.config;

import java.nio.file.Path;

/** Where a value was written; printed in front of a problem and beside a value in force. */
public sealed interface Origin {
    /** A line of a file. {@code name} is what is printed, {@code line} counts from 1. */
    record Line(Path file, String name, int line) implements Origin {
        @Override
        public String toString() {
            return name + ":" + line;
        }
    }

    /** An environment variable. */
    record Variable(String name) implements Origin {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A key, where it shows only in use that its value does not work. */
    record Key(String name) implements Origin {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The defaults that come with the program. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }
}
