package org.voicesecretary.cdr;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.HangUpSide;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.OutboxEvent;

/** Call records: a row when a call starts, completed when it ends, together with the event that tells the script so. */
public final class CallRecords {
    private final CallRecordRepository repository;
    private final GroupCommitWriter writer;
    private final EventOutbox outbox;
    private final InstantSource clock;
    private final IdSequence numbers;

    public CallRecords(Database database, GroupCommitWriter writer, EventOutbox outbox, InstantSource clock) {
        this.repository = new CallRecordRepository(database);
        this.writer = writer;
        this.outbox = outbox;
        this.clock = clock;
        this.numbers = new IdSequence(clock);
    }

    /** A call has started: gives it its number and stores it, without waiting for the disk. */
    public CallRecord started(String callId, long pbxId, String caller, String called, String source, Instant at) {
        var call = new CallRecord(numbers.next(), callId, pbxId, caller, called, source, at, null, null);
        writer.append("start of call " + callId, CallRecordRepository.save(call));
        return call;
    }

    /**
     * A call has ended: stores its record and its events in one transaction and waits until they are on the disk.
     *
     * @param ended the record with its {@code end}
     * @param events NOTIFY_END, where the number has a script
     */
    public void ended(CallRecord ended, List<OutboxEvent> events) {
        outbox.publish(events, CallRecordRepository.save(ended)).join();
    }

    /** Something else to tell the script during a call; waits until it is on the disk. */
    void told(List<OutboxEvent> events) {
        outbox.publish(events, nothing -> {}).join();
    }

    /**
     * Forgets some of the calls that began before {@code time}, the oldest first.
     *
     * @return how many; 0 = none is left
     */
    public int forgetBefore(Instant time) {
        var gone = new AtomicInteger();
        writer.write(CallRecordRepository.forgetBefore(time, gone::set));
        return gone.get();
    }

    public Optional<CallRecord> find(String callId) {
        return repository.find(callId);
    }

    /**
     * Ends the calls that an earlier run left open because it was killed: {@link EndStatus#FAILED_TEMPORARILY}, fault
     * {@code internal}. Their scripts get the NOTIFY_END that they were still owed. Call it once, before the first call.
     *
     * @param settings of the number that was called, as it is now; empty = nobody to tell
     * @return how many there were
     */
    public int closeUnfinished(Function<CallRecord, Optional<NumberSettings>> settings) {
        List<CallRecord> left = repository.unfinished();
        EndStatus status = EndStatus.FAILED_TEMPORARILY;
        for (CallRecord call : left) {
            var end = new CallRecord.End(
                    clock.instant(),
                    0,
                    status.disposition().wireName(),
                    status.cause().code(),
                    HangUpSide.ROBOT.word(),
                    FaultKind.INTERNAL.word());
            List<OutboxEvent> events = settings.apply(call)
                    .filter(number -> number.webhook() != null)
                    .map(number -> OutboxEvent.of(
                            call.pbxId(),
                            Objects.requireNonNull(number.webhook()),
                            new CallContext(
                                            new CallId(call.callId()),
                                            call.caller(),
                                            call.called(),
                                            call.startedAt(),
                                            number)
                                    .notifyEnd(0, status)))
                    .map(List::of)
                    .orElse(List.of());
            ended(call.withEnd(call.answeredAt(), end), events);
        }
        return left.size();
    }
}
