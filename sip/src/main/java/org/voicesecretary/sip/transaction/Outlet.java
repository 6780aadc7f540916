package org.voicesecretary.sip.transaction;

import java.io.IOException;
import java.util.function.Consumer;
import org.voicesecretary.sip.message.SipMessage;

/** Where one transaction sends to. Sending never blocks. */
interface Outlet {

    /** Whether the transport retransmits by itself. */
    boolean reliable();

    /** Sends {@code message}, whose wire form is {@code bytes}, for the first time. */
    void send(SipMessage message, byte[] bytes, Consumer<IOException> onFailure);

    /** Sends bytes again that were sent before. */
    void resend(byte[] bytes, Consumer<IOException> onFailure);
}
