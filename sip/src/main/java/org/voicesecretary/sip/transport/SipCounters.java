package org.voicesecretary.sip.transport;

import java.util.concurrent.atomic.LongAdder;

/** What happened on the wire since the start: cheap to count, read by metrics. All but {@code connections} only grow. */
public final class SipCounters {

    private final LongAdder receivedMessages = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder sentMessages = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder filtered = new LongAdder();
    private final LongAdder queueOverflows = new LongAdder();
    private final LongAdder retransmissionsAbsorbed = new LongAdder();
    private final LongAdder retransmissionsSent = new LongAdder();
    private final LongAdder transactionTimeouts = new LongAdder();
    private final LongAdder strayMessages = new LongAdder();
    private final LongAdder overloadRejections = new LongAdder();
    private final LongAdder sendFailures = new LongAdder();
    private final LongAdder connectionsRefused = new LongAdder();
    private final LongAdder connections = new LongAdder();

    /**
     * All counters at one time.
     *
     * @param malformed messages that were not SIP
     * @param refused messages that could be read and break a rule: answered with 4xx or 5xx, or dropped
     * @param filtered datagrams, connections and requests the {@link RequestFilter} did not let in
     * @param queueOverflows datagrams dropped because all workers were behind
     * @param strayMessages responses and ACKs that belong to nothing
     * @param overloadRejections INVITEs that got 503 because too many were pending, or while draining
     * @param connectionsRefused connections over a limit
     * @param connections connections open now
     */
    public record Snapshot(
            long receivedMessages,
            long receivedBytes,
            long sentMessages,
            long sentBytes,
            long malformed,
            long refused,
            long filtered,
            long queueOverflows,
            long retransmissionsAbsorbed,
            long retransmissionsSent,
            long transactionTimeouts,
            long strayMessages,
            long overloadRejections,
            long sendFailures,
            long connectionsRefused,
            long connections) {}

    public Snapshot snapshot() {
        return new Snapshot(
                receivedMessages.sum(),
                receivedBytes.sum(),
                sentMessages.sum(),
                sentBytes.sum(),
                malformed.sum(),
                refused.sum(),
                filtered.sum(),
                queueOverflows.sum(),
                retransmissionsAbsorbed.sum(),
                retransmissionsSent.sum(),
                transactionTimeouts.sum(),
                strayMessages.sum(),
                overloadRejections.sum(),
                sendFailures.sum(),
                connectionsRefused.sum(),
                connections.sum());
    }

    void receivedDatagram(int bytes) {
        receivedBytes.add(bytes);
    }

    void receivedMessage() {
        receivedMessages.increment();
    }

    void sent(int bytes) {
        sentMessages.increment();
        sentBytes.add(bytes);
    }

    void malformed() {
        malformed.increment();
    }

    /** A message that could be read breaks a rule. */
    public void refusedMessage() {
        refused.increment();
    }

    /** The filter dropped a request without an answer. */
    public void requestDropped() {
        filtered.increment();
    }

    void filtered() {
        filtered.increment();
    }

    void queueOverflow() {
        queueOverflows.increment();
    }

    void sendFailure() {
        sendFailures.increment();
    }

    void connectionRefused() {
        connectionsRefused.increment();
    }

    void connectionOpened() {
        connections.increment();
    }

    void connectionClosed() {
        connections.decrement();
    }

    /** A request or response came again and was answered from memory or dropped. */
    public void retransmissionAbsorbed() {
        retransmissionsAbsorbed.increment();
    }

    /** A timer made us send a message again. */
    public void retransmissionSent() {
        retransmissionsSent.increment();
    }

    /** Timer B, F or H fired, or a 2xx or reliable provisional was never acknowledged. */
    public void transactionTimeout() {
        transactionTimeouts.increment();
    }

    /** A response or ACK matched nothing. */
    public void strayMessage() {
        strayMessages.increment();
    }

    /** An INVITE got 503 without costing anything. */
    public void overloadRejection() {
        overloadRejections.increment();
    }
}
