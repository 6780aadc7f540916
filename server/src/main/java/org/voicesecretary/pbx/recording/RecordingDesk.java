package org.voicesecretary.pbx.recording;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.voicesecretary.account.NumberOffice;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.Recorder;
import org.voicesecretary.cdr.recording.Recordings;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.webhook.OutboxEvent;

/** Makes the recorder of each call. */
public final class RecordingDesk {
    /**
     * What recording needs of the rest of the server.
     *
     * @param offices the office of a call as it is now
     * @param numbers whether calls to a number are recorded
     * @param beside does what takes time, beside the calls
     */
    public record Services(
            Recordings recordings,
            Announcer announcer,
            Function<CallContext, Optional<Office>> offices,
            Function<CallContext, NumberOffice.Recording> numbers,
            Executor beside) {}

    private final Services services;

    public RecordingDesk(Services services) {
        this.services = services;
    }

    /** @param origin of what the call's script is told, as it is when it is told */
    public Recorder recorder(CallContext call, Supplier<OutboxEvent.Origin> origin) {
        return new CallRecorder(services, call, origin);
    }
}
