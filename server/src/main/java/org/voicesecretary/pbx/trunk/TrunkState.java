package org.voicesecretary.pbx.trunk;

/** Whether a trunk answers, as far as its probes tell. One that answers now and then changes its state no more often than it must. */
final class TrunkState {
    private static final int SILENT_UNTIL_DOWN = 3;
    private static final int ANSWERS_UNTIL_UP = 2;

    private boolean up = true;
    private int against;

    /**
     * Another probe has ended.
     *
     * @return whether the state has changed by that
     */
    boolean probed(boolean answered) {
        if (answered == up) {
            against = 0;
            return false;
        }
        against++;
        if (against < (up ? SILENT_UNTIL_DOWN : ANSWERS_UNTIL_UP)) {
            return false;
        }
        up = answered;
        against = 0;
        return true;
    }

    boolean isUp() {
        return up;
    }

    /** Whether the last probe said the opposite. */
    boolean isInDoubt() {
        return against > 0;
    }
}
