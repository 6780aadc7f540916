package org.voicesecretary.call;

/** Whoever steers one call: the customer's web script, or a built-in menu. One source per call, one question at a time. */
public interface ScriptSource {
    /**
     * Asks what to do next, on a thread beside the call. Blocks as long as the answer takes, but never for ever: the source
     * keeps its own deadline, which bounds how long NOTIFY_END can be held up.
     */
    ScriptAnswer next(ScriptEvent event) throws InterruptedException;

    /** The caller is gone while {@link #next} is under way: what is being asked may end, nothing new need be tried. */
    default void callerGone() {}

    /** The script of a number that nobody steers. */
    static ScriptSource none() {
        return event -> new ScriptAnswer.NoInstruction("the number has no webhook");
    }
}
