package org.voicesecretary.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class EndlessMenuTest {
    private static final MenuFile MENUS = MenuFile.parse(List.of(
            "; a remark",
            "[main]",
            "say = Main.",
            "1 = hours",
            "",
            "[hours]",
            "say = Hours. a = b",
            "1 = hours.today",
            "0 = main",
            "[hours.today]",
            "say = Today.",
            "0 = hours"));

    private final Conversation call = Conversation.with(new EndlessMenu(MENUS));

    @Test
    void theCallerIsWelcomedAndHearsTheMainMenu() {
        assertThat(call.hears()).isEqualTo("play welcome | Main. | wait for 1 as main");
    }

    @Test
    void keysLeadDownAndUpWithoutEnd() {
        for (int round = 0; round < 100; round++) {
            assertThat(call.enters("1").hears()).isEqualTo("Hours. a = b | wait for 1 as hours");
            assertThat(call.enters("1").hears()).isEqualTo("Today. | wait for 1 as hours.today");
            assertThat(call.enters("0").hears()).startsWith("Hours.");
            assertThat(call.enters("0").hears()).startsWith("Main.");
        }
    }

    @Test
    void aStarLeadsToTheMainMenuFromEverywhere() {
        assertThat(call.enters("1").enters("1").enters("*").hears()).startsWith("Main.");
    }

    @Test
    void aKeyWithoutMeaningRepeatsTheMenu() {
        assertThat(call.enters("1").enters("7").hears()).isEqualTo("popular 6 | Hours. a = b | wait for 1 as hours");
        assertThat(call.enters("#").hears()).startsWith("popular 6 | Hours.");
    }

    @Test
    void whoPressesNothingThreeTimesHearsGoodbye() {
        assertThat(call.asked().attempts()).isEqualTo(3);
        assertThat(call.entersNothing().hears()).isEqualTo("popular 5 | hang up");
    }

    @Test
    void everyMenuOfTheBundledFileCanBeReachedAndLeft() throws Exception {
        MenuFile bundled = MenuFile.parse(Bundled.lines("menu.txt"));
        assertThat(bundled.main().name()).isEqualTo("main");
        assertThat(bundled.menus().values())
                .allSatisfy(menu -> assertThat(menu.keys()).isNotEmpty());
        var reached = bundled.menus().values().stream()
                .flatMap(menu -> menu.keys().values().stream())
                .distinct();
        assertThat(reached).containsExactlyInAnyOrderElementsOf(bundled.menus().keySet());
        assertThat(Conversation.with(EndlessMenu.bundled()).hears()).startsWith("play welcome | Main menu.");
    }

    @Test
    void aWrongMenuFileSaysWhatIsWrong() {
        assertThatThrownBy(() -> MenuFile.parse(List.of("[main]", "nonsense")))
                .hasMessageContaining("line 2")
                .hasMessageContaining("nonsense");
        assertThatThrownBy(() -> MenuFile.parse(List.of("[main]", "say = x", "1 = there")))
                .hasMessageContaining("'there'");
        assertThatThrownBy(() -> MenuFile.parse(List.of("[main]"))).hasMessageContaining("says nothing");
        assertThatThrownBy(() -> MenuFile.parse(List.of())).hasMessageContaining("no menu");
    }
}
