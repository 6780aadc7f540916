package org.voicesecretary.pbx.transfer;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallKind;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connected;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.pbx.dial.DialTarget;
import org.voicesecretary.pbx.dial.NumberReader;
import org.voicesecretary.pbx.menu.MenuScript;
import org.voicesecretary.pbx.menu.OfficeMenus;
import org.voicesecretary.pbx.office.Conference;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.Queue;
import org.voicesecretary.pbx.office.Scenario;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.FaultKind;

/** Redirects in the office of the number that was called. */
public final class OfficeTargets implements RedirectTargets {
    /** ISO 3166, nobody's: only numbers with a country code can be read where the account does not say its country. */
    private static final String NO_COUNTRY = "ZZ";

    private static final String QUEUE = "queue:";
    private static final String PICK_UP = "pick-up:";
    private static final String MESSAGES = "messages:";

    /**
     * What transfers need of the rest of the server.
     *
     * @param offices the office of a call as it is now
     * @param numberHours the name of the working hours of the number that was called; empty = always open
     * @param clock which office hours are compared with
     * @param random for queues in random order
     */
    public record Services(
            Function<CallContext, Optional<Office>> offices,
            Function<CallContext, Optional<String>> numberHours,
            InstantSource clock,
            ExtensionPhones phones,
            OutsideLines outside,
            Connector connector,
            MessageBoxes messages,
            ConferenceRooms conferences,
            Queues queues,
            AgentBook agents,
            RandomGenerator random) {
        /** What steers a call that enters a menu. */
        public ScriptSource menu(CallContext call, int menu) {
            return new MenuScript(
                    new OfficeMenus(() -> offices.apply(call), () -> numberHours.apply(call), call, clock), menu);
        }
    }

    private final Services services;

    public OfficeTargets(Services services) {
        this.services = services;
    }

    /**
     * The same places, for a call that begins here: whoever answers there becomes its caller. Nobody leaves a message there.
     *
     * @param other the number that our own telephones show
     * @param shown the number that is shown outside, without {@code +}; empty: as the rules have it
     */
    public OfficeTargets becoming(Connector.Taken caller, String other, Optional<String> shown) {
        Connector connector = services.connector().taking(caller);
        return new OfficeTargets(new Services(
                services.offices(),
                services.numberHours(),
                services.clock(),
                (talk, office, extension) ->
                        services.phones().party(new ShownTalk(talk, office, other), office, extension),
                services.outside().by(connector, shown),
                connector,
                (talk, office, owner) -> new CallEnd.NobodyReached(EndStatus.NO_ANSWER, false),
                services.conferences(),
                services.queues(),
                services.agents(),
                services.random()));
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
        if (redirect.target() instanceof RedirectTarget.Scenario(var menu, var number)) {
            Optional<Scenario> scenario = scenario(office, talk.call(), menu, number);
            if (scenario.isPresent()) {
                return new ScenarioCall(services, talk, office, scenario.get(), redirect).run();
            }
        }
        if (redirect.target() instanceof RedirectTarget.Invalid(var raw) && raw.startsWith(QUEUE)) {
            return queue(talk, office, raw.substring(QUEUE.length()), redirect);
        }
        if (redirect.target() instanceof RedirectTarget.Invalid(var raw)
                && raw.equals(PICK_UP)
                && talk.call().kind() instanceof CallKind.Internal) {
            return switch (services.connector().pickUp(talk)) {
                case Connected.Over(var end) -> new Outcome.Over(end);
                case Connected.Steered(var by) -> new Outcome.Steered(by);
                case Connected.Nobody(var status) ->
                    new Outcome.Over(new CallEnd.NobodyReached(status, talk.answered()));
            };
        }
        if (redirect.target() instanceof RedirectTarget.Invalid(var raw)
                && raw.equals(MESSAGES)
                && talk.call().kind() instanceof CallKind.Internal(var from)) {
            Optional<Extension> owner = office.extension(from);
            if (owner.isPresent()) {
                return new Outcome.Over(services.messages().listen(talk, office, owner.get()));
            }
        }
        return switch (DialTarget.of(redirect.target(), office.plan(), numbers(office))) {
            case DialTarget.Extension(var number) -> extension(talk, office, number, redirect);
            case DialTarget.Menu(var menu) -> new Outcome.Steered(services.menu(talk.call(), menu));
            case DialTarget.Outside(var number) ->
                new Elsewhere(
                                services,
                                talk,
                                office,
                                RingTime.of(redirect, talk.now()),
                                "redirect",
                                talk.orderedBy().orElse(null))
                        .number(number.text());
            case DialTarget.Unknown(var _, var problem) -> unknown(redirect, problem);
            case DialTarget.Scenario _, DialTarget.Busy _, DialTarget.Nowhere _ ->
                unknown(redirect, "that is no place to go");
        };
    }

    @Override
    public boolean exists(Talk talk, RedirectTarget target) {
        return services.offices()
                .apply(talk.call())
                .map(office -> DialTarget.of(target, office.plan(), numbers(office)))
                .filter(place -> switch (place) {
                    case DialTarget.Extension _, DialTarget.Scenario _, DialTarget.Menu _, DialTarget.Outside _ -> true;
                    case DialTarget.Busy _, DialTarget.Nowhere _, DialTarget.Unknown _ -> false;
                })
                .isPresent();
    }

    /** Of several with that key the one that holds for the call; else the one that a script may mean by its position. */
    private static Optional<Scenario> scenario(Office office, CallContext call, int menu, int number) {
        Optional<Scenario> holding = office.scenario(menu, number, call.calledDid(), call.callerId());
        return holding.isPresent() ? holding : office.scenario(menu, number);
    }

    private Outcome extension(Talk talk, Office office, String number, Redirect redirect) throws InterruptedException {
        Optional<Conference> conference = office.conference(number);
        if (conference.isPresent()) {
            return new Outcome.Over(services.conferences().enter(talk, office, conference.get()));
        }
        Optional<Extension> extension = office.extension(number);
        return extension.isPresent()
                ? new ExtensionCall(services, talk, office, extension.get(), redirect).run()
                : unknown(redirect, number + " is no extension of this office");
    }

    private Outcome queue(Talk talk, Office office, String name, Redirect redirect) throws InterruptedException {
        Optional<Queue> queue = office.queue(name);
        return queue.isPresent()
                ? new QueueCall(services, talk, office, RingTime.of(redirect, talk.now())).to(queue.get())
                : unknown(redirect, "this office has no queue \"" + name + "\"");
    }

    private static Outcome unknown(Redirect redirect, String problem) {
        return new Outcome.Unavailable(
                FaultKind.SCRIPT,
                "'" + redirect.target().wireText() + "' cannot be reached: " + problem,
                "use an extension (101), a scenario (0-1) or a menu (0-main) of this account, or a number outside");
    }

    private static NumberReader numbers(Office office) {
        String country = office.account().country();
        return new NumberReader(country == null ? NO_COUNTRY : country);
    }
}
