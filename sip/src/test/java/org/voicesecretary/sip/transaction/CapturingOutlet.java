package org.voicesecretary.sip.transaction;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.voicesecretary.sip.message.SipMessage;

/** Notes what a transaction sends: the first word or two of each message, and when. */
final class CapturingOutlet implements Outlet {

    private final boolean reliable;
    private final List<String> sent = new ArrayList<>();
    private IOException failure;

    CapturingOutlet(boolean reliable) {
        this.reliable = reliable;
    }

    void failWith(IOException e) {
        failure = e;
    }

    /** What was sent since the last call: {@code INVITE}, {@code 200}; what was repeated has an asterisk. */
    List<String> taken() {
        var all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    @Override
    public boolean reliable() {
        return reliable;
    }

    @Override
    public void send(SipMessage message, byte[] bytes, Consumer<IOException> onFailure) {
        note(bytes, "", onFailure);
    }

    @Override
    public void resend(byte[] bytes, Consumer<IOException> onFailure) {
        note(bytes, "*", onFailure);
    }

    private void note(byte[] bytes, String mark, Consumer<IOException> onFailure) {
        String[] words = new String(bytes, StandardCharsets.UTF_8).split(" ", 3);
        sent.add((words[0].startsWith("SIP/") ? words[1] : words[0]) + mark);
        if (failure != null) {
            onFailure.accept(failure);
        }
    }
}
