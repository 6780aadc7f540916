package org.voicesecretary.media;

/**
 * How two sessions are joined.
 *
 * @param keys which keys of each side reach the other
 */
public record BridgeOptions(KeyGate keys) {
    /** All keys pass. */
    public static BridgeOptions defaults() {
        return new BridgeOptions(KeyGate.OPEN);
    }

    public BridgeOptions withKeys(KeyGate gate) {
        return new BridgeOptions(gate);
    }
}
