package org.voicesecretary.speech.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One run of another program: bytes in on its standard input, bytes out on its standard output, both bounded, killed with
 * its descendants when its time is up. Arguments are a list and never pass a shell. It may be started long before it is
 * given its input.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int STDERR_KEPT = 4_096;

    /** What programs get to see of our environment: not the keys and passwords that may be in the rest. */
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "ESPEAK_DATA_PATH", "LD_LIBRARY_PATH");

    /**
     * What came of a run that ended by exit code 0.
     *
     * @param stdout all of it
     * @param stderr its first 4,096 bytes
     */
    public record Output(byte[] stdout, String stderr) {}

    private final String program;
    private final Process process;

    private ChildProcess(String program, Process process) {
        this.program = program;
        this.process = process;
    }

    /** @throws ProgramException with {@link ProgramException.Failure#NOT_STARTED} */
    public static ChildProcess start(List<String> command) throws ProgramException {
        return start(command, null);
    }

    /** @param directory where the program runs, null for where we run */
    public static ChildProcess start(List<String> command, @Nullable Path directory) throws ProgramException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().retainAll(ENVIRONMENT);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        try {
            return new ChildProcess(command.getFirst(), builder.start());
        } catch (IOException e) {
            throw new ProgramException(
                    ProgramException.Failure.NOT_STARTED,
                    "'" + command.getFirst() + "' cannot be started: " + reason(e)
                            + "; expected an executable at that path or on PATH",
                    e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Hands the input over, waits for the end and returns what was written. To be called once. However it ends, no process
     * is left behind.
     *
     * @param timeout for the whole exchange
     * @param maxStdout bytes; more is a failure
     */
    public Output communicate(byte[] stdin, Duration timeout, int maxStdout)
            throws ProgramException, InterruptedException {
        CompletableFuture<Void> in = onOwnThread(() -> {
            feed(stdin);
            return null;
        });
        CompletableFuture<byte[]> out = onOwnThread(() -> readAll(process.getInputStream(), maxStdout));
        CompletableFuture<byte[]> err = onOwnThread(() -> readHead(process.getErrorStream()));
        // An output that is too long ends the wait at once; everything else ends with the process.
        CompletableFuture<Void> all = CompletableFuture.allOf(in, out, err, process.onExit());
        out.whenComplete((bytes, failure) -> {
            if (failure != null) {
                all.completeExceptionally(failure);
            }
        });
        try {
            all.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            int exit = process.exitValue();
            String stderr = text(err.join());
            if (exit != 0) {
                throw new ProgramException(ProgramException.Failure.FAILED, failed(exit, stderr), null);
            }
            return new Output(out.join(), stderr);
        } catch (TimeoutException e) {
            throw new ProgramException(
                    ProgramException.Failure.TIMED_OUT,
                    "'" + program + "' did not finish within " + timeout.toMillis() + " ms and was killed",
                    e);
        } catch (ExecutionException e) {
            throw failure(e, maxStdout);
        } finally {
            close();
        }
    }

    /** Kills the program and all that it started; harmless after its end. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void feed(byte[] stdin) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(stdin);
        } catch (IOException e) {
            // A program that has read enough may close its input: its exit code and output tell whether it went well.
        }
    }

    private static byte[] readAll(InputStream from, int limit) throws IOException {
        try (from) {
            byte[] bytes = from.readNBytes(limit);
            if (from.read() >= 0) {
                throw new OutputTooLongException();
            }
            return bytes;
        }
    }

    private static byte[] readHead(InputStream from) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        byte[] buffer = new byte[1_024];
        try (from) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                head.write(buffer, 0, Math.min(n, STDERR_KEPT - head.size()));
            }
        }
        return head.toByteArray();
    }

    private ProgramException failure(ExecutionException e, int maxStdout) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutputTooLongException) {
                return new ProgramException(
                        ProgramException.Failure.TOO_MUCH_OUTPUT,
                        "'" + program + "' wrote more than " + maxStdout + " bytes and was killed",
                        e);
            }
        }
        return new ProgramException(ProgramException.Failure.BROKEN, "'" + program + "' broke off: " + reason(e), e);
    }

    private String failed(int exit, String stderr) {
        // A process ended by signal N has exit value 128 + N.
        String how = exit > 128 ? "was ended by signal " + (exit - 128) : "ended with exit code " + exit;
        return "'" + program + "' " + how
                + (stderr.isBlank() ? "" : ": " + stderr.strip().replace('\n', ' '));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String reason(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    private static <T> CompletableFuture<T> onOwnThread(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().name("child-process").start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(new CompletionException(e));
            }
        });
        return result;
    }

    private static final class OutputTooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
