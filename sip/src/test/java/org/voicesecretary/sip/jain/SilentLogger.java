package org.voicesecretary.sip.jain;

import gov.nist.core.StackLogger;
import java.util.Properties;

/** The stack wants a logger of its own; log4j is not here, and nobody reads it. */
public final class SilentLogger implements StackLogger {

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable e) {}

    @Override
    public void logDebug(String line) {}

    @Override
    public void logDebug(String line, Exception e) {}

    @Override
    public void logTrace(String line) {}

    @Override
    public void logFatalError(String line) {}

    @Override
    public void logError(String line) {}

    @Override
    public boolean isLoggingEnabled() {
        return false;
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return false;
    }

    @Override
    public void logError(String line, Exception e) {}

    @Override
    public void logWarning(String line) {}

    @Override
    public void logInfo(String line) {}

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String stamp) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return "silent";
    }
}
