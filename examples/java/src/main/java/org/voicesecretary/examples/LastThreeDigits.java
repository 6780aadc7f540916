package org.voicesecretary.examples;

import java.io.IOException;
import org.voicesecretary.client.CallScript;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.Reply;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;

/** Example 1: says the last three digits of the caller's number, then goodbye. */
public final class LastThreeDigits implements CallScript {

    public static void main(String[] args) throws IOException {
        Serving.at(9001).serve(new LastThreeDigits());
    }

    /** The call comes in. */
    @Override
    public Reply onStart(NotifyStart call) {
        String number = call.callerId();
        if (number.length() < 3) { // a hidden number arrives as 0
            return Reply.builder()
                    .language(Language.EN)
                    .sayText("Your number is hidden.")
                    .build();
        }
        return Reply.builder()
                .language(Language.EN)
                .sayText("The last three digits of your number are")
                .sayDigits(number.substring(number.length() - 3))
                .build();
    }

    /** All of it was said: the server asks what comes next. */
    @Override
    public Reply onIvr(NotifyIvr step) {
        return Reply.builder()
                .language(Language.EN)
                .sayPopular(Phrases.GOODBYE)
                .hangup()
                .build();
    }
}
