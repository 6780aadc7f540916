package org.voicesecretary.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class EndlessMenuTest {
    private static final Menus MENUS = Menus.parse("""
            {
              "main": {"say": "Main.", "keys": {"1": "hours"}},
              "hours": {"say": "Hours.", "keys": {"1": "hours.today", "*": "main"}},
              "hours.today": {"say": "Today.", "keys": {"*": "hours"}}
            }
            """);

    private final Conversation call = Conversation.with(new EndlessMenu(MENUS));

    @Test
    void theCallerIsWelcomedAndHearsTheMainMenu() {
        assertThat(call.hears()).isEqualTo("play welcome | Main. | wait for 1 as main");
    }

    @Test
    void keysLeadDownAndUpWithoutEnd() {
        for (int round = 0; round < 100; round++) {
            assertThat(call.enters("1").hears()).isEqualTo("Hours. | wait for 1 as hours");
            assertThat(call.enters("1").hears()).isEqualTo("Today. | wait for 1 as hours.today");
            assertThat(call.enters("*").hears()).startsWith("Hours.");
            assertThat(call.enters("*").hears()).startsWith("Main.");
        }
    }

    @Test
    void aKeyWithoutMeaningRepeatsTheMenu() {
        assertThat(call.enters("1").enters("7").hears()).isEqualTo("popular 6 | Hours. | wait for 1 as hours");
        assertThat(call.enters("#").hears()).startsWith("popular 6 | Hours.");
    }

    @Test
    void whoPressesNothingThreeTimesHearsGoodbye() {
        assertThat(call.asked().attempts()).isEqualTo(3);
        assertThat(call.entersNothing().hears()).isEqualTo("popular 5 | hang up");
    }

    @Test
    void everyMenuOfTheBundledFileCanBeReachedAndLeft() throws Exception {
        Menus bundled = Menus.parse(Bundled.text("menu.json"));
        assertThat(bundled.byName().values())
                .allSatisfy(menu -> assertThat(menu.keys()).isNotEmpty());
        var reached = bundled.byName().values().stream()
                .flatMap(menu -> menu.keys().values().stream())
                .distinct();
        assertThat(reached).containsExactlyInAnyOrderElementsOf(bundled.byName().keySet());
        assertThat(Conversation.with(EndlessMenu.bundled()).hears()).startsWith("play welcome | Main menu.");
    }

    @Test
    void aWrongMenuFileSaysWhatIsWrong() {
        assertThatThrownBy(() -> Menus.parse("{\"main\": {\"say\": \"x\", \"keys\": {\"1\": \"there\"}}}"))
                .hasMessageContaining("'there'");
        assertThatThrownBy(() -> Menus.parse("{}")).hasMessageContaining("no 'main'");
    }
}
