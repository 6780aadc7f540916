package org.voicesecretary.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two calls that are to become one: somebody of one call, the guest, is to talk to somebody of another, the host. Both calls go on, each
 * with its own records, and in each a {@link Linked} stands for who is in the other.
 */
public final class Meeting {
    private final Speaker guest;
    private final Mailbox guestsCall;
    private final String account;
    private final @Nullable String askedBy;
    private boolean decided;

    /**
     * @param account whose office it is in
     * @param askedBy the extension that wants it
     */
    public Meeting(Speaker guest, Mailbox guestsCall, String account, @Nullable String askedBy) {
        this.guest = guest;
        this.guestsCall = guestsCall;
        this.account = account;
        this.askedBy = askedBy;
    }

    public Speaker guest() {
        return guest;
    }

    /** Whether this extension wants it: nobody takes the place of another in a call. */
    public boolean isAskedBy(String itsAccount, @Nullable String extension) {
        return itsAccount.equals(account) && extension != null && extension.equals(askedBy);
    }

    /**
     * The host's call agrees, and joins the two; the guest's call learns of it by {@link CallSignal.Met}.
     *
     * @return who stands for the guest in the host's call; empty where the guest does not wait any more
     */
    public synchronized Optional<Linked> meet(Speaker host, Mailbox hostsCall) {
        if (decided) {
            return Optional.empty();
        }
        decided = true;
        Linked forGuest = Linked.of(guest, guestsCall, host, hostsCall);
        guestsCall.post(new CallSignal.Met(forGuest.counterpart()));
        return Optional.of(forGuest);
    }

    /** The guest does not wait any more. False where the two have met, and {@link CallSignal.Met} is on its way. */
    public synchronized boolean giveUp() {
        if (decided) {
            return false;
        }
        decided = true;
        return true;
    }
}
