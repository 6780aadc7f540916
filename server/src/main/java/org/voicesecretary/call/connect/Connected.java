package org.voicesecretary.call.connect;

import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.protocol.EndStatus;

/** What became of handing a call over. */
public sealed interface Connected {
    /** Nobody answered; the caller is still there, and hears nothing. */
    record Nobody(EndStatus status) implements Connected {}

    /** Whoever took the call has handed the caller on to somebody who steers from here on: a menu. */
    record Steered(ScriptSource by) implements Connected {}

    /** The call is over, whoever ended it. */
    record Over(CallEnd end) implements Connected {}
}
