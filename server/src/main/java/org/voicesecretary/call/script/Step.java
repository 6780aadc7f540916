package org.voicesecretary.call.script;

/** One instruction of a reply, ready to be carried out. */
interface Step {
    /** Carries it out on the call's own thread; blocks as long as it takes. */
    Outcome run(Conversation talk) throws InterruptedException;
}
