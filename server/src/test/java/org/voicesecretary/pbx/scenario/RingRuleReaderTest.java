package org.voicesecretary.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.Problem;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlFile;

@Tag("unit")
class RingRuleReaderTest {
    private final Problems problems = new Problems();

    @Test
    void readsStages() {
        assertThat(
                        read(
                                "stages: [{extensions: [101, 102]}, {extensions: [103], delay: 10s}, {extensions: [104], delay: 20s}]"))
                .isEqualTo(new RingRule.Stages(List.of(
                        new RingRule.Stage(List.of("101", "102"), Duration.ZERO),
                        new RingRule.Stage(List.of("103"), Duration.ofSeconds(10)),
                        new RingRule.Stage(List.of("104"), Duration.ofSeconds(20)))));
        assertThat(told()).isEmpty();
    }

    @Test
    void readsNumbersWithTimesOfTheirOwn() {
        assertThat(read("numbers: [{extension: 101}, {extension: 102, delay: 15s, duration: 30s}]"))
                .isEqualTo(new RingRule.Numbers(List.of(
                        new RingRule.Number("101", Duration.ZERO, Duration.ofSeconds(20)),
                        new RingRule.Number("102", Duration.ofSeconds(15), Duration.ofSeconds(30)))));
        assertThat(told()).isEmpty();
    }

    @Test
    void readsAQueue() {
        assertThat(read("queue: {strategy: fewest-calls, agents: [102, 101], each: 10s}"))
                .isEqualTo(
                        new RingRule.Queue(QueueStrategy.FEWEST_CALLS, List.of("102", "101"), Duration.ofSeconds(10)));
        assertThat(told()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsTold() {
        read("{}");
        read("stages: []\nqueue: {}");
        read("stages: []");
        read("stages: [{extensions: [101, 101, x1, [a]], delay: 5s}, {extensions: [], delay: 5s}]");
        read("numbers: [{delay: 1s}, {extension: 99, duration: 0s}]");
        read("numbers: []");
        read("queue: {strategy: fastest, agent: [101]}");

        assertThat(told())
                .containsExactlyInAnyOrder(
                        "account.yaml:1: scenarios[1] says nobody to ring; expected one of stages, numbers, queue",
                        "account.yaml:1: scenarios[1] has stages and queue; expected one of stages, numbers, queue",
                        "account.yaml:1: scenarios[1].stages: has 0 stages; expected 1 to 3",
                        "account.yaml:1: scenarios[1].stages[1].extensions has 101 twice",
                        "account.yaml:1: scenarios[1].stages[1].extensions: \"x1\" is no extension; expected 100 to 999",
                        "account.yaml:1: scenarios[1].stages[1].extensions has a list; expected extensions",
                        "account.yaml:1: scenarios[1].stages[2].extensions: has none; expected extensions: [101, 102]",
                        "account.yaml:1: scenarios[1].stages[2].delay: is 5s; expected more than the 5s of the stage before it, both from the begin of the scenario",
                        "account.yaml:1: scenarios[1].numbers[1] lacks \"extension\"",
                        "account.yaml:1: scenarios[1].numbers[2].extension: \"99\" is no extension; expected 100 to 999",
                        "account.yaml:1: scenarios[1].numbers[2].duration: 0s is out of range; expected 1s to 1h",
                        "account.yaml:1: scenarios[1].numbers: has none; expected [{extension: 101, delay: 0s, duration: 20s}]",
                        "account.yaml:1: scenarios[1].queue.strategy: \"fastest\" is not one of ring-all, round-robin, least-recent, fewest-calls, random",
                        "account.yaml:1: unknown key \"agent\" in scenarios[1].queue; did you mean \"agents\"?",
                        "account.yaml:1: scenarios[1].queue.agents: has none; expected extensions: [101, 102]");
    }

    private RingRule read(String yaml) {
        var value = YamlFile.parse(yaml, Path.of("account.yaml"), "account.yaml", problems);
        return new RingRuleReader(problems)
                .read("scenarios[1]", Fields.of("scenarios[1]", value, RingRuleReader.KEYS, problems));
    }

    private List<String> told() {
        return problems.list().stream().map(Problem::toString).toList();
    }
}
