package org.voicesecretary.call;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.timeline.CallTimeline;

/** A running call as seen by whoever takes it over for a while: a transfer, a queue, a voicemail box. Only the call's own thread uses it. */
public interface Talk {
    CallContext call();

    /** The caller's side. */
    default Side leg() {
        return caller().side();
    }

    /** Who is the caller now: whoever called, until an extension that called hands on whom it talks to. */
    Speaker caller();

    /** From here on somebody else is the caller; the one before is left to whoever says so. */
    void callerIs(Speaker speaker);

    /** Whether somebody who has waited aside takes the place of the caller, whom this signal ends; then that is done, and the call goes on. */
    default boolean replacesCaller(CallSignal.Ending ending) {
        return false;
    }

    /** Where calls can be handed over to from here. */
    RedirectTargets targets();

    /** Whether an extension that talks may hand on whom it talks to. */
    default boolean mayHandOn() {
        return true;
    }

    /** The extension that handed this call on, and pays for where it leads; empty if none did. */
    default Optional<String> orderedBy() {
        return Optional.empty();
    }

    /** How many times the call was handed on. */
    default int handovers() {
        return 0;
    }

    /** Where the branches of this call tell their news. */
    Mailbox mailbox();

    CallTimeline timeline();

    /** Nanoseconds of the call's clock. */
    long now();

    /** A deadline that only the end of the call passes. */
    long never();

    /** The next thing that happens; {@link CallSignal.DeadlinePassed} where nothing did until {@code deadline}. */
    CallSignal await(long deadline) throws InterruptedException;

    /** How a call ends that this signal ends. */
    CallEnd endOf(CallSignal.Ending ending);

    boolean answered();

    /** From here on a caller who was not answered hears what is played or joined; nothing where the caller does not take it. */
    void soundBeforeAnswer();

    /** Sends the 200 OK unless that was done before. Returns how the call ended if that failed. */
    Optional<CallEnd> answer() throws InterruptedException;

    /** Says something to its end, after answering if need be. Returns how the call ended if it did meanwhile. */
    Optional<CallEnd> say(List<Announcement> announcements) throws InterruptedException;

    /** From here on the caller is meant to hear what others send: no silence is counted. */
    void callersTurn();

    /** The name that the script gave the caller; empty where it gave none. */
    Optional<String> callerName();

    /** Tells the script what happened, in order, at least once. */
    void tell(WebhookEvent event);

    /** Who records what is said in this call. */
    Recorder recorder();

    /** An extension has taken the call: NOTIFY_END names it. */
    void takenBy(String extension);
}
