package org.voicesecretary.reception;

import java.util.function.Function;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.media.srtp.SrtpPolicy;
import org.voicesecretary.timeline.CallTimeline;

/**
 * A call that may come in.
 *
 * @param settings what the account says of it
 * @param srtp whether its audio is encrypted
 * @param script who steers it
 * @param gone run when the caller has hung up; the call may go on between those whom the caller has joined
 */
record Arrival(
        CallContext call,
        NumberRoute settings,
        SrtpPolicy srtp,
        Function<CallTimeline, ScriptSource> script,
        Runnable gone) {
    Arrival(CallContext call, NumberRoute settings, SrtpPolicy srtp, Function<CallTimeline, ScriptSource> script) {
        this(call, settings, srtp, script, () -> {});
    }
}
