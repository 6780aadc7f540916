package org.voicesecretary.media.clock;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts threads that must be punctual before all others of the process: those that pace sound first, those that read signalling next. On a machine that is busy with anything else the system gives
 * every thread a fair share in turns of some milliseconds, which is fair and audible; a thread that works for half a millisecond every
 * 2.5 takes nothing from anybody by going first.
 */
@SuppressWarnings("restricted") // calling C is its purpose
public final class ThreadUrgency {
    private static final Logger log = LoggerFactory.getLogger(ThreadUrgency.class);
    /** For threads that send sound: as far before the others as programs that process sound usually go. */
    public static final int SOUND = -11;
    /** For threads that read and answer messages: a busy machine then refuses what it cannot take, instead of answering nobody. */
    public static final int SIGNALLING = -9;

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private ThreadUrgency() {}

    /** Raises the calling thread; where the system does not allow that, it goes on as it is, and the log says once how to allow it. */
    public static void raise(int nice) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return; // elsewhere the call means the whole process
        }
        boolean raised = setPriority(nice);
        if (TOLD.compareAndSet(false, true)) {
            if (raised) {
                log.debug("threads that send sound run at nice {}, those that read messages at {}", SOUND, SIGNALLING);
            } else {
                log.info(
                        "threads that send sound run like all others: a busy machine may send late; to put them first allow nice {}"
                                + " (systemd: LimitNICE={})",
                        SOUND,
                        SOUND);
            }
        }
    }

    /**
     * Does {@code work} on a thread of its own that is raised, and waits for it: every platform thread that it starts inherits that.
     *
     * @throws Exception what the work throws
     */
    public static <T> T inherited(int nice, Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().name("starting").daemon(true).start(() -> {
            raise(nice);
            task.run();
        });
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static boolean setPriority(int nice) {
        Linker linker = Linker.nativeLinker();
        var found = linker.defaultLookup().find("setpriority");
        if (found.isEmpty()) {
            return false;
        }
        MethodHandle call =
                linker.downcallHandle(found.get(), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        try {
            return (int) call.invokeExact(PRIO_PROCESS, CALLING_THREAD, nice) == 0;
        } catch (Throwable e) { // what a method handle declares; none of it is worth losing the thread
            log.debug("setpriority failed", e);
            return false;
        }
    }
}
