package org.voicesecretary.pbx.outgoing;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.voicesecretary.pbx.dial.PhoneNumber;

/** Decides about calls out and counts them. Thread-safe; what it counts is lost when the program ends, unless it is told again. */
public final class OutgoingGuard {
    private final InstantSource clock;
    private final Map<Caller, CallerHistory> histories = new ConcurrentHashMap<>();

    public OutgoingGuard(InstantSource clock) {
        this.clock = clock;
    }

    /** @param rules with the limits of this extension */
    public OutgoingVerdict call(Caller caller, PhoneNumber number, OutgoingRules rules, OutgoingOffice office) {
        Instant now = clock.instant();
        CallerHistory history = history(caller);
        synchronized (history) {
            BlockReason reason = reason(caller, number, rules, office, now)
                    .or(() -> history.exhausted(rules.limits(), now))
                    .orElse(null);
            if (reason != null) {
                return blocked(caller, number.text(), reason, why(reason, number, rules, office), now);
            }
            Permit permit = new Permit(history, clock, rules.limits());
            history.begin(permit, now);
            return new OutgoingVerdict.Allowed(permit);
        }
    }

    /** A call for help: allowed wherever there is a way out, and never counted. */
    public OutgoingVerdict emergency(Caller caller, String digits, OutgoingOffice office) {
        if (office.trunk()) {
            return new OutgoingVerdict.Allowed(new Permit(null, clock, CallLimits.USUAL));
        }
        return blocked(caller, digits, BlockReason.NO_EMERGENCY_CALLS, office.emergencyNotice(), clock.instant());
    }

    /** A call of an earlier run of the program, from the call records of the last day. */
    public void remember(Caller caller, Instant began, Optional<Instant> answered, Instant ended) {
        CallerHistory history = history(caller);
        synchronized (history) {
            history.remember(began, answered, ended);
        }
    }

    private CallerHistory history(Caller caller) {
        return histories.computeIfAbsent(caller, c -> new CallerHistory());
    }

    private static Optional<BlockReason> reason(
            Caller caller, PhoneNumber number, OutgoingRules rules, OutgoingOffice office, Instant now) {
        if (!rules.allow()) {
            return Optional.of(BlockReason.OFF);
        }
        if (!rules.named(number)) {
            if (!rules.countriesFrom(office.country()).containsAll(number.regions())) {
                return Optional.of(BlockReason.COUNTRY);
            }
            var price = rules.premium(number) ? Optional.of(BlockReason.PREMIUM) : price(number.kind());
            if (price.isPresent()) {
                return price;
            }
        }
        NightSwitch night = rules.night();
        LocalTime time = now.atZone(office.zone()).toLocalTime();
        if (night != null && night.holdsAt(time) && !night.allows(caller.extension(), number.regions())) {
            return Optional.of(BlockReason.NIGHT);
        }
        return office.trunk() ? Optional.empty() : Optional.of(BlockReason.NO_TRUNK);
    }

    private static Optional<BlockReason> price(PhoneNumber.Kind kind) {
        return switch (kind) {
            case ORDINARY, TOLL_FREE -> Optional.empty();
            case SHARED_COST, PREMIUM, PERSONAL -> Optional.of(BlockReason.PREMIUM);
            case UNKNOWN_COST, UNASSIGNED -> Optional.of(BlockReason.UNKNOWN_COST);
        };
    }

    private OutgoingVerdict blocked(Caller caller, String number, BlockReason reason, String why, Instant now) {
        String sentence = caller.words() + " was kept from calling " + number + ": " + why;
        CallerHistory history = history(caller);
        boolean tell;
        synchronized (history) {
            tell = history.alert(reason, now);
        }
        return new OutgoingVerdict.Blocked(
                reason,
                sentence,
                tell ? Optional.of(new OutgoingAlert(now, caller, number, reason, sentence)) : Optional.empty());
    }

    private static String why(BlockReason reason, PhoneNumber number, OutgoingRules rules, OutgoingOffice office) {
        return switch (reason) {
            case OFF -> "calls out are off; outgoing.allow turns them on";
            case NO_TRUNK -> "this office has no trunk that calls out";
            case NO_EMERGENCY_CALLS -> office.emergencyNotice();
            case COUNTRY ->
                "it is in " + where(number) + ", and only "
                        + String.join(", ", new TreeSet<>(rules.countriesFrom(office.country())))
                        + " may be called (outgoing.countries)";
            case PREMIUM ->
                (rules.premium(number)
                                ? "it begins as outgoing.premium says"
                                : "it is a number of special price (" + words(number.kind()) + ")")
                        + "; outgoing.allow-prefixes makes exceptions";
            case UNKNOWN_COST ->
                (number.kind() == PhoneNumber.Kind.UNASSIGNED
                                ? "its country has not given out such a number"
                                : "nobody states its price")
                        + "; outgoing.allow-prefixes makes exceptions";
            case NIGHT ->
                "outgoing.night does not allow it"
                        + (rules.night() == null ? "" : " (" + rules.night().hours() + ")");
            case CALLS_AT_ONCE -> "it has " + rules.limits().calls() + " calls already (outgoing.limits.calls)";
            case CALLS_PER_HOUR ->
                "it has made " + rules.limits().perHour() + " calls within an hour (outgoing.limits.per-hour)";
            case MINUTES_PER_DAY ->
                "it has talked for " + rules.limits().minutesPerDay()
                        + " minutes within 24 hours (outgoing.limits.minutes-per-day)";
        };
    }

    private static String where(PhoneNumber number) {
        return number.regions().equals(java.util.List.of("001"))
                ? "a network of no country"
                : number.regions().size() > 3
                        ? "one of " + number.regions().size() + " countries"
                        : String.join(" or ", number.regions());
    }

    private static String words(PhoneNumber.Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
