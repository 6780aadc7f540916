package org.voicesecretary.examples;

import java.io.IOException;
import java.util.Optional;
import org.voicesecretary.client.CallScript;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.Reply;
import org.voicesecretary.protocol.ReplyBuilder;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;

/**
 * Example 3: a menu of many levels without end. The menus stand in a small file; where the caller is stands in the name of
 * {@code wait_dtmf}, which the server sends back with the keys, so that the script itself remembers nothing.
 */
public final class EndlessMenu implements CallScript {
    private static final String BACK_TO_MAIN = "*";

    private final MenuFile menus;

    public EndlessMenu(MenuFile menus) {
        this.menus = menus;
    }

    /** With the menus that come with the example. */
    public static EndlessMenu bundled() throws IOException {
        return new EndlessMenu(MenuFile.parse(Bundled.lines("menu.txt")));
    }

    public static void main(String[] args) throws IOException {
        Arguments arguments = Arguments.parse(args, 9003, "--menu");
        arguments.serve(new EndlessMenu(MenuFile.parse(arguments.lines("--menu", "menu.txt"))));
    }

    @Override
    public Reply onStart(NotifyStart call) {
        return open(menus.main(), Reply.builder().play("welcome"));
    }

    @Override
    public Reply onIvr(NotifyIvr step) {
        WaitDtmfResult entered = step.waitDtmf();
        if (entered == null || entered.defaultBehaviour()) { // nobody there any more
            return Reply.builder()
                    .language(Language.EN)
                    .sayPopular(Phrases.GOODBYE)
                    .hangup()
                    .build();
        }
        MenuFile.Menu here = menus.menu(entered.name()).orElse(menus.main());
        if (entered.digits().equals(BACK_TO_MAIN)) {
            return open(menus.main(), Reply.builder());
        }
        Optional<MenuFile.Menu> next = menus.behind(here, entered.digits());
        if (next.isEmpty()) {
            return open(here, Reply.builder().sayPopular(Phrases.WRONG_INPUT));
        }
        return open(next.get(), Reply.builder());
    }

    /** Whatever is said before, then the menu's own words, then one key within 5 seconds, asked for three times. */
    private static Reply open(MenuFile.Menu menu, ReplyBuilder before) {
        return before.language(Language.EN)
                .sayText(menu.words())
                .waitDtmf(5, 3, 1, menu.name(), "hangup")
                .build();
    }
}
