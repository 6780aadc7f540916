package org.voicesecretary.pbx.menu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.ScriptAnswer;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.pbx.menu.MenuPage.Choice;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Instruction.DefaultAction;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.Instruction.WaitDtmf;
import org.voicesecretary.protocol.RedirectTarget;
import org.voicesecretary.protocol.WaitDtmfResult;

/**
 * Steers a call through the menus of an office: greeting, keys, extensions dialled directly, {@code #} for once more, {@code *} for
 * the menu above, and the auto-responder outside working hours. Each time a menu is entered it is looked up anew.
 */
public final class MenuScript implements ScriptSource {
    /** After so many keys in a row that lead nowhere the caller is treated as one who presses none. */
    private static final int WRONG_KEYS = 3;
    /** So long a key that may begin an extension waits for the next one. */
    private static final int NEXT_DIGIT_SECONDS = 2;

    private static final int EXTENSION_DIGITS = 3;
    /** More menus above one another than anybody remembers. */
    private static final int DEEPEST = 20;

    private final MenuBook book;
    private final Deque<Integer> above = new ArrayDeque<>();
    private int menu;
    private int wrongKeys;
    private @Nullable MenuPage page;
    /** The first digit of what may become an extension. */
    private @Nullable Character begun;

    public MenuScript(MenuBook book, int menu) {
        this.book = book;
        this.menu = menu;
    }

    @Override
    public ScriptAnswer next(ScriptEvent event) {
        return switch (event) {
            case ScriptEvent.CallStarted(), ScriptEvent.RedirectReturned() -> {
                wrongKeys = 0;
                yield play();
            }
            case ScriptEvent.StepDone(var _, var entered, var _) -> heard(entered);
        };
    }

    private ScriptAnswer heard(@Nullable WaitDtmfResult entered) {
        return switch (page) {
            case MenuPage.Open open when entered != null -> pressed(open, entered.digits());
            case MenuPage.Closed(var _, var then) -> follow(then);
            case MenuPage.Open _ -> play();
            case null -> play();
        };
    }

    private ScriptAnswer play() {
        begun = null;
        MenuPage now = book.page(menu).orElse(null);
        page = now;
        return switch (now) {
            case null -> new ScriptAnswer.NoInstruction("menu " + menu + " does not exist any more");
            case MenuPage.Open open -> {
                List<Instruction> reply = new ArrayList<>(open.greeting());
                reply.add(input(open.waitSeconds(), open.plays(), 1));
                yield new ScriptAnswer.Instructions(reply);
            }
            case MenuPage.Closed closed ->
                closed.greeting().isEmpty()
                        ? follow(closed.then())
                        : new ScriptAnswer.Instructions(List.copyOf(closed.greeting()));
        };
    }

    private ScriptAnswer pressed(MenuPage.Open open, String digits) {
        Character first = begun;
        begun = null;
        if (first != null) {
            return dialled(open, first, digits);
        }
        if (digits.isEmpty()) {
            return follow(open.withoutKey());
        }
        char key = digits.charAt(0);
        if (key == '#') {
            return play();
        }
        if (key == '*') {
            menu = above.isEmpty() ? menu : above.pop();
            return play();
        }
        if (open.directDial() && book.beginsExtension(digits)) {
            begun = key;
            return new ScriptAnswer.Instructions(List.of(input(NEXT_DIGIT_SECONDS, 1, EXTENSION_DIGITS - 1)));
        }
        return chosen(open, key);
    }

    private ScriptAnswer dialled(MenuPage.Open open, char first, String more) {
        if (more.isEmpty()) {
            return chosen(open, first);
        }
        String extension = first + more;
        return book.isExtension(extension)
                ? go(new Choice.Go(new RedirectTarget.Extension(extension), 0))
                : wrong(open);
    }

    private ScriptAnswer chosen(MenuPage.Open open, char key) {
        Optional<Choice> choice = open.chosenBy(key);
        return choice.isPresent() ? follow(choice.get()) : wrong(open);
    }

    private ScriptAnswer wrong(MenuPage.Open open) {
        if (++wrongKeys < WRONG_KEYS) {
            return play();
        }
        wrongKeys = 0;
        return follow(open.withoutKey());
    }

    private ScriptAnswer follow(Choice choice) {
        return switch (choice) {
            case Choice.Go go -> go(go);
            case Choice.Enter(var below) -> {
                if (above.size() < DEEPEST) {
                    above.push(menu);
                }
                menu = below;
                wrongKeys = 0;
                yield play();
            }
            case Choice.HangUp() -> new ScriptAnswer.Instructions(List.of(new Instruction.HangUp()));
        };
    }

    private static ScriptAnswer go(Choice.Go go) {
        return new ScriptAnswer.Instructions(List.of(new Redirect(go.target(), go.returnTimeout(), null)));
    }

    private WaitDtmf input(int seconds, int attempts, int digits) {
        return new WaitDtmf(seconds, attempts, digits, "menu-" + menu, new DefaultAction.None(), false);
    }
}
