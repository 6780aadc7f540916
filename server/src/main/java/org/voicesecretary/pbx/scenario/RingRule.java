package org.voicesecretary.pbx.scenario;

import java.time.Duration;
import java.util.List;

/** How a scenario rings its extensions. */
public sealed interface RingRule {
    /**
     * Up to three stages. A later stage joins the earlier ones, which ring on.
     *
     * @param stages in the order of their begin
     */
    record Stages(List<Stage> stages) implements RingRule {
        public Stages {
            stages = List.copyOf(stages);
        }
    }

    /** @param delay from the begin of the scenario */
    record Stage(List<String> extensions, Duration delay) {
        public Stage {
            extensions = List.copyOf(extensions);
        }
    }

    /** Each extension at a time of its own. */
    record Numbers(List<Number> numbers) implements RingRule {
        public Numbers {
            numbers = List.copyOf(numbers);
        }
    }

    /**
     * @param delay from the begin of the scenario
     * @param duration of the ringing
     */
    record Number(String extension, Duration delay, Duration duration) {}

    /**
     * One agent after another, or all.
     *
     * @param agents extensions
     * @param each how long one agent is rung before the next; not used by {@link QueueStrategy#RING_ALL}
     */
    record Queue(QueueStrategy strategy, List<String> agents, Duration each) implements RingRule {
        public Queue {
            agents = List.copyOf(agents);
            if (each.toMillis() <= 0) {
                throw new IllegalArgumentException("an agent must ring for some time, not for " + each);
            }
        }
    }
}
