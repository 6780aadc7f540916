package org.voicesecretary.pbx.transfer;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.pbx.dial.DialTarget;
import org.voicesecretary.pbx.dial.NumberReader;
import org.voicesecretary.pbx.dial.NumberingPlan;
import org.voicesecretary.pbx.menu.MenuBook;
import org.voicesecretary.pbx.menu.MenuScript;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.timeline.FaultKind;

/** Redirects in the office of the number that was called. */
public final class OfficeTargets implements RedirectTargets {
    /** Only numbers with a country code can be read where the account does not say its country. */
    private static final String NO_COUNTRY = "ZZ";

    /**
     * What transfers need of the rest of the server.
     *
     * @param offices the office of a call as it is now
     * @param menus of an office
     */
    public record Services(
            Function<CallContext, Optional<Office>> offices,
            Function<Office, MenuBook> menus,
            ExtensionPhones phones,
            OutsideLines outside,
            Connector connector,
            MessageBoxes messages) {}

    private final Services services;

    public OfficeTargets(Services services) {
        this.services = services;
    }

    @Override
    public Outcome connect(Talk talk, Redirect redirect) throws InterruptedException {
        Optional<Office> found = services.offices().apply(talk.call());
        if (found.isEmpty()) {
            return new Outcome.Unavailable(
                    FaultKind.OPERATOR,
                    "'" + redirect.target().wireText() + "' cannot be reached: the account of this number is gone",
                    "give the number back to an account");
        }
        Office office = found.get();
        return switch (DialTarget.of(redirect.target(), plan(office), numbers(office))) {
            case DialTarget.Extension(var number) -> extension(talk, office, number, redirect);
            case DialTarget.Outside(var number) ->
                new OutsideCall(services, talk, office, RingTime.of(redirect, talk.now())).to(number.text(), null);
            case DialTarget.Menu(var menu) ->
                new Outcome.Steered(new MenuScript(services.menus().apply(office), menu));
            case DialTarget.Scenario _ -> unknown(redirect, "the office has none");
            case DialTarget.Unknown(var _, var problem) -> unknown(redirect, problem);
            case DialTarget.Busy(), DialTarget.Nowhere() -> unknown(redirect, "that is no place to go");
        };
    }

    private Outcome extension(Talk talk, Office office, String number, Redirect redirect) throws InterruptedException {
        Optional<Extension> extension = office.extension(number);
        return extension.isPresent()
                ? new ExtensionCall(services, talk, office, extension.get(), redirect).run()
                : unknown(redirect, number + " is no extension of this office");
    }

    private static Outcome unknown(Redirect redirect, String problem) {
        return new Outcome.Unavailable(
                FaultKind.SCRIPT,
                "'" + redirect.target().wireText() + "' cannot be reached: " + problem,
                "use an extension (101), a scenario (0-1) or a menu (0-main) of this account, or a number outside");
    }

    private static NumberingPlan plan(Office office) {
        var extensions = new HashSet<String>();
        office.extensions().forEach(extension -> extensions.add(extension.number()));
        return new NumberingPlan(extensions, Map.of());
    }

    private static NumberReader numbers(Office office) {
        String country = office.account().country();
        return new NumberReader(country == null ? NO_COUNTRY : country);
    }
}
