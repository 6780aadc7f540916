package org.voicesecretary.pbx.callback;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.call.CallNumbers;
import org.voicesecretary.pbx.callback.Callbacks.Callback;
import org.voicesecretary.pbx.callback.Callbacks.Requested;
import org.voicesecretary.pbx.callback.Callbacks.SpokenCode;
import org.voicesecretary.pbx.callback.Callbacks.Why;
import org.voicesecretary.pbx.dial.NumberReader;
import org.voicesecretary.pbx.office.Destination;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.Scenario;
import org.voicesecretary.protocol.RedirectTarget;

/** Whether a wish for a call can be fulfilled in an office, as far as that can be said before anybody is dialled. */
public final class CallbackRules {
    private static final String NO_COUNTRY = "ZZ";

    private final Office office;

    private CallbackRules(Office office) {
        this.office = office;
    }

    /**
     * A wish as it was meant.
     *
     * @param from null where there is nobody but {@code to}
     * @param caller digits: who {@code to} is told that calls
     * @param payer whose limits hold; null = the account's
     */
    public record Order(
            @Nullable RedirectTarget wantedFrom,
            RedirectTarget to,
            String caller,
            @Nullable String payer) {
        /** Who is to talk with {@code to}. */
        public RedirectTarget from() {
            return wantedFrom == null ? to : wantedFrom;
        }
    }

    /** Whether it can be. */
    public sealed interface Verdict {
        record Right(Order order) implements Verdict {}

        record Wrong(Requested.Refused refused) implements Verdict {}
    }

    public static Verdict of(Office office, Callback wanted) {
        return new CallbackRules(office).read(wanted);
    }

    public static Verdict of(Office office, SpokenCode wanted, AccountSnapshot accounts) {
        return new CallbackRules(office).read(wanted, accounts);
    }

    private Verdict read(Callback wanted) {
        Target from = target(wanted.from(), true);
        if (from.problem != null) {
            return wrong(Why.FROM, from.problem);
        }
        Target to = target(wanted.to(), false);
        if (to.problem != null) {
            return wrong(Why.TO, to.problem);
        }
        String payer = wanted.payer();
        if (payer != null && enabled(payer).isEmpty()) {
            return wrong(Why.PAYER, "\"" + payer + "\" is no extension of this office that may call");
        }
        if (from.target.equals(to.target)) {
            return wrong(Why.TO, "\"" + wanted.to() + "\" cannot be connected with itself");
        }
        String own = payer != null
                ? payer
                : extension(from.target).or(() -> extension(to.target)).orElse(null);
        return new Verdict.Right(new Order(from.target, to.target, digits(from.target), own));
    }

    private Verdict read(SpokenCode wanted, AccountSnapshot accounts) {
        Target to = target(wanted.to(), false);
        if (to.problem != null) {
            return wrong(Why.TO, to.problem);
        }
        if (!wanted.code().matches("\\d{1,20}")) {
            return wrong(Why.CODE, "\"" + wanted.code() + "\" is no code; expected 1 to 20 digits");
        }
        String shown = CallNumbers.withoutPlus(wanted.callerId());
        boolean ours = accounts.number(shown)
                        .filter(number -> number.account().pbxId() == office.pbxId())
                        .isPresent()
                || office.trunks().stream().anyMatch(trunk -> shown.equals(trunk.callerId()))
                || office.extensions().stream().anyMatch(extension -> shown.equals(extension.callerId()));
        return ours
                ? new Verdict.Right(new Order(null, to.target, shown, null))
                : wrong(Why.CALLER_ID, "\"" + wanted.callerId() + "\" is no number of this account");
    }

    private record Target(RedirectTarget target, @Nullable String problem) {
        static Target wrong(String problem) {
            return new Target(new RedirectTarget.None(), problem);
        }
    }

    private Target target(String written, boolean scenarios) {
        String expected =
                "; expected an extension (101)" + (scenarios ? ", a scenario (0-1)" : "") + " or a number outside";
        return switch (RedirectTarget.parse(written)) {
            case RedirectTarget.Extension extension ->
                enabled(extension.number()).isPresent()
                        ? new Target(extension, null)
                        : Target.wrong("\"" + written + "\" is no extension of this office that is switched on");
            case RedirectTarget.Scenario scenario
            when scenarios ->
                rings(scenario)
                        ? new Target(scenario, null)
                        : Target.wrong("\"" + written + "\" is no scenario that rings telephones");
            case RedirectTarget.OutsideNumber outside ->
                reader().isEmergency(outside.number())
                                || reader().written(outside.number()).isPresent()
                        ? new Target(outside, null)
                        : Target.wrong("\"" + written + "\" is no telephone number that can exist");
            case RedirectTarget.Scenario _,
                    RedirectTarget.Menu _,
                    RedirectTarget.Blacklist _,
                    RedirectTarget.None _,
                    RedirectTarget.Invalid _ -> Target.wrong("\"" + written + "\" cannot be called" + expected);
        };
    }

    private boolean rings(RedirectTarget.Scenario wanted) {
        return office.scenario(wanted.menu(), wanted.scenario())
                .map(Scenario::target)
                .filter(target -> target instanceof Scenario.Target.Ring
                        || target instanceof Scenario.Target.Elsewhere(var where) && where instanceof Destination.Phone)
                .isPresent();
    }

    private NumberReader reader() {
        String country = office.account().country();
        return new NumberReader(country == null ? NO_COUNTRY : country);
    }

    private Optional<Extension> enabled(String number) {
        return office.extension(number).filter(Extension::enabled);
    }

    private static Optional<String> extension(RedirectTarget target) {
        return target instanceof RedirectTarget.Extension(var number) ? Optional.of(number) : Optional.empty();
    }

    private static String digits(RedirectTarget target) {
        return CallNumbers.withoutPlus(target.wireText());
    }

    private static Verdict wrong(Why why, String problem) {
        return new Verdict.Wrong(new Requested.Refused(why, problem));
    }
}
