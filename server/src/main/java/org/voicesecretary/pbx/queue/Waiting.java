package org.voicesecretary.pbx.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connected;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.call.connect.Connector.Manner;
import org.voicesecretary.call.connect.RingPlan;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.call.connect.RingPlan.Turn;
import org.voicesecretary.call.connect.Rung;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.Queue;
import org.voicesecretary.pbx.scenario.QueueStrategy;
import org.voicesecretary.pbx.scenario.RingRule;
import org.voicesecretary.pbx.transfer.AgentBook;
import org.voicesecretary.pbx.transfer.ExtensionPhones;
import org.voicesecretary.pbx.transfer.Queues.Waited;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.timeline.TimelineEvent;

/** One caller in a queue. */
final class Waiting {
    /** How soon a caller notices that an agent is free. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** All agents ring for so long before the next announcement may come. */
    private static final Duration ALL_RING = Duration.ofSeconds(20);

    private final Talk talk;
    private final Office office;
    private final Queue queue;
    private final String name;
    private final Line line;
    private final Line.Place place;
    private final Prompt music;
    private final Connector connector;
    private final ExtensionPhones phones;
    private final AgentBook agents;
    private final RandomGenerator random;
    private final Rung rung;
    private final long entered;
    private @Nullable String taken;

    Waiting(
            Talk talk,
            Office office,
            Queue queue,
            String name,
            Line line,
            Line.Place place,
            Prompt music,
            Connector connector,
            ExtensionPhones phones,
            AgentBook agents,
            RandomGenerator random) {
        this.talk = talk;
        this.office = office;
        this.queue = queue;
        this.name = name;
        this.line = line;
        this.place = place;
        this.music = music;
        this.connector = connector;
        this.phones = phones;
        this.agents = agents;
        this.random = random;
        this.rung = new Rung(talk);
        this.entered = talk.now();
    }

    Waited run(Duration longest) throws InterruptedException {
        try {
            return waited(longest);
        } finally {
            rung.over(null);
        }
    }

    private Waited waited(Duration longest) throws InterruptedException {
        long giveUp = entered + longest.toNanos();
        long nextWord =
                entered + (line.position(place) > 1 ? 0 : queue.announceEvery().toNanos());
        talk.timeline()
                .add(new TimelineEvent.Note("waits in queue " + queue.name() + ", number " + line.position(place)));
        playMusic();
        while (true) {
            long now = talk.now();
            if (now - giveUp >= 0) {
                talk.leg().stopPlayback();
                return new Waited.InVain();
            }
            if (now - nextWord >= 0) {
                Optional<CallEnd> over = announce();
                if (over.isPresent()) {
                    return new Waited.Over(over.get());
                }
                nextWord = talk.now() + queue.announceEvery().toNanos();
                continue;
            }
            List<String> ringing = line.take(place, queue.rule().strategy(), order(), this::canRing, now);
            if (!ringing.isEmpty()) {
                switch (ring(ringing, Duration.ofNanos(giveUp - now))) {
                    case Connected.Over(var end) -> {
                        return new Waited.Over(end);
                    }
                    case Connected.Steered(var by) -> {
                        return new Waited.Steered(by);
                    }
                    case Connected.Nobody _ -> {}
                }
                continue;
            }
            CallSignal signal = talk.await(Math.min(now + LOOK_NANOS, Math.min(giveUp, nextWord)));
            if (signal instanceof CallSignal.Ending ending) {
                return new Waited.Over(talk.endOf(ending));
            }
        }
    }

    private void playMusic() {
        talk.leg().loop(music);
        talk.callersTurn();
    }

    private Optional<CallEnd> announce() throws InterruptedException {
        List<Announcement> words = new ArrayList<>();
        Language language = talk.call().number().language();
        int position = line.position(place);
        if (queue.announcePosition()) {
            words.add(QueueWords.position(position, language));
        }
        Duration usual = line.usualWait();
        if (queue.announceWaitingTime() && usual.isPositive()) {
            Duration waited = Duration.ofNanos(talk.now() - entered);
            Duration left = usual.compareTo(waited) > 0 ? usual.minus(waited) : Duration.ZERO;
            words.add(QueueWords.waitingTime(left, language));
        }
        if (words.isEmpty()) {
            return Optional.empty();
        }
        Optional<CallEnd> over = talk.say(words);
        if (over.isEmpty()) {
            playMusic();
        }
        return over;
    }

    private org.voicesecretary.pbx.scenario.RingPlan order() {
        RingRule.Queue rule = queue.rule();
        Duration once = rule.each().multipliedBy(Math.max(1, rule.agents().size()));
        return org.voicesecretary.pbx.scenario.RingPlan.of(rule, agents.of(name), once, random);
    }

    private boolean canRing(String agent) {
        return party(agent).filter(party -> !party.phones().isEmpty()).isPresent();
    }

    private Optional<Party> party(String agent) {
        return office.extension(agent)
                .filter(extension -> extension.enabled() && !extension.doNotDisturb())
                .map(extension -> phones.party(talk, office, extension));
    }

    private Connected ring(List<String> ringing, Duration left) throws InterruptedException {
        Duration round = queue.rule().strategy() == QueueStrategy.RING_ALL
                ? ALL_RING
                : queue.rule().each();
        Duration longest = left.compareTo(round) < 0 ? left : round;
        List<Turn> turns = ringing.stream()
                .flatMap(agent -> party(agent).stream())
                .map(party -> new Turn(Duration.ZERO, null, party))
                .toList();
        agents.rang(name, ringing.getLast());
        try {
            Connected connected = connector.connect(
                    talk, new RingPlan(turns, longest), new Manner(music, party -> taken(party, ringing), rung));
            if (connected instanceof Connected.Nobody) {
                line.rangInVain(place, ringing, talk.now());
                playMusic();
            }
            return connected;
        } finally {
            String by = taken;
            if (by != null) {
                agents.freed(name, by);
            }
            line.free(by == null ? ringing : List.of(by));
        }
    }

    private void taken(Party party, List<String> ringing) {
        String by = String.valueOf(party.extension());
        taken = by;
        agents.took(name, by);
        line.answered(place, ringing, by, talk.now() - entered);
    }
}
