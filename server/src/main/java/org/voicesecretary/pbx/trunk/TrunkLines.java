package org.voicesecretary.pbx.trunk;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connected;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.call.connect.RingPlan;
import org.voicesecretary.pbx.dial.NumberReader;
import org.voicesecretary.pbx.dial.PhoneNumber;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeTrunk;
import org.voicesecretary.pbx.outgoing.Caller;
import org.voicesecretary.pbx.outgoing.OutgoingGuard;
import org.voicesecretary.pbx.outgoing.OutgoingOffice;
import org.voicesecretary.pbx.outgoing.OutgoingRules;
import org.voicesecretary.pbx.outgoing.OutgoingVerdict;
import org.voicesecretary.pbx.outgoing.Permit;
import org.voicesecretary.pbx.transfer.OutsideLines;
import org.voicesecretary.protocol.Disposition;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.SayPopular;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * Calls out: first the rules, then the trunks in their order. A trunk that cannot be reached or fails (5xx) is followed by the next;
 * what the other side says of itself (busy, no such number, no answer) is final. What the rules forbid is told to the caller.
 */
public final class TrunkLines implements OutsideLines {
    /** ISO 3166: user-assigned; numbers outside then need their country code. */
    private static final String NO_COUNTRY = "ZZ";

    /** A provider that is there says so at once (100), long before whoever is called rings. */
    private static final Duration FIRST_WORD = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(TrunkLines.class);

    private final OutgoingGuard guard;
    private final Connector connector;
    private final MeterRegistry meters;
    private final Predicate<TrunkKey> up;
    private final Optional<String> shown;

    /** @param up whether a trunk answers; one that does not is left out while another does */
    public TrunkLines(OutgoingGuard guard, Connector connector, MeterRegistry meters, Predicate<TrunkKey> up) {
        this(guard, connector, meters, up, Optional.empty());
    }

    private TrunkLines(
            OutgoingGuard guard,
            Connector connector,
            MeterRegistry meters,
            Predicate<TrunkKey> up,
            Optional<String> shown) {
        this.guard = guard;
        this.connector = connector;
        this.meters = meters;
        this.up = up;
        this.shown = shown;
    }

    @Override
    public OutsideLines by(Connector other, Optional<String> number) {
        return new TrunkLines(guard, other, meters, up, number);
    }

    @Override
    public Reached call(Talk talk, Office office, String number, @Nullable String forwardedBy, Duration longest)
            throws InterruptedException {
        var country = office.account().country();
        var reader = new NumberReader(country == null ? NO_COUNTRY : country);
        List<OfficeTrunk> trunks =
                office.trunks().stream().filter(OfficeTrunk::callsOut).toList();
        var outside = new OutgoingOffice(reader.country(), office.account().timeZone(), !trunks.isEmpty());
        Optional<Extension> payer = Optional.ofNullable(forwardedBy)
                .or(() -> talk.call().kind().from())
                .flatMap(office::extension);
        var caller = new Caller(office.pbxId(), payer.map(Extension::number).orElse(Caller.ACCOUNT));
        String digits;
        OutgoingVerdict verdict;
        if (reader.isEmergency(number)) {
            digits = number;
            verdict = guard.emergency(caller, number, outside);
        } else {
            Optional<PhoneNumber> read = reader.written(number);
            if (read.isEmpty()) {
                return new Reached.Refused(
                        FaultKind.OPERATOR,
                        "\"" + number + "\" is no telephone number that can exist, read from " + reader.country(),
                        "write it with its country code: +442037691881");
            }
            digits = read.get().text();
            OutgoingRules rules = payer.map(office::outgoing).orElseGet(office::outgoing);
            verdict = guard.call(caller, read.get(), rules, outside);
        }
        String own = shown.orElseGet(() -> payer.map(Extension::callerId).orElse(null));
        return switch (verdict) {
            case OutgoingVerdict.Blocked blocked -> blocked(talk, blocked);
            case OutgoingVerdict.Allowed(var permit) -> {
                try {
                    yield ring(talk, permit, answering(talk, office, trunks), new Wanted(digits, own, longest));
                } finally {
                    permit.ended();
                }
            }
        };
    }

    /** Those that answer; all, where none does: what a probe says is less than what a call finds out. */
    private List<OfficeTrunk> answering(Talk talk, Office office, List<OfficeTrunk> trunks) {
        List<OfficeTrunk> answering = trunks.stream()
                .filter(trunk -> up.test(new TrunkKey(office.pbxId(), trunk.name())))
                .toList();
        if (answering.isEmpty()) {
            return trunks;
        }
        trunks.stream()
                .filter(trunk -> !answering.contains(trunk))
                .forEach(trunk -> talk.timeline()
                        .add(new TimelineEvent.Note("trunk " + trunk.name() + " is passed over: it does not answer")));
        return answering;
    }

    private record Wanted(String number, @Nullable String shown, Duration longest) {}

    private Reached ring(Talk talk, Permit permit, List<OfficeTrunk> trunks, Wanted wanted)
            throws InterruptedException {
        var metered = new MeteredTalk(talk, permit);
        long end = talk.now() + wanted.longest().toNanos();
        EndStatus status = EndStatus.NETWORK_FAILED;
        for (OfficeTrunk trunk : trunks) {
            Optional<DialOrder> order = TrunkOrders.order(trunk, wanted.number(), wanted.shown());
            Duration left = Duration.ofNanos(end - talk.now());
            if (order.isEmpty() || !left.isPositive()) {
                continue;
            }
            boolean another = trunk != trunks.getLast();
            DialOrder invite = another ? order.get().withFirstWord(FIRST_WORD) : order.get();
            var party = new RingPlan.Party(wanted.number(), null, List.of(invite));
            switch (connector.connect(metered, RingPlan.of(party, left))) {
                case Connected.Over(var over) -> {
                    return new Reached.Over(over);
                }
                case Connected.Steered(var by) -> {
                    return new Reached.Steered(by);
                }
                case Connected.Nobody(var why) -> {
                    status = why;
                    if (why.disposition() != Disposition.FAILED) {
                        return new Reached.Nobody(why);
                    }
                }
            }
        }
        return new Reached.Nobody(status);
    }

    private Reached blocked(Talk talk, OutgoingVerdict.Blocked blocked) throws InterruptedException {
        meters.counter("outgoing.blocked", "reason", blocked.reason().name().toLowerCase(Locale.ROOT))
                .increment();
        blocked.alert()
                .ifPresent(alert -> LOG.warn("call {}: {}", talk.call().id().text(), alert.sentence()));
        talk.timeline().add(new TimelineEvent.Note("call out blocked: " + blocked.explanation()));
        Optional<CallEnd> gone =
                talk.say(List.of(new SayPopular(blocked.reason().phrase(), null)));
        return new Reached.Over(gone.orElseGet(() -> new CallEnd.NobodyReached(EndStatus.REJECTED, talk.answered())));
    }
}
