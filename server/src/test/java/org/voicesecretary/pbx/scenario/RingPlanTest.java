package org.voicesecretary.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
class RingPlanTest {
    /** Stages as "delay:extensions", delays in seconds from the begin; rings as "from-until extensions". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0:100,101                      | 60 | 0-60 100,101
            0:100 10:101,102 20:103        | 60 | 0-60 100; 10-60 101,102; 20-60 103
            0:100 10:100,101               | 60 | 0-60 100; 10-60 101
            0:100 10:101 20:102            | 15 | 0-15 100; 10-15 101
            5:100                          | 60 | 5-60 100
            0: 10:101                      | 60 | 10-60 101
            0:                             | 60 | ''
            0:100                          | 0  | ''
            """)
    void stagesJoinOneAfterAnother(String stages, int limit, String rings) {
        var rule = new RingRule.Stages(Arrays.stream(stages.split(" "))
                .map(stage -> stage.split(":", -1))
                .map(stage -> new RingRule.Stage(extensions(stage[1]), seconds(Integer.parseInt(stage[0]))))
                .toList());

        assertThat(words(plan(rule, AgentRecord.NOTHING_YET, limit, 1))).isEqualTo(rings);
    }

    /** Numbers as "extension:delay:duration". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            100:0:20 101:20:20             | 60 | 0-20 100; 20-40 101
            100:0:20 101:10:20             | 60 | 0-20 100; 10-30 101
            101:10:20 100:0:20             | 60 | 0-20 100; 10-30 101
            100:0:20 101:0:20 102:0:10     | 60 | 0-10 102; 0-20 100,101
            100:0:20 100:10:20             | 60 | 0-30 100
            100:0:20 100:20:20             | 60 | 0-40 100
            100:0:20 100:30:10             | 60 | 0-20 100; 30-40 100
            100:0:10 100:20:10 100:5:20    | 60 | 0-30 100
            100:0:90 101:70:10             | 60 | 0-60 100
            100:0:0                        | 60 | ''
            """)
    void eachNumberRingsAtATimeOfItsOwn(String numbers, int limit, String rings) {
        var rule = new RingRule.Numbers(Arrays.stream(numbers.split(" "))
                .map(number -> number.split(":"))
                .map(n -> new RingRule.Number(n[0], seconds(Integer.parseInt(n[1])), seconds(Integer.parseInt(n[2]))))
                .toList());

        assertThat(words(plan(rule, AgentRecord.NOTHING_YET, limit, 1))).isEqualTo(rings);
    }

    /** Work as "extension:calls:minute of the last one". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RING_ALL     | 100,101,102 | 100:5:9           | 101 | 0-40 100,101,102
            ROUND_ROBIN  | 100,101,102 | ''                | ''  | 0-10 100; 10-20 101; 20-30 102; 30-40 100
            ROUND_ROBIN  | 100,101,102 | ''                | 100 | 0-10 101; 10-20 102; 20-30 100; 30-40 101
            ROUND_ROBIN  | 100,101,102 | ''                | 102 | 0-10 100; 10-20 101; 20-30 102; 30-40 100
            ROUND_ROBIN  | 100,101,102 | ''                | 109 | 0-10 100; 10-20 101; 20-30 102; 30-40 100
            LEAST_RECENT | 100,101,102 | 100:1:9 101:7:3   | ''  | 0-10 102; 10-20 101; 20-30 100; 30-40 102
            LEAST_RECENT | 100,101,102 | 102:1:3 101:7:3   | ''  | 0-10 100; 10-20 101; 20-30 102; 30-40 100
            FEWEST_CALLS | 100,101,102 | 100:2:1 101:1:3   | ''  | 0-10 102; 10-20 101; 20-30 100; 30-40 102
            FEWEST_CALLS | 100,101,102 | 100:1:9 101:1:3   | ''  | 0-10 102; 10-20 101; 20-30 100; 30-40 102
            FEWEST_CALLS | 100,100     | ''                | ''  | 0-40 100
            ROUND_ROBIN  | 100         | ''                | 100 | 0-40 100
            ROUND_ROBIN  | ''          | ''                | ''  | ''
            RANDOM       | ''          | ''                | ''  | ''
            """)
    void aQueueTriesItsAgentsInTheOrderOfItsStrategy(
            QueueStrategy strategy, String agents, String work, String lastRung, String rings) {
        var rule = new RingRule.Queue(strategy, extensions(agents), seconds(10));
        Map<String, AgentRecord.Work> done = new HashMap<>();
        for (String each : work.isEmpty() ? new String[0] : work.split(" ")) {
            String[] w = each.split(":");
            done.put(
                    w[0],
                    new AgentRecord.Work(Long.parseLong(w[1]), Instant.EPOCH.plusSeconds(60 * Long.parseLong(w[2]))));
        }

        assertThat(words(plan(rule, new AgentRecord(done, lastRung.isEmpty() ? null : lastRung), 40, 1)))
                .isEqualTo(rings);
    }

    @Test
    void aRandomQueueIsTheSameForTheSameSeedAndFairOverMany() {
        var rule = new RingRule.Queue(QueueStrategy.RANDOM, List.of("100", "101", "102"), seconds(10));
        assertThat(plan(rule, AgentRecord.NOTHING_YET, 300, 5)).isEqualTo(plan(rule, AgentRecord.NOTHING_YET, 300, 5));

        Map<String, Integer> firsts = new HashMap<>();
        for (int seed = 0; seed < 3_000; seed++) {
            RingPlan plan = plan(rule, AgentRecord.NOTHING_YET, 60, seed * 7919);
            firsts.merge(plan.rings().getFirst().extensions().getFirst(), 1, Integer::sum);
        }
        assertThat(firsts.values()).hasSize(3).allMatch(times -> times > 850 && times < 1150);
    }

    @Test
    void nobodyIsRungTwiceInARowByARandomQueue() {
        var rule = new RingRule.Queue(QueueStrategy.RANDOM, List.of("100", "101"), seconds(10));
        for (int seed = 0; seed < 100; seed++) {
            RingPlan plan = plan(rule, new AgentRecord(Map.of(), "101"), 200, seed);
            assertThat(words(plan)).startsWith("0-10 100; 10-20 101; 20-30 100");
        }
    }

    @ParameterizedTest
    @EnumSource(QueueStrategy.class)
    void aPlanIsInOrderWithinTheLimitAndRingsNobodyTwiceAtOnce(QueueStrategy strategy) {
        var random = new Random(11);
        for (int round = 0; round < 500; round++) {
            List<String> agents = random.ints(random.nextInt(8), 100, 106)
                    .mapToObj(String::valueOf)
                    .toList();
            holds(new RingRule.Queue(strategy, agents, seconds(1 + random.nextInt(20))), random);
            holds(
                    new RingRule.Numbers(agents.stream()
                            .map(a -> new RingRule.Number(a, seconds(random.nextInt(60)), seconds(random.nextInt(60))))
                            .toList()),
                    random);
            holds(
                    new RingRule.Stages(IntStream.range(0, 3)
                            .mapToObj(stage -> new RingRule.Stage(agents, seconds(random.nextInt(60))))
                            .toList()),
                    random);
        }
    }

    private static void holds(RingRule rule, Random random) {
        int limit = random.nextInt(90);
        List<RingPlan.Ring> rings =
                plan(rule, AgentRecord.NOTHING_YET, limit, random.nextInt()).rings();
        Map<String, List<RingPlan.Ring>> ofEach = new HashMap<>();
        long before = 0;
        for (RingPlan.Ring ring : rings) {
            assertThat(ring.atMillis()).isGreaterThanOrEqualTo(before).isLessThan(ring.untilMillis());
            assertThat(ring.untilMillis()).isLessThanOrEqualTo(1000L * limit);
            assertThat(ring.extensions()).isNotEmpty().doesNotHaveDuplicates();
            before = ring.atMillis();
            ring.extensions()
                    .forEach(e ->
                            ofEach.computeIfAbsent(e, x -> new ArrayList<>()).add(ring));
        }
        ofEach.forEach((extension, own) -> {
            for (int i = 1; i < own.size(); i++) {
                assertThat(own.get(i).atMillis())
                        .as("%s of %s", extension, rule)
                        .isGreaterThan(own.get(i - 1).untilMillis());
            }
        });
    }

    private static RingPlan plan(RingRule rule, AgentRecord record, int limit, int seed) {
        return RingPlan.of(rule, record, seconds(limit), new Random(seed));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static List<String> extensions(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    private static String words(RingPlan plan) {
        return plan.rings().stream()
                .map(r -> r.atMillis() / 1000 + "-" + r.untilMillis() / 1000 + " " + String.join(",", r.extensions()))
                .collect(Collectors.joining("; "));
    }
}
