package org.voicesecretary.server;

/** What the process tells its caller. */
public final class ExitCode {
    public static final int WELL = 0;
    /** A check or a call failed. */
    public static final int FAILED = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** The configuration is wrong, or what it names cannot be used (EX_CONFIG of sysexits.h). */
    public static final int CONFIGURATION = 78;

    private ExitCode() {}
}
