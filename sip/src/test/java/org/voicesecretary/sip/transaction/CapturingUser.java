package org.voicesecretary.sip.transaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.voicesecretary.sip.message.SipResponse;

/** Notes what a client transaction tells. */
final class CapturingUser implements ClientTransactionUser {

    private final List<String> told = new ArrayList<>();

    /** What was told since the last call. */
    List<String> taken() {
        var all = List.copyOf(told);
        told.clear();
        return all;
    }

    @Override
    public void onResponse(SipResponse response) {
        told.add(Integer.toString(response.status()));
    }

    @Override
    public void onTimeout() {
        told.add("timeout");
    }

    @Override
    public void onTransportError(IOException cause) {
        told.add("error " + cause.getMessage());
    }
}
