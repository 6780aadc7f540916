package org.voicesecretary.call.connect;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.Branch;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Dialer;
import org.voicesecretary.call.HoldMusic;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.Meeting;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.protocol.EndStatus;

/** Hands a caller over to other phones: rings them, joins the two who talk, and comes back when that is over. */
public final class Connector {
    private final Dialer dialer;
    private final HoldSounds holdSounds;
    private final RingingCalls ringing = new RingingCalls();
    private final @Nullable Taken taken;

    /** @param holdSounds what callers hear who are on hold */
    public Connector(Dialer dialer, HoldSounds holdSounds) {
        this(dialer, holdSounds, null);
    }

    private Connector(Dialer dialer, HoldSounds holdSounds, @Nullable Taken taken) {
        this.dialer = dialer;
        this.holdSounds = holdSounds;
        this.taken = taken;
    }

    /** What becomes of a call when a phone has answered. */
    @FunctionalInterface
    public interface Taken {
        /** Runs on the call's own thread, to the end of the call. */
        CallEnd by(Talk talk, Branch branch, Party party) throws InterruptedException;
    }

    /** Rings the same phones, but does something else than joining when one of them has answered. */
    public Connector taking(Taken other) {
        return new Connector(dialer, holdSounds, other);
    }

    /** Knows what somebody on hold hears in a call. */
    @FunctionalInterface
    public interface HoldSounds {
        HoldSounds NONE = call -> HoldMusic.NONE;

        HoldMusic of(CallContext call);
    }

    /**
     * What whoever hands a call over may want to be different.
     *
     * @param music what a caller who was answered before hears while phones ring; null = the ringing tone
     * @param taken told who answers, before the two talk
     * @param rung of which this is one round of several; whoever made it says when the last is over without an answer. null = one round
     */
    public record Manner(
            @Nullable Prompt music,
            Consumer<Party> taken,
            @Nullable Rung rung) {
        public static final Manner USUAL = new Manner(null, party -> {}, null);
    }

    /** Runs on the call's own thread, as long as it takes. */
    public Connected connect(Talk talk, RingPlan plan) throws InterruptedException {
        return connect(talk, plan, Manner.USUAL);
    }

    /** As {@link #connect(Talk, RingPlan)}, in a manner of one's own. */
    public Connected connect(Talk talk, RingPlan plan, Manner manner) throws InterruptedException {
        Legs legs = new Legs(talk);
        return switch (new Ringing(talk, dialer, plan, manner.music(), manner.rung(), ringing, legs).run()) {
            case Ringing.Result.Nobody(var status) -> new Connected.Nobody(status);
            case Ringing.Result.Over(var end) -> new Connected.Over(end);
            case Ringing.Result.Answered(var branch, var party) -> {
                manner.taken().accept(party);
                yield taken == null
                        ? new Talking(talk, branch, party, holdSounds.of(talk.call()), legs).run()
                        : taken(talk, branch, party, legs, taken);
            }
        };
    }

    private static Connected taken(Talk talk, Branch branch, Party party, Legs legs, Taken other)
            throws InterruptedException {
        CallEnd end = other.by(talk, branch, party);
        legs.over(branch, EndStatus.ANSWERED, end.facts().side());
        return new Connected.Over(end);
    }

    /** An extension takes over the call of its office that has rung for the longest time; nobody is reached where none rings. */
    public Connected pickUp(Talk talk) throws InterruptedException {
        Set<Mailbox> asked = new HashSet<>(Set.of(talk.mailbox()));
        while (true) {
            Optional<Mailbox> found = ringing.oldest(talk, asked);
            if (found.isEmpty()) {
                return new Connected.Nobody(EndStatus.UNALLOCATED);
            }
            asked.add(found.get());
            var meeting = new Meeting(
                    talk.caller(),
                    talk.mailbox(),
                    talk.call().number().accountKey(),
                    talk.caller().extension());
            found.get().post(new CallSignal.PickUp(talk.leg(), meeting));
            switch (new Visit(talk, meeting).await(null)) {
                case Visit.Result.Met(var host) -> {
                    return new Talking(talk, host, Visit.party(host), holdSounds.of(talk.call()), new Legs(talk)).run();
                }
                case Visit.Result.NotMet() -> {}
                case Visit.Result.Over(var end) -> {
                    return new Connected.Over(end);
                }
            }
        }
    }
}
