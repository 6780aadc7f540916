package org.voicesecretary.pbx.queue;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.media.Prompt;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.Queue;
import org.voicesecretary.pbx.transfer.AgentBook;
import org.voicesecretary.pbx.transfer.ExtensionPhones;
import org.voicesecretary.pbx.transfer.Queues;
import org.voicesecretary.protocol.Instruction.Play;

/** All queues of all offices. */
public final class WaitingRoom implements Queues {
    private final Connector connector;
    private final ExtensionPhones phones;
    private final AgentBook agents;
    private final Announcer announcer;
    private final RandomGenerator random;
    private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();

    /** @param announcer whose sounds of the account are music, too */
    public WaitingRoom(
            Connector connector,
            ExtensionPhones phones,
            AgentBook agents,
            Announcer announcer,
            RandomGenerator random) {
        this.connector = connector;
        this.phones = phones;
        this.agents = agents;
        this.announcer = announcer;
        this.random = random;
    }

    @Override
    public Waited wait(Talk talk, Office office, Queue queue, Duration longest) throws InterruptedException {
        var failed = talk.answer();
        if (failed.isPresent()) {
            return new Waited.Over(failed.get());
        }
        String name = office.pbxId() + "/queue:" + queue.name();
        Line line = line(name);
        Line.Place place = line.enter();
        try {
            var waiting = new Waiting(
                    talk, office, queue, name, line, place, music(talk, queue), connector, phones, agents, random);
            return waiting.run(longest);
        } finally {
            line.leave(place);
        }
    }

    Line line(String name) {
        return lines.computeIfAbsent(name, same -> new Line());
    }

    private Prompt music(Talk talk, Queue queue) {
        String sound = queue.music();
        Prompt own = sound == null
                ? null
                : announcer
                        .announce(new Play(sound), talk.call().number(), false)
                        .prompt();
        return own == null ? WaitingMelody.usual() : Prompt.looping(own);
    }
}
