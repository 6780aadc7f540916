package org.voicesecretary.examples;

import java.io.IOException;
import org.voicesecretary.client.CallScript;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.Reply;
import org.voicesecretary.protocol.ReplyBuilder;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;

/**
 * Example 3: a menu of any depth, without end. Where the caller is travels in the name of {@code wait_dtmf}, so the script
 * remembers nothing.
 */
public final class EndlessMenu implements CallScript {
    private final Menus menus;

    public EndlessMenu(Menus menus) {
        this.menus = menus;
    }

    /** With the menus that come with the example. */
    public static EndlessMenu bundled() throws IOException {
        return new EndlessMenu(Menus.parse(Bundled.text("menu.json")));
    }

    public static void main(String[] args) throws IOException {
        Serving.at(9003).serve(bundled());
    }

    @Override
    public Reply onStart(NotifyStart call) {
        return open(Menus.MAIN, Reply.builder().play("welcome"));
    }

    @Override
    public Reply onIvr(NotifyIvr step) {
        WaitDtmfResult entered = step.waitDtmf();
        if (entered == null || entered.digits().isEmpty()) { // nobody there any more
            return Reply.builder()
                    .language(Language.EN)
                    .sayPopular(Phrases.GOODBYE)
                    .hangup()
                    .build();
        }
        String here = menus.known(entered.name());
        String next = menus.behind(here, entered.digits());
        return next == null ? open(here, Reply.builder().sayPopular(Phrases.WRONG_INPUT)) : open(next, Reply.builder());
    }

    /** Whatever is said before, then the menu's own words, then one key within 5 seconds, asked for three times. */
    private Reply open(String menu, ReplyBuilder before) {
        return before.language(Language.EN)
                .sayText(menus.say(menu))
                .waitDtmf(5, 3, 1, menu, "hangup")
                .build();
    }
}
