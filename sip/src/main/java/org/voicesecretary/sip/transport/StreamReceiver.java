package org.voicesecretary.sip.transport;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.voicesecretary.sip.message.SipMessage;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipStreamParser;

/** The messages of one connection. */
final class StreamReceiver implements TcpConnection.Receiver {

    private static final byte[] PONG = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SipStreamParser parser = new SipStreamParser();
    private final BiConsumer<SipMessage, Flow> onMessage;
    private final BiConsumer<SipParseException, Flow> onMalformed;

    StreamReceiver(BiConsumer<SipMessage, Flow> onMessage, BiConsumer<SipParseException, Flow> onMalformed) {
        this.onMessage = onMessage;
        this.onMalformed = onMalformed;
    }

    @Override
    public boolean receive(TcpConnection connection, byte[] buffer, int length) {
        parser.feed(buffer, 0, length);
        while (true) {
            switch (parser.next()) {
                case null -> {
                    return true;
                }
                case SipStreamParser.Event.Message(SipMessage message) -> onMessage.accept(message, connection);
                case SipStreamParser.Event.Malformed(SipParseException problem, boolean fatal) -> {
                    onMalformed.accept(problem, connection);
                    if (fatal) {
                        return false;
                    }
                }
                // RFC 5626 §4.4.1
                case SipStreamParser.Event.Ping() -> connection.send(PONG, e -> {});
                case SipStreamParser.Event.Pong() -> {}
            }
        }
    }

    @Override
    public boolean midMessage() {
        return parser.midMessage();
    }
}
