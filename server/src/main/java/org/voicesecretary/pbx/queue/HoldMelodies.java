package org.voicesecretary.pbx.queue;

import java.util.Optional;
import java.util.function.Function;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.HoldMusic;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.pbx.office.HoldRules;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.protocol.Instruction.Play;

/** What is heard on hold: the account's own sound, the melody that comes with the program, or nothing. */
public final class HoldMelodies implements Connector.HoldSounds {
    private final Function<CallContext, Optional<Office>> offices;
    private final Announcer announcer;

    /** @param offices the office of a call as it is now */
    public HoldMelodies(Function<CallContext, Optional<Office>> offices, Announcer announcer) {
        this.offices = offices;
        this.announcer = announcer;
    }

    @Override
    public HoldMusic of(CallContext call) {
        return () -> sound(call);
    }

    private Optional<Prompt> sound(CallContext call) {
        Optional<HoldRules> rules = offices.apply(call).map(Office::hold);
        if (rules.map(HoldRules::silent).orElse(false)) {
            return Optional.empty();
        }
        // A sound that is gone is no reason for silence.
        return Optional.of(rules.map(HoldRules::sound)
                .map(sound -> announcer
                        .announce(new Play(sound), call.number(), false)
                        .prompt())
                .map(Prompt::looping)
                .orElseGet(WaitingMelody::usual));
    }
}
