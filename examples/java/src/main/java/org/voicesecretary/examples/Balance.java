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
 * Example 4: asks for the customer number, says the balance and goodbye. After three wrong numbers it only says goodbye.
 * How many were wrong stands in the name of {@code wait_dtmf}: {@code customer.1} to {@code customer.3}.
 */
public final class Balance implements CallScript {
    private static final int TRIES = 3;
    private static final int LONGEST_NUMBER = 10;
    private static final String STATE = "customer.";

    private final Customers customers;

    public Balance(Customers customers) {
        this.customers = customers;
    }

    /** With the customers that come with the example. */
    public static Balance bundled() throws IOException {
        return new Balance(Customers.parse(Bundled.text("customers.csv").lines().toList()));
    }

    public static void main(String[] args) throws IOException {
        Serving.at(9004).serve(bundled());
    }

    @Override
    public Reply onStart(NotifyStart call) {
        return ask(1, Reply.builder().sayText("Welcome to the demo shop."));
    }

    @Override
    public Reply onIvr(NotifyIvr step) {
        WaitDtmfResult entered = step.waitDtmf();
        if (entered == null || entered.digits().isEmpty()) { // the balance was said, or nothing was pressed
            return goodbye(Reply.builder());
        }
        Optional<Customers.Customer> customer = customers.numbered(entered.digits());
        if (customer.isPresent()) {
            return balance(customer.get());
        }
        int tries = tries(entered.name());
        return tries >= TRIES
                ? goodbye(Reply.builder().sayText("This was the third wrong number."))
                : ask(tries + 1, Reply.builder().sayText("There is no such customer."));
    }

    /** Asks for the number; hash ends it. */
    private static Reply ask(int tries, ReplyBuilder before) {
        return before.language(Language.EN)
                .sayPopular(Phrases.PLEASE_ENTER_YOUR_NUMBER)
                .waitDtmf(10, 2, LONGEST_NUMBER, STATE + tries, "hangup")
                .build();
    }

    /** Nothing to wait for here: when all is said, the server asks what comes next. */
    private static Reply balance(Customers.Customer customer) {
        return Reply.builder()
                .language(Language.EN)
                .sayPopular(Phrases.YOUR_BALANCE_IS)
                .sayNumber(customer.balance())
                .sayText(customer.currency())
                .build();
    }

    private static Reply goodbye(ReplyBuilder before) {
        return before.language(Language.EN).sayPopular(Phrases.GOODBYE).hangup().build();
    }

    /** The name comes from outside: whoever sends another one gets no more tries for it. */
    private static int tries(String name) {
        for (int tries = 1; tries < TRIES; tries++) {
            if (name.equals(STATE + tries)) {
                return tries;
            }
        }
        return TRIES;
    }
}
