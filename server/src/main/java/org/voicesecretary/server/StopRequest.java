package org.voicesecretary.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/** The wish that a command ends: from a signal, or from whoever runs the command within a program. */
public final class StopRequest {
    private static final int SIGNALLED = 128; // what shells add to a signal's number

    private final CountDownLatch asked = new CountDownLatch(1);

    /** Asked for by SIGTERM and SIGINT (Ctrl-C); a second one ends the process at once. */
    static StopRequest bySignals() {
        var stop = new StopRequest();
        try {
            stop.listen("TERM", 15);
            stop.listen("INT", 2);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this Java has no sun.misc.Signal: use one that has the module jdk.unsupported", e);
        }
        return stop;
    }

    /**
     * There is no other way to exit with 0 after SIGTERM, or to hear a second one; and javac has no way to accept the class
     * by name without a warning, hence the reflection.
     */
    private void listen(String name, int number) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler onSignal = (proxy, method, arguments) -> {
            if (isAsked()) {
                Runtime.getRuntime().halt(SIGNALLED + number);
            }
            ask();
            return null;
        };
        signal.getMethod("handle", signal, handler)
                .invoke(
                        null,
                        signal.getConstructor(String.class).newInstance(name),
                        Proxy.newProxyInstance(StopRequest.class.getClassLoader(), new Class<?>[] {handler}, onSignal));
    }

    public void ask() {
        asked.countDown();
    }

    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits for it. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /** Runs {@code action} once it is asked for. */
    void then(Runnable action) {
        Thread.ofVirtual().name("stop").start(() -> {
            try {
                await();
                action.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
