package org.voicesecretary.pbx.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connected;
import org.voicesecretary.call.connect.Connector.Manner;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.call.connect.RingPlan.Turn;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.Queue;
import org.voicesecretary.pbx.office.Scenario;
import org.voicesecretary.pbx.scenario.RingPlan;
import org.voicesecretary.pbx.scenario.RingRule;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/** A call handed over to a scenario of a menu. */
final class ScenarioCall {
    /** Where nothing else says how long phones ring (A33), and at least so long after the last of them began. */
    private static final Duration USUAL = Duration.ofSeconds(60);

    private static final Duration LAST = Duration.ofSeconds(20);

    private final OfficeTargets.Services services;
    private final Talk talk;
    private final Office office;
    private final Scenario scenario;
    private final RingTime time;
    private final String book;
    private boolean somebodyIsUndisturbed;
    private @Nullable String taken;

    ScenarioCall(OfficeTargets.Services services, Talk talk, Office office, Scenario scenario, Redirect redirect) {
        this.services = services;
        this.talk = talk;
        this.office = office;
        this.scenario = scenario;
        this.time = RingTime.of(redirect, talk.now());
        this.book = office.pbxId() + "/" + scenario.name();
    }

    Outcome run() throws InterruptedException {
        talk.timeline()
                .add(new TimelineEvent.Note("scenario " + scenario.name()
                        + (scenario.title().isEmpty() ? "" : " (" + scenario.title() + ")") + " runs"));
        return switch (scenario.target()) {
            case Scenario.Target.Ring(var rule) -> ring(rule);
            case Scenario.Target.Queue(var name) -> queue(name);
            case Scenario.Target.Elsewhere(var destination) ->
                new Elsewhere(
                                services,
                                talk,
                                office,
                                time,
                                "scenario " + scenario.name(),
                                talk.orderedBy().orElse(null))
                        .to(destination, null);
        };
    }

    private Outcome queue(String name) throws InterruptedException {
        Optional<Queue> queue = office.queue(name);
        return queue.isPresent()
                ? new QueueCall(services, talk, office, time).to(queue.get())
                : new Outcome.Unavailable(
                        FaultKind.OPERATOR,
                        "scenario " + scenario.name() + " leads nowhere: there is no queue \"" + name + "\"",
                        "change the scenario");
    }

    private Outcome ring(RingRule rule) throws InterruptedException {
        Duration limit = time.returns() ? time.left(talk.now()) : longest(rule);
        RingPlan plan = RingPlan.of(rule, services.agents().of(book), limit, services.random());
        List<Turn> turns = turns(plan, limit);
        if (somebodyIsUndisturbed && turns.isEmpty()) {
            return Elsewhere.nobody(talk, time, EndStatus.BUSY);
        }
        long begun = talk.now();
        Connected connected = services.connector()
                .connect(
                        talk,
                        new org.voicesecretary.call.connect.RingPlan(turns, limit),
                        new Manner(null, this::taken, null));
        rememberWhoRang(plan, Duration.ofNanos(talk.now() - begun));
        return switch (connected) {
            case Connected.Over(var end) -> new Outcome.Over(end);
            case Connected.Steered(var by) -> new Outcome.Steered(by);
            case Connected.Nobody(var status) -> Elsewhere.nobody(talk, time, status);
        };
    }

    private void taken(Party by) {
        taken = by.extension();
        if (taken != null) {
            services.agents().took(book, taken);
        }
    }

    private void rememberWhoRang(RingPlan plan, Duration after) {
        if (taken != null) {
            services.agents().freed(book, taken);
            return;
        }
        plan.rings().stream()
                .filter(ring -> ring.atMillis() <= after.toMillis())
                .reduce((earlier, later) -> later)
                .ifPresent(
                        last -> services.agents().rang(book, last.extensions().getLast()));
    }

    private static Duration longest(RingRule rule) {
        long needed = switch (rule) {
            case RingRule.Stages(var stages) ->
                stages.stream()
                                .mapToLong(stage -> stage.delay().toMillis())
                                .max()
                                .orElse(0)
                        + LAST.toMillis();
            case RingRule.Numbers(var numbers) ->
                numbers.stream()
                        .mapToLong(
                                number -> number.delay().plus(number.duration()).toMillis())
                        .max()
                        .orElse(0);
            case RingRule.Queue queue ->
                queue.each().toMillis() * queue.agents().size();
        };
        return Duration.ofMillis(Math.max(USUAL.toMillis(), needed));
    }

    private List<Turn> turns(RingPlan plan, Duration limit) {
        List<Turn> turns = new ArrayList<>();
        for (RingPlan.Ring ring : plan.rings()) {
            Duration until = ring.untilMillis() < limit.toMillis() ? Duration.ofMillis(ring.untilMillis()) : null;
            for (String number : ring.extensions()) {
                Optional<Extension> extension = office.extension(number).filter(Extension::enabled);
                if (extension.isPresent() && extension.get().doNotDisturb()) {
                    somebodyIsUndisturbed = true;
                } else if (extension.isPresent()) {
                    Party party = services.phones().party(talk, office, extension.get());
                    turns.add(new Turn(Duration.ofMillis(ring.atMillis()), until, party));
                }
            }
        }
        return turns;
    }
}
