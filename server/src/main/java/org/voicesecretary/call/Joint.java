package org.voicesecretary.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.Bridge;
import org.voicesecretary.media.BridgeOptions;
import org.voicesecretary.media.Prompt;

/** Two sides on SIP that hear each other. While one of them is on hold by its phone, the other hears music. */
final class Joint {
    private final SipSide first;
    private final SipSide second;
    private final HoldMusic music;
    private final Bridge bridge;
    private @Nullable SipSide waits;
    private boolean parted;

    private Joint(SipSide first, SipSide second, HoldMusic music) {
        this.first = first;
        this.second = second;
        this.music = music;
        this.bridge = Bridge.join(
                first.session(),
                second.session(),
                BridgeOptions.defaults()
                        .withKeys((from, digit, how) -> (from == first.session() ? first : second).lastKeyPasses()));
    }

    /** Joins two sides; whoever they were joined with hears them no more. */
    static Joint of(SipSide first, SipSide second, HoldMusic music) {
        var joint = new Joint(first, second, music);
        first.joined(joint);
        second.joined(joint);
        if (first.holds() || second.holds()) {
            joint.holdChanged();
        }
        return joint;
    }

    /**
     * One of the two has begun or ended to hold: whoever is left waiting hears music, beginning with its beginning. May read a sound from
     * the disk; calls may come in any order, for each looks at how things are.
     */
    synchronized void holdChanged() {
        SipSide waiting = waiting();
        if (parted || waiting == waits) {
            return;
        }
        waits = waiting;
        bridge.resume();
        if (waiting != null) {
            Optional<Prompt> sound = music.sound();
            if (sound.isPresent()) {
                bridge.hold(waiting.session(), sound.get());
            } else {
                bridge.mute(waiting.session(), true);
            }
        }
    }

    /** Who holds nobody itself and is held by the other; null where there is no such side: then nobody could hear music. */
    private @Nullable SipSide waiting() {
        if (first.holds() == second.holds()) {
            return null;
        }
        return first.holds() ? second : first;
    }

    SipSide otherThan(SipSide side) {
        return side == first ? second : first;
    }

    /** From now on the two hear each other no more. */
    void part() {
        synchronized (this) {
            parted = true;
        }
        bridge.close();
    }
}
