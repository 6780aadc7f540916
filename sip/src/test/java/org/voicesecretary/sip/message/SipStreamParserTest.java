package org.voicesecretary.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.voicesecretary.sip.message.SipStreamParser.Event;

@Tag("unit")
class SipStreamParserTest {
    private static final byte[] OPTIONS = """
            OPTIONS sip:a@example.org SIP/2.0
            Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1
            From: <sip:b@example.org>;tag=1
            To: <sip:a@example.org>
            Call-ID: c
            CSeq: 1 OPTIONS
            Content-Length: 4

            body""".replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

    private static List<Event> whole(SipStreamParser parser, byte[] bytes) {
        parser.feed(bytes, 0, bytes.length);
        var events = new ArrayList<Event>();
        for (Event event = parser.next(); event != null; event = parser.next()) events.add(event);
        return events;
    }

    private static List<Event> byteByByte(SipStreamParser parser, byte[] bytes) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < bytes.length; i++) {
            parser.feed(bytes, i, 1);
            for (Event event = parser.next(); event != null; event = parser.next()) events.add(event);
        }
        return events;
    }

    private static String shape(List<Event> events) {
        var shape = new StringBuilder();
        for (Event event : events) {
            switch (event) {
                case Event.Message(SipMessage message) -> shape.append(message).append('\n');
                case Event.Malformed(var problem, var fatal) ->
                    shape.append(problem.getMessage()).append(fatal ? " FATAL\n" : "\n");
                case Event.Ping() -> shape.append("ping\n");
                case Event.Pong() -> shape.append("pong\n");
            }
        }
        return shape.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
        var all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @Test
    void messagesThatComeTogetherAreCutApart() {
        var events = whole(new SipStreamParser(), concat(OPTIONS, OPTIONS, OPTIONS));
        assertThat(events)
                .hasSize(3)
                .allSatisfy(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                Event.Message.class,
                                m -> assertThat(m.message().body()).isEqualTo(bytes("body"))));
    }

    @Test
    void aMessageMayComeByteByByte() {
        var parser = new SipStreamParser();
        assertThat(byteByByte(parser, OPTIONS)).hasSize(1);
        assertThat(parser.midMessage()).isFalse();
    }

    @Test
    void aPingIsTwoLineEndsAndAPongIsOne() {
        assertThat(whole(new SipStreamParser(), bytes("\r\n"))).containsExactly(new Event.Pong());
        assertThat(whole(new SipStreamParser(), bytes("\r\n\r\n"))).containsExactly(new Event.Pong(), new Event.Ping());
        var parser = new SipStreamParser();
        assertThat(shape(byteByByte(parser, concat(bytes("\r\n\r\n"), OPTIONS, bytes("\r\n"), OPTIONS))))
                .isEqualTo("pong\nping\nOPTIONS sip:a@example.org\npong\nOPTIONS sip:a@example.org\n");
    }

    @Test
    void aBadMessageWithAGoodLengthDoesNotEndTheConnection() {
        byte[] bad = bytes(new String(OPTIONS, StandardCharsets.US_ASCII).replace("CSeq: 1", "CSeq: one"));
        var events = whole(new SipStreamParser(), concat(bad, OPTIONS));
        assertThat(events).hasSize(2);
        assertThat(((Event.Malformed) events.get(0)).fatal()).isFalse();
        assertThat(events.get(1)).isInstanceOf(Event.Message.class);
    }

    @Test
    void whereTheLengthCanNotBeToldTheConnectionEnds() {
        String text = new String(OPTIONS, StandardCharsets.US_ASCII);
        for (String length : List.of("Content-Length: x", "Content-Length: -1", "Subject: none", "l: 1\r\nl: 4")) {
            var parser = new SipStreamParser();
            var events = whole(parser, concat(bytes(text.replace("Content-Length: 4", length)), OPTIONS));
            assertThat(events).hasSize(1);
            var malformed = (Event.Malformed) events.getFirst();
            assertThat(malformed.fatal()).isTrue();
            assertThat(malformed.problem().status()).isEqualTo(400);
            assertThat(malformed.problem().partial()).isNotNull();
            assertThat(parser.midMessage()).isFalse();
        }
    }

    @Test
    void endlessHeadersAndHugeBodiesAreRefusedWithoutBeingKept() {
        var limits = new ParserLimits(1000, 500, 20, 2000);
        var events = byteByByte(
                new SipStreamParser(limits),
                concat(bytes("OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h\r\nX: "), new byte[2000]));
        assertThat(events).hasSize(1);
        assertThat(((Event.Malformed) events.getFirst()).problem().status()).isEqualTo(513);
        assertThat(((Event.Malformed) events.getFirst()).fatal()).isTrue();

        String text = new String(OPTIONS, StandardCharsets.US_ASCII);
        events = whole(new SipStreamParser(limits), bytes(text.replace("Length: 4", "Length: 2001")));
        assertThat(((Event.Malformed) events.getFirst()).problem().status()).isEqualTo(413);
    }

    @Test
    void tooManyHeadersAndTooLongLinesAreRefused() {
        var limits = new ParserLimits(10_000, 500, 8, 2000);
        String text = new String(OPTIONS, StandardCharsets.US_ASCII);
        var events = whole(
                new SipStreamParser(limits), bytes(text.replace("Call-ID: c", "X: 1\r\nX: 2\r\nX: 3\r\nCall-ID: c")));
        assertThat(((Event.Malformed) events.getFirst()).problem().status()).isEqualTo(513);
        events = whole(new SipStreamParser(limits), bytes(text.replace("Call-ID: c", "Call-ID: " + "c".repeat(600))));
        assertThat(((Event.Malformed) events.getFirst()).problem().status()).isEqualTo(513);
        events = whole(new SipStreamParser(limits), bytes(text.replace("sip:a@", "sip:" + "a".repeat(600) + "@")));
        assertThat(((Event.Malformed) events.getFirst()).problem().status()).isEqualTo(414);
    }

    /** What differs on a stream from a datagram; all others end in the one event the datagram ends in. */
    private static final Map<String, String> ON_A_STREAM = Map.of(
            "clerr",
            "", // waits for the rest of the body, which never comes
            "baddn",
            "", // waits for the empty line
            "inv2543",
            "Content-Length is missing, expected it on a stream FATAL\n",
            "ncl",
            "Content-Length: number is malformed: \"-999\", expected 0 to 2147483647 FATAL\n",
            "mcl01",
            "Content-Length is there 2 times, expected once FATAL\n",
            "dblreq", // the body of its INVITE is one byte longer than it says, and that byte starts the next message
            "REGISTER sip:example.com\npong\nINVITE sip:joe@example.com\n"
                    + "Request-Line is malformed: \"C\", expected METHOD URI SIP/2.0 with one space between them FATAL\n");

    @TestFactory
    Stream<DynamicTest> theTortureMessagesFareAlikeWholeAndByteByByte() {
        return Torture.messages().entrySet().stream()
                .map(file -> dynamicTest(file.getKey(), () -> {
                    String whole = shape(whole(new SipStreamParser(), file.getValue()));
                    assertThat(shape(byteByByte(new SipStreamParser(), file.getValue())))
                            .isEqualTo(whole);
                    String expected = ON_A_STREAM.get(file.getKey());
                    assertThat(whole).isEqualTo(expected != null ? expected : datagramShape(file.getValue()));
                }));
    }

    private static String datagramShape(byte[] bytes) {
        try {
            return Torture.parse(bytes) + "\n";
        } catch (SipParseException e) {
            return e.getMessage() + "\n";
        }
    }
}
