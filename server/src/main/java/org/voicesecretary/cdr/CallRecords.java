package org.voicesecretary.cdr;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.HangUpSide;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.IdSequence;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.webhook.EventOutbox;
import org.voicesecretary.webhook.OutboxEvent;

/** Call records: a row when a call starts, completed when it ends, together with the event that tells the script so. */
public final class CallRecords {
    private static final Logger LOG = LoggerFactory.getLogger(CallRecords.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CallRecordRepository repository;
    private final GroupCommitWriter writer;
    private final EventOutbox outbox;
    private final InstantSource clock;
    private final Duration patience;
    private final IdSequence numbers;

    public CallRecords(Database database, GroupCommitWriter writer, EventOutbox outbox, InstantSource clock) {
        this(database, writer, outbox, clock, PATIENCE);
    }

    /** @param patience how long an ended call waits for the disk */
    CallRecords(
            Database database, GroupCommitWriter writer, EventOutbox outbox, InstantSource clock, Duration patience) {
        this.repository = new CallRecordRepository(database);
        this.writer = writer;
        this.outbox = outbox;
        this.clock = clock;
        this.patience = patience;
        this.numbers = new IdSequence(clock);
    }

    /** A call has started: gives it its number and stores it, without waiting for the disk. */
    public CallRecord started(LongFunction<CallRecord> numbered) {
        CallRecord call = numbered.apply(numbers.next());
        writer.append("start of call " + call.callId(), CallRecordRepository.save(call));
        return call;
    }

    /**
     * What is known of a call beside its record when it ends.
     *
     * @param zone of the account: the counters go by its clock
     */
    record Particulars(List<CallRecord.Leg> legs, List<CallCount> steps, ZoneId zone) {
        static final Particulars NONE = new Particulars(List.of(), List.of(), ZoneOffset.UTC);
    }

    /** A call was answered: stored without waiting, so that its duration is not lost if this process is killed. */
    void answered(long callNo, Instant at) {
        writer.append("answer of call no. " + callNo, CallRecordRepository.answered(callNo, at));
    }

    /**
     * A call has ended: stores its record and its events in one transaction and waits until they are on the disk, but not for long:
     * the call keeps its place among those that {@code max-calls} allows.
     *
     * @param ended the record with its {@code end}
     * @param events NOTIFY_END, where the number has a script
     */
    public void ended(CallRecord ended, List<OutboxEvent> events) {
        ended(ended, Particulars.NONE, events);
    }

    /** As {@link #ended(CallRecord, List)}, with what is known besides. */
    void ended(CallRecord ended, Particulars particulars, List<OutboxEvent> events) {
        await(
                "the end of call " + ended.callId(),
                outbox.publish(events, CallRecordRepository.end(ended, particulars)));
    }

    /** Something to tell the script during a call: it goes to the disk in its turn, and the call does not wait for that. */
    void told(List<OutboxEvent> events) {
        outbox.tell(events);
    }

    /** Throws what kept it from being stored; a disk that hangs is no such thing: it is stored, and told, when that ends. */
    private void await(String what, CompletableFuture<Void> stored) {
        try {
            stored.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof TimeoutException)) {
                throw e;
            }
            LOG.error("{} is not stored after {} ms: the disk is behind", what, patience.toMillis());
        }
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

    /**
     * Forgets the counters of hours that ended before {@code time}, whatever clock they go by.
     *
     * @return how many; 0 = none is left
     */
    public int forgetCountersBefore(Instant time) {
        var gone = new AtomicInteger();
        writer.write(CallRecordRepository.forgetCountersBefore(CallCount.hour(time, ZoneOffset.MIN), gone::set));
        return gone.get();
    }

    /**
     * Calls of an account, the newest first.
     *
     * @param before only those with smaller numbers, to go on after a page
     */
    public List<CallRecord> newest(long pbxId, long before, int limit) {
        return repository.newest(pbxId, before, limit);
    }

    public Optional<CallRecord> find(String callId) {
        return repository.find(callId);
    }

    /**
     * Ends the calls that an earlier run left open because it was killed: {@link EndStatus#FAILED_TEMPORARILY}, fault
     * {@code internal}. They lasted until their timeline's last entry, as far as anybody knows. Their scripts get the NOTIFY_END
     * that they were still owed. Call it once, before the first call.
     *
     * @param settings of the number that was called, as it is now; empty = nobody to tell
     * @return how many there were
     */
    public int closeUnfinished(Function<CallRecord, Optional<NumberSettings>> settings) {
        repository.newest().ifPresent(numbers::above); // also where the clock was set back meanwhile
        List<CallRecordRepository.Unfinished> left = repository.unfinished();
        EndStatus status = EndStatus.FAILED_TEMPORARILY;
        List<CompletableFuture<Void>> stored = new ArrayList<>();
        for (CallRecordRepository.Unfinished cut : left) {
            CallRecord call = cut.call();
            long seconds = cut.secondsAnswered();
            var end = new CallRecord.End(
                    cut.lastSeen() == null ? clock.instant() : cut.lastSeen(),
                    seconds,
                    status.disposition().wireName(),
                    status.cause().code(),
                    HangUpSide.ROBOT.word(),
                    FaultKind.INTERNAL.word());
            // Whether the caller entered something sensitive is not known any more.
            Optional<NumberSettings> number = settings.apply(call);
            ZoneId zone = number.map(NumberSettings::zone).orElse(ZoneOffset.UTC);
            List<OutboxEvent> events = number.filter(
                            known -> known.webhook() != null && known.webhook().wants(EventType.NOTIFY_END))
                    .map(known -> OutboxEvent.of(
                            call.origin(true),
                            Objects.requireNonNull(known.webhook()),
                            new CallContext(
                                            new CallId(call.callId()),
                                            call.caller(),
                                            call.called(),
                                            call.startedAt(),
                                            known)
                                    .notifyEnd(seconds, status)))
                    .map(List::of)
                    .orElse(List.of());
            stored.add(outbox.publish(
                    events,
                    CallRecordRepository.end(
                            call.withEnd(call.answeredAt(), end), new Particulars(List.of(), List.of(), zone))));
        }
        stored.forEach(one -> await("the end of a call that was cut off", one));
        return left.size();
    }
}
