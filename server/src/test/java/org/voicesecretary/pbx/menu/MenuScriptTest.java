package org.voicesecretary.pbx.menu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.call.TestCall.redirect;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.RedirectTargets.Outcome;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.pbx.menu.MenuPage.Choice;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.RedirectTarget;

@Tag("unit")
class MenuScriptTest {
    private final TestCall call = new TestCall();
    private final Map<Integer, MenuPage> pages = new HashMap<>();
    private final Set<String> extensions = Set.of("101", "102");
    private final Book book = new Book();
    /** Answers every redirect but those to menus. */
    private Outcome elsewhere = new Outcome.Over(new CallEnd.CalleeHungUp());

    private @Nullable Redirect went;

    private final class Book implements MenuBook {
        @Override
        public Optional<MenuPage> page(int number) {
            return Optional.ofNullable(pages.get(number));
        }

        @Override
        public boolean isExtension(String number) {
            return extensions.contains(number);
        }

        @Override
        public boolean beginsExtension(String digits) {
            return extensions.stream().anyMatch(each -> each.startsWith(digits));
        }
    }

    @BeforeEach
    void anOfficeWhoseMenuTheScriptChooses() {
        call.script.answers(redirect("0-main"));
        call.targets = (talk, redirect) -> {
            if (redirect.target() instanceof RedirectTarget.Menu(var menu)) {
                return new Outcome.Steered(new MenuScript(book, menu));
            }
            went = redirect;
            return elsewhere;
        };
        page(0, true, Map.of('1', go("0-1"), '2', go("0-2"), '3', new Choice.Enter(3)), go("100"), "greeting");
        page(3, false, Map.of('1', go("3-1")), null, "below");
    }

    private void page(
            int number, boolean dial, Map<Character, Choice> keys, @Nullable Choice noKey, String... greeting) {
        List<Announcement> sounds = Arrays.stream(greeting)
                .map(sound -> (Announcement) new Play(sound))
                .toList();
        pages.put(number, new MenuPage.Open(sounds, 5, 2, dial, keys, noKey));
    }

    private static Choice go(String target) {
        return new Choice.Go(RedirectTarget.parse(target), 0);
    }

    private String ranTo() {
        call.run();
        Redirect last = went;
        return last == null ? "nowhere" : last.target().wireText();
    }

    @Test
    void aKeyOfTheMenuLeadsToItsScenarioAtOnceWhereNoExtensionBeginsLikeIt() {
        call.caller.pressAt(500, "2");

        assertThat(ranTo()).isEqualTo("0-2");
        assertThat(call.caller.journal())
                .containsExactly("0 ring", "0 answer", "0 play greeting", "500 stop", "500 bye cause 16");
    }

    @Test
    void aKeyThatMayBeginAnExtensionWaitsTwoSecondsForTheNext() {
        call.caller.pressAt(500, "1");

        assertThat(ranTo()).isEqualTo("0-1");
        assertThat(call.caller.journal()).contains("2500 bye cause 16");
    }

    @Test
    void anExtensionIsDialledDuringTheGreeting() {
        call.caller.pressAt(500, "102");

        assertThat(ranTo()).isEqualTo("102");
    }

    @Test
    void anExtensionIsDialledAfterTheGreeting() {
        call.caller.pressAt(2000, "1");
        call.caller.pressAt(3000, "0");
        call.caller.pressAt(4000, "1");

        assertThat(ranTo()).isEqualTo("101");
    }

    @Test
    void anExtensionThatDoesNotExistPlaysTheMenuAgain() {
        call.caller.pressAt(500, "199");
        call.caller.pressAt(900, "2");

        assertThat(ranTo()).isEqualTo("0-2");
        assertThat(call.caller.journal()).contains("500 play greeting");
    }

    @Test
    void noKeyAfterTheGreetingWasPlayedTwiceIsAChoiceToo() {
        assertThat(ranTo()).isEqualTo("100");
        assertThat(call.caller.journal()).contains("6000 play greeting", "12000 bye cause 16");
    }

    @Test
    void withoutSuchAChoiceTheCallEnds() {
        call.targets = (talk, redirect) -> new Outcome.Steered(new MenuScript(book, 3));

        assertThat(call.run()).isEqualTo(new CallEnd.ScriptHungUp());
    }

    @Test
    void threeKeysThatLeadNowhereAreNoKey() {
        call.caller.pressAt(500, "9");
        call.caller.pressAt(1000, "8");
        call.caller.pressAt(1500, "7");

        assertThat(ranTo()).isEqualTo("100");
        assertThat(call.caller.journal()).contains("500 play greeting", "1000 play greeting", "1500 bye cause 16");
    }

    @Test
    void theHashKeyPlaysTheMenuOnceMore() {
        call.caller.pressAt(500, "#");
        call.caller.pressAt(800, "2");

        assertThat(ranTo()).isEqualTo("0-2");
        assertThat(call.caller.journal()).contains("500 play greeting");
    }

    @Test
    void theStarLeadsBackFromTheMenuBelow() {
        call.caller.pressAt(500, "3");
        call.caller.pressAt(800, "*");
        call.caller.pressAt(1000, "2");

        assertThat(ranTo()).isEqualTo("0-2");
        assertThat(call.caller.journal()).contains("500 play below", "800 play greeting");
    }

    @Test
    void theStarInTheTopmostMenuPlaysItAgain() {
        call.caller.pressAt(500, "*");
        call.caller.pressAt(800, "2");

        assertThat(ranTo()).isEqualTo("0-2");
        assertThat(call.caller.journal()).contains("500 play greeting");
    }

    @Test
    void aTargetThatReturnsPlaysTheMenuAgain() {
        elsewhere = new Outcome.NoAnswer(EndStatus.NO_ANSWER);
        call.caller.pressAt(500, "2");
        call.caller.signalAt(900, new CallSignal.RemoteHungUp());
        call.run();

        assertThat(call.caller.journal())
                .containsExactly("0 ring", "0 answer", "0 play greeting", "500 stop", "500 play greeting");
    }

    @Test
    void outsideTheHoursTheAutoResponderSpeaksAndItsScenarioRuns() {
        pages.put(0, new MenuPage.Closed(List.of(new SayText("We are closed.", null, null)), go("0-10")));

        assertThat(ranTo()).isEqualTo("0-10");
        assertThat(call.caller.journal())
                .containsExactly("0 ring", "0 answer", "0 play We are closed.", "1000 end", "1000 bye cause 16");
    }

    @Test
    void anAutoResponderThatOnlySpeaksHangsUpAfterwards() {
        pages.put(0, new MenuPage.Closed(List.of(new Play("closed")), new Choice.HangUp()));

        assertThat(call.run()).isEqualTo(new CallEnd.ScriptHungUp());
        assertThat(call.caller.journal()).contains("1000 end", "1000 bye cause 16");
    }

    @Test
    void anAutoResponderWithoutWordsLeavesTheCallUnanswered() {
        pages.put(0, new MenuPage.Closed(List.of(), new Choice.HangUp()));

        assertThat(call.run()).isEqualTo(new CallEnd.Declined());
        assertThat(call.caller.journal()).containsExactly("0 ring", "0 reject 603 cause 21");
    }

    @Test
    void aMenuThatIsRemovedMeanwhileEndsInAnApology() {
        pages.remove(3);
        call.caller.pressAt(500, "3");

        assertThat(call.run()).isEqualTo(new CallEnd.Apologised(null));
    }
}
