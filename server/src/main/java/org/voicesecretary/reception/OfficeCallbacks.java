package org.voicesecretary.reception;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallKind;
import org.voicesecretary.call.CallNumbers;
import org.voicesecretary.call.CallRegistry;
import org.voicesecretary.call.CallRegistry.Admission;
import org.voicesecretary.call.DialledCaller;
import org.voicesecretary.call.ScriptAnswer;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.call.script.IncomingCall;
import org.voicesecretary.config.CallConfig;
import org.voicesecretary.pbx.callback.CallbackRules;
import org.voicesecretary.pbx.callback.Callbacks;
import org.voicesecretary.pbx.callback.TwoParties;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeDirectory;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.Instruction.SayDigits;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.timeline.CallId;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.TimelineSink;

/** Runs the calls that begin here, each on a thread of its own, as reception runs those that come in. */
public final class OfficeCallbacks implements Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(OfficeCallbacks.class);
    /** Stands where records name the address that a call came from. */
    private static final String SOURCE = "callback";

    private final Reception.Services services;
    private final OfficeDirectory offices;
    private final TwoParties.Reach reach;
    private final NumberSettingsReader settings;

    public OfficeCallbacks(
            Reception.Services services, OfficeDirectory offices, TwoParties.Reach reach, CallConfig calls) {
        this.services = services;
        this.offices = offices;
        this.reach = reach;
        this.settings = new NumberSettingsReader(calls);
    }

    @Override
    public Requested request(long pbxId, Callback wanted) {
        return of(pbxId, office -> CallbackRules.of(office, wanted), (order, caller) -> {
            RedirectTarget first = wanted.predicted() ? order.to() : order.from();
            RedirectTarget second = wanted.predicted() ? order.from() : order.to();
            return new TwoParties(
                    reach,
                    caller,
                    first,
                    digits(second),
                    Optional.empty(),
                    TwoParties.dialling(services.targets(), second));
        });
    }

    @Override
    public Requested speakCode(long pbxId, SpokenCode wanted) {
        Optional<Language> language = Optional.ofNullable(wanted.language()).flatMap(Language::parse);
        Announcement digits = new SayDigits(wanted.code(), language.orElse(null));
        return of(
                pbxId,
                office -> CallbackRules.of(office, wanted, services.accounts().get()),
                (order, caller) -> new TwoParties(
                        reach,
                        caller,
                        order.to(),
                        order.caller(),
                        Optional.of(order.caller()),
                        talk -> talk.say(List.of(digits, digits)).orElseGet(CallEnd.ScriptHungUp::new)));
    }

    /** How a wish that may be fulfilled becomes a call. */
    @FunctionalInterface
    private interface Plan {
        TwoParties with(CallbackRules.Order order, DialledCaller caller);
    }

    /** Reads a wish. */
    @FunctionalInterface
    private interface Rules {
        CallbackRules.Verdict of(Office office);
    }

    private Requested of(long pbxId, Rules rules, Plan plan) {
        AccountSnapshot accounts = services.accounts().get();
        Optional<Office> office = offices.offices().office(pbxId);
        Optional<NumberRoute> route = accounts.inside(pbxId);
        if (office.isEmpty() || route.isEmpty()) {
            return new Requested.Refused(Why.FROM, "the account is gone");
        }
        return switch (rules.of(office.get())) {
            case CallbackRules.Verdict.Wrong(var refused) -> refused;
            case CallbackRules.Verdict.Right(var order) -> begin(order, route.get(), plan);
        };
    }

    private Requested begin(CallbackRules.Order order, NumberRoute route, Plan plan) {
        Optional<CallRegistry.NoRoom> noRoom = services.registry().noRoom();
        if (noRoom.isPresent()) {
            return noRoom(noRoom.get());
        }
        return switch (services.registry().admit()) {
            case Admission.Admitted(var place) -> {
                CallContext call = context(order, route);
                Thread.ofVirtual().name("call-" + call.id()).start(() -> run(call, route, place, plan, order));
                yield new Requested.Begun(call.id(), call.start());
            }
            case CallRegistry.Full full -> noRoom(full);
            case CallRegistry.Draining draining -> noRoom(draining);
        };
    }

    private static Requested noRoom(CallRegistry.NoRoom why) {
        return new Requested.Refused(
                Why.NO_ROOM,
                switch (why) {
                    case CallRegistry.Full(var most) -> "all " + most + " calls that max-calls allows are up";
                    case CallRegistry.Overloaded(var what) -> what;
                    case CallRegistry.Draining() -> "the server is about to stop";
                });
    }

    private CallContext context(CallbackRules.Order order, NumberRoute route) {
        Instant now = services.clock().now();
        return new CallContext(
                CallId.outgoing(services.random()),
                new CallKind.Outgoing(order.payer()),
                order.caller(),
                digits(order.to()),
                now,
                settings.of(route));
    }

    private static String digits(RedirectTarget target) {
        return CallNumbers.withoutPlus(target.wireText());
    }

    private void run(
            CallContext call, NumberRoute route, CallRegistry.Place place, Plan plan, CallbackRules.Order order) {
        try (place) {
            var caller = new DialledCaller(services.clock());
            Reception.Books.Opened books = services.books().open(call, route, SOURCE);
            List<TimelineSink> sinks = new ArrayList<>(books.sinks());
            sinks.addAll(services.sinks());
            var timeline = new CallTimeline(call.id(), call.start(), services.clock()::nanoTime, sinks);
            place.occupy(new CallRegistry.LiveCall(call, caller.mailbox(), books.recorder()));
            new IncomingCall(
                            call,
                            caller,
                            caller.mailbox(),
                            services.clock(),
                            timeline,
                            new Once(),
                            services.announcer(),
                            plan.with(order, caller),
                            books.events(),
                            books.recorder())
                    .run();
        } catch (RuntimeException e) {
            LOG.error("callback {} could not be begun", call.id(), e);
        }
    }

    /** Hands the call over, once; who is dialled the targets know. */
    private static final class Once implements ScriptSource {
        @Override
        public ScriptAnswer next(ScriptEvent event) {
            return event instanceof ScriptEvent.CallStarted
                    ? new ScriptAnswer.Instructions(
                            List.of(new Redirect(new RedirectTarget.OutsideNumber(""), 0, null)))
                    : new ScriptAnswer.NoInstruction("the callback is over");
        }
    }
}
