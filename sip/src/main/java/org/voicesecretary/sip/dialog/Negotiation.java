package org.voicesecretary.sip.dialog;

/**
 * Who has an offer open in a dialog (RFC 3264 §4, RFC 3261 §14, RFC 3311 §5.2): one at a time, or the two collide.
 */
public final class Negotiation {

    private static final byte[] NOTHING = {};

    private enum Open {
        NONE,
        OURS,
        THEIRS
    }

    /** What to do with an offer of the peer. */
    public enum Admission {
        /** Take it; {@link #finished} ends it. */
        ADMITTED,
        /** 491 Request Pending: ours is on its way. */
        GLARE,
        /** 500 with Retry-After: the peer's last one is not answered yet. */
        BUSY
    }

    private Open open = Open.NONE;
    private byte[] localDescription = NOTHING;

    /** Whether we may offer now; {@link #finished} ends it. */
    public synchronized boolean beginOurs() {
        if (open != Open.NONE) {
            return false;
        }
        open = Open.OURS;
        return true;
    }

    public synchronized Admission beginTheirs() {
        return switch (open) {
            case NONE -> {
                open = Open.THEIRS;
                yield Admission.ADMITTED;
            }
            case OURS -> Admission.GLARE;
            case THEIRS -> Admission.BUSY;
        };
    }

    /** The open offer was answered or refused. */
    public synchronized void finished() {
        open = Open.NONE;
    }

    /** The session description we sent last, as offer or answer; empty before the first. */
    public synchronized byte[] localDescription() {
        return localDescription;
    }

    /** We sent a session description that holds (an empty one changes nothing). */
    public synchronized void described(byte[] sent) {
        if (sent.length > 0) {
            localDescription = sent;
        }
    }
}
