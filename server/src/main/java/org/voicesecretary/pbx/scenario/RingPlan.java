package org.voicesecretary.pbx.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Which extensions ring from when to when, in milliseconds from the begin. No extension has two rings at the same time, and nobody
 * rings beyond the limit.
 *
 * @param rings in the order of their begin, then of their end
 */
public record RingPlan(List<Ring> rings) {
    /** @param extensions that begin and end together, in the order of the rule */
    public record Ring(long atMillis, List<String> extensions, long untilMillis) {
        public Ring {
            extensions = List.copyOf(extensions);
        }
    }

    public RingPlan {
        rings = List.copyOf(rings);
    }

    /**
     * @param record of the agents; only queues look at it
     * @param limit after which nobody rings any more
     * @param random only of a queue in random order
     */
    public static RingPlan of(RingRule rule, AgentRecord record, Duration limit, RandomGenerator random) {
        var timeline = new Timeline(limit.toMillis());
        switch (rule) {
            case RingRule.Stages(var stages) -> {
                for (RingRule.Stage stage : stages) {
                    stage.extensions()
                            .forEach(e -> timeline.ring(e, stage.delay().toMillis(), timeline.limit));
                }
            }
            case RingRule.Numbers(var numbers) -> {
                for (RingRule.Number number : numbers) {
                    long at = number.delay().toMillis();
                    timeline.ring(number.extension(), at, at + number.duration().toMillis());
                }
            }
            case RingRule.Queue queue -> queue(queue, record, timeline, random);
        }
        return timeline.plan();
    }

    /** When nobody rings any more; 0 if nobody ever does. */
    public long endMillis() {
        return rings.stream().mapToLong(Ring::untilMillis).max().orElse(0);
    }

    private static void queue(RingRule.Queue queue, AgentRecord record, Timeline timeline, RandomGenerator random) {
        List<String> agents = queue.agents().stream().distinct().toList();
        if (queue.strategy() == QueueStrategy.RING_ALL || agents.size() == 1) {
            agents.forEach(agent -> timeline.ring(agent, 0, timeline.limit));
            return;
        }
        List<String> order = order(queue.strategy(), agents, record, random);
        long at = 0;
        while (at < timeline.limit && !order.isEmpty()) {
            for (String agent : order) {
                timeline.ring(agent, at, at + queue.each().toMillis());
                at += queue.each().toMillis();
            }
            if (queue.strategy() == QueueStrategy.RANDOM) {
                order = shuffled(agents, order.getLast(), random);
            }
        }
    }

    private static List<String> order(
            QueueStrategy strategy, List<String> agents, AgentRecord record, RandomGenerator random) {
        Comparator<String> leastRecent = Comparator.comparing(
                agent -> record.of(agent).last(), Comparator.nullsFirst(Comparator.naturalOrder()));
        return switch (strategy) {
            case RING_ALL -> agents;
            case ROUND_ROBIN -> {
                int first = agents.indexOf(record.lastRung()) + 1;
                List<String> turned = new ArrayList<>(agents.subList(first, agents.size()));
                turned.addAll(agents.subList(0, first));
                yield turned;
            }
            case LEAST_RECENT -> agents.stream().sorted(leastRecent).toList();
            case FEWEST_CALLS ->
                agents.stream()
                        .sorted(Comparator.<String>comparingLong(
                                        agent -> record.of(agent).calls())
                                .thenComparing(leastRecent))
                        .toList();
            case RANDOM -> shuffled(agents, record.lastRung() == null ? "" : record.lastRung(), random);
        };
    }

    /** Never begins with {@code last}, unless there is nobody else. */
    private static List<String> shuffled(List<String> agents, String last, RandomGenerator random) {
        List<String> order = new ArrayList<>(agents);
        for (int i = order.size() - 1; i > 0; i--) {
            swap(order, i, random.nextInt(i + 1));
        }
        if (order.size() > 1 && order.getFirst().equals(last)) {
            swap(order, 0, 1 + random.nextInt(order.size() - 1));
        }
        return order;
    }

    private static void swap(List<String> order, int a, int b) {
        String first = order.get(a);
        order.set(a, order.get(b));
        order.set(b, first);
    }

    /** Rings of each extension, those that overlap or touch joined. */
    private static final class Timeline {
        private final long limit;
        private final Map<String, Integer> places = new HashMap<>();
        private final List<TreeMap<Long, Long>> spans = new ArrayList<>();
        private final List<String> extensions = new ArrayList<>();

        private record Span(long from, long to) {}

        Timeline(long limit) {
            this.limit = limit;
        }

        void ring(String extension, long from, long to) {
            long end = Math.min(to, limit);
            if (from >= end) {
                return;
            }
            Integer place = places.get(extension);
            if (place == null) {
                place = spans.size();
                places.put(extension, place);
                extensions.add(extension);
                spans.add(new TreeMap<>());
            }
            join(spans.get(place), from, end);
        }

        private static void join(TreeMap<Long, Long> spans, long from, long to) {
            long first = from;
            long last = to;
            var before = spans.floorEntry(from);
            if (before != null && before.getValue() >= from) {
                first = before.getKey();
                last = Math.max(last, before.getValue());
            }
            for (var next = spans.ceilingEntry(first);
                    next != null && next.getKey() <= last;
                    next = spans.ceilingEntry(first)) {
                last = Math.max(last, next.getValue());
                spans.remove(next.getKey());
            }
            spans.put(first, last);
        }

        RingPlan plan() {
            Map<Span, List<String>> together =
                    new TreeMap<>(Comparator.comparingLong(Span::from).thenComparingLong(Span::to));
            for (int place = 0; place < spans.size(); place++) {
                String extension = extensions.get(place);
                spans.get(place)
                        .forEach((from, to) -> together.computeIfAbsent(new Span(from, to), s -> new ArrayList<>())
                                .add(extension));
            }
            return new RingPlan(together.entrySet().stream()
                    .map(e ->
                            new Ring(e.getKey().from(), e.getValue(), e.getKey().to()))
                    .toList());
        }
    }
}
