package org.voicesecretary.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every message of RFC 4475 has its line here; sections are of that RFC. */
@Tag("unit")
class Rfc4475Test {
    private sealed interface Expected {
        record Request(Consumer<SipRequest> details) implements Expected {}

        record Response(Consumer<SipResponse> details) implements Expected {}

        /** A request that is refused: status, and a word of what is said for the log. */
        record Refused(int status, String detail) implements Expected {}

        record Dropped(String detail) implements Expected {}
    }

    private static final Map<String, Expected> TABLE = new TreeMap<>();

    static {
        syntacticallyValid();
        syntacticallyInvalid();
        transactionLayer();
        applicationLayer();
        TABLE.put("test", new Expected.Dropped("Request-Line is malformed")); // extra: no Via, nobody to answer
    }

    private static void syntacticallyValid() { // §3.1.1
        TABLE.put("wsinv", accepted(invite -> {
            assertThat(invite.uri().text()).isEqualTo("sip:vivekg@chair-dnrc.example.com;unknownparam");
            assertThat(invite.toTag()).isEqualTo("1918181833n");
            assertThat(invite.from().displayName()).isEqualTo("J Rosenberg \\\"");
            assertThat(invite.fromTag()).isEqualTo("98asjd8");
            assertThat(invite.maxForwards()).hasValue(68);
            assertThat(invite.cseq()).isEqualTo(new CSeq(9, Method.INVITE));
            assertThat(invite.topVia()).isEqualTo(new Via("UDP", "192.0.2.2", -1, Params.of("branch", "390skdjuw")));
            assertThat(invite.topVia().hasRfc3261Branch()).isFalse();
            assertThat(invite.vias()).extracting(Via::transport).containsExactly("UDP", "TCP", "UDP");
            assertThat(invite.vias()).extracting(Via::branch).endsWith("z9hG4bK9ikj8", "z9hG4bK30239");
            assertThat(invite.headers().first("Subject")).isEmpty();
            assertThat(invite.headers().first("NewFangledHeader"))
                    .isEqualTo("newfangled value continued newfangled value");
            assertThat(invite.headers().first("UnknownHeaderWithUnusualValue")).isEqualTo(";;,,;;,;");
            NameAddr route = invite.routes().getFirst();
            assertThat(((SipUri) route.uri()).params().value("unknownwith")).isEqualTo("value");
            assertThat(((SipUri) route.uri()).looseRouter()).isTrue();
            NameAddr contact = invite.contact().orElseThrow();
            assertThat(contact.displayName()).isEqualTo("Quoted string \"\"");
            assertThat(contact.params())
                    .isEqualTo(Params.of("newparam", "newvalue", "q", "0.33").with("secondparam", null));
            assertThat(invite.body()).hasSize(150);
        }));
        TABLE.put("intmeth", new Expected.Refused(501, "!interesting-Method0123456789_*+`.%indeed'~"));
        TABLE.put("esc01", accepted(invite -> {
            assertThat(((SipUri) invite.uri()).user()).isEqualTo("sips:user@example.com");
            assertThat(((SipUri) invite.uri()).host().name()).isEqualTo("example.net");
            assertThat(((SipUri) invite.to().uri()).user()).isEqualTo("user");
            assertThat(((SipUri) invite.from().uri()).user()).isEqualTo("I have spaces");
            SipUri contact = (SipUri) invite.contact().orElseThrow().uri();
            assertThat(contact.user()).isEqualTo("caller");
            assertThat(contact.looseRouter()).isTrue();
            assertThat(contact.params().value("name")).isEqualTo("value%41");
        }));
        TABLE.put("esc02", new Expected.Refused(501, "RE%47IST%45R"));
        TABLE.put("escnull", accepted(register -> {
            assertThat(((SipUri) register.to().uri()).user()).isEqualTo("null-\0-null");
            assertThat(register.contacts())
                    .extracting(c -> ((SipUri) c.uri()).user())
                    .containsExactly("\0", "\0\0");
        }));
        TABLE.put(
                "lwsdisp",
                accepted(options -> assertThat(options.from().displayName()).isEqualTo("caller")));
        TABLE.put("longreq", accepted(invite -> {
            assertThat(invite.vias()).hasSize(34);
            assertThat(invite.headers().count("Via")).isEqualTo(34);
            assertThat(((SipUri) invite.to().uri()).port()).isEqualTo(6000);
            assertThat(invite.callId()).startsWith("longreq.onereally").endsWith("longcallid");
            assertThat(invite.body()).hasSize(150);
        }));
        TABLE.put("dblreq", accepted(register -> {
            assertThat(register.method()).isEqualTo(Method.REGISTER);
            assertThat(register.callId()).isEqualTo("dblreq.0ha0isndaksdj99sdfafnl3lk233412");
            assertThat(register.body()).isEmpty(); // the INVITE behind it is not ours to read
        }));
        TABLE.put("semiuri", accepted(options -> {
            assertThat(((SipUri) options.uri()).user()).isEqualTo("user;par=u@example.net");
            assertThat(((SipUri) options.uri()).host().name()).isEqualTo("example.com");
            assertThat(options.headers().list("Accept")).hasSize(6).endsWith("message/sipfrag");
        }));
        TABLE.put(
                "transports",
                accepted(options -> assertThat(options.vias())
                        .extracting(Via::transport)
                        .containsExactly("UDP", "SCTP", "TLS", "UNKNOWN", "TCP")));
        TABLE.put("mpart01", accepted(message -> {
            assertThat(message.body()).hasSize(553);
            assertThat(BodyPart.of(message))
                    .extracting(p -> p.type().essence())
                    .containsExactly("text/plain", "application/octet-stream");
            assertThat(message.bodyOf("text/plain"))
                    .hasValueSatisfying(
                            text -> assertThat(text).isEqualTo("Hello".getBytes(StandardCharsets.US_ASCII)));
            assertThat(BodyPart.of(message).get(1).body())
                    .startsWith(0x30, 0x82)
                    .hasSize(342);
        }));
        TABLE.put("unreason", response(200, ok -> {
            assertThat(ok.reason()).startsWith("= 2**3 * 5**2 но сто").endsWith("простое");
            assertThat(ok.body()).hasSize(154);
        }));
        TABLE.put(
                "noreason", response(100, trying -> assertThat(trying.reason()).isEmpty()));
    }

    private static void syntacticallyInvalid() { // §3.1.2
        TABLE.put("badinv01", new Expected.Refused(400, "Via"));
        TABLE.put("clerr", new Expected.Refused(400, "9999"));
        TABLE.put("ncl", new Expected.Refused(400, "-999"));
        TABLE.put("scalar02", new Expected.Refused(400, "36893488147419103232"));
        TABLE.put("scalarlg", new Expected.Dropped("9292394834772304023312"));
        TABLE.put("quotbal", new Expected.Refused(400, "To: quoted string does not end"));
        TABLE.put("ltgtruri", new Expected.Refused(400, "<sip:user@example.com>"));
        TABLE.put("lwsruri", new Expected.Refused(400, "Request-Line"));
        TABLE.put("lwsstart", new Expected.Refused(400, "Request-Line"));
        TABLE.put("trws", new Expected.Refused(400, "Request-Line"));
        TABLE.put("escruri", new Expected.Refused(400, "Request-URI has headers"));
        TABLE.put("baddate", new Expected.Refused(400, "16:00:00 EST"));
        TABLE.put("regbadct", new Expected.Refused(400, "Contact: address has ?"));
        TABLE.put("badaspec", new Expected.Refused(400, "To: URI has"));
        TABLE.put("baddn", new Expected.Refused(400, "From: display name"));
        TABLE.put("badvers", new Expected.Refused(505, "SIP/7.0"));
        TABLE.put("mismatch01", new Expected.Refused(400, "CSeq names another method"));
        TABLE.put("mismatch02", new Expected.Refused(501, "NEWMETHOD"));
        TABLE.put("bigcode", new Expected.Dropped("4294967301"));
    }

    private static void transactionLayer() { // §3.2
        TABLE.put("badbranch", accepted(options -> {
            assertThat(options.topVia().branch()).isEqualTo("z9hG4bK");
            assertThat(options.topVia().hasRfc3261Branch()).isFalse();
        }));
    }

    private static void applicationLayer() { // §3.3, §3.4
        TABLE.put("insuf", new Expected.Refused(400, "header From is missing"));
        TABLE.put("unkscm", new Expected.Refused(416, "nobodyknowsthisscheme"));
        TABLE.put("novelsc", new Expected.Refused(416, "soap.beep"));
        TABLE.put("unksm2", new Expected.Refused(400, "isbn:2983792873"));
        TABLE.put("bext01", new Expected.Refused(420, "nothingSupportsThis, nothingSupportsThisEither"));
        TABLE.put("invut", new Expected.Refused(415, "application/unknownformat"));
        TABLE.put(
                "regaut01",
                accepted(register -> assertThat(register.typed("Authorization", AuthValue::parse))
                        .hasValueSatisfying(
                                value -> assertThat(value.isDigest()).isFalse())));
        TABLE.put("multi01", new Expected.Refused(400, "Call-ID is there several times"));
        TABLE.put("mcl01", new Expected.Refused(400, "Content-Length is there 2 times"));
        TABLE.put("bcast", new Expected.Dropped("more than one Via"));
        TABLE.put(
                "zeromf", accepted(options -> assertThat(options.maxForwards()).hasValue(0)));
        TABLE.put("cparam01", accepted(register -> {
            NameAddr contact = register.contact().orElseThrow();
            assertThat(contact.params().has("unknownparam")).isTrue();
            assertThat(((SipUri) contact.uri()).params().isEmpty()).isTrue();
        }));
        TABLE.put("cparam02", accepted(register -> {
            NameAddr contact = register.contact().orElseThrow();
            assertThat(contact.params().isEmpty()).isTrue();
            assertThat(((SipUri) contact.uri()).params().has("unknownparam")).isTrue();
        }));
        TABLE.put(
                "regescrt",
                accepted(register -> assertThat(
                                ((SipUri) register.contact().orElseThrow().uri()).headers())
                        .containsExactly(Map.entry("Route", "<sip:sip.example.com>"))));
        TABLE.put("sdp01", new Expected.Refused(406, "text/nobodyKnowsThis"));
        TABLE.put(
                "inv2543",
                accepted(
                        invite -> { // §3.4.1
                            assertThat(invite.topVia().branch()).isNull();
                            assertThat(invite.fromTag()).isNull();
                            assertThat(invite.maxForwards()).isEmpty();
                            assertThat(invite.contact()).isEmpty();
                            assertThat(invite.body()).hasSize(105);
                        }));
    }

    private static Expected accepted(Consumer<SipRequest> details) {
        return new Expected.Request(details);
    }

    private static Expected response(int status, Consumer<SipResponse> details) {
        return new Expected.Response(response -> {
            assertThat(response.status()).isEqualTo(status);
            details.accept(response);
        });
    }

    @Test
    void everyMessageHasAnExpectationAndEveryExpectationAMessage() {
        assertThat(TABLE.keySet()).isEqualTo(Torture.messages().keySet()).hasSize(50);
    }

    @TestFactory
    Stream<DynamicTest> everyMessageFaresAsExpected() {
        return Torture.messages().entrySet().stream()
                .map(file -> dynamicTest(file.getKey(), () -> fares(file.getKey(), file.getValue())));
    }

    private static void fares(String name, byte[] datagram) throws SipParseException {
        Verdict verdict = Torture.verdict(datagram);
        switch (Objects.requireNonNull(TABLE.get(name), "no expectation for " + name)) {
            case Expected.Request(var details) -> {
                assertThat(verdict).isEqualTo(new Verdict.Accept());
                details.accept((SipRequest) Torture.parse(datagram));
            }
            case Expected.Response(var details) -> {
                assertThat(verdict).isEqualTo(new Verdict.Accept());
                details.accept((SipResponse) Torture.parse(datagram));
            }
            case Expected.Refused(int status, String detail) -> {
                assertThat(verdict).isInstanceOf(Verdict.Refuse.class);
                var refused = (Verdict.Refuse) verdict;
                assertThat(refused.status()).isEqualTo(status);
                assertThat(refused.detail()).contains(detail);
            }
            case Expected.Dropped(String detail) -> {
                assertThat(verdict).isInstanceOf(Verdict.Drop.class);
                assertThat(((Verdict.Drop) verdict).detail()).contains(detail);
            }
        }
    }

    @Test
    void unusualMethodsAreStillReadToTheLetter() throws SipParseException {
        var request = (SipRequest) Torture.parse(Torture.messages().get("intmeth"));

        SipUri uri = (SipUri) request.uri();
        assertThat(uri.user()).isEqualTo("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
        assertThat(uri.password()).isEqualTo("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
        assertThat(uri.host().name()).isEqualTo("example.com");
        assertThat(request.to().displayName()).isEqualTo("BEL:\u0007 NUL:\0 DEL:\u007f");
        assertThat(request.from().displayName()).isEqualTo("token1~` token2'+_ token3*%!.-");
        assertThat(request.from().params().value("fromParam''~+*_!.-%")).isEqualTo("работающий");
        assertThat(request.fromTag()).isEqualTo("_token~1'+`*%!-.");
        assertThat(request.callId()).isEqualTo("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
        assertThat(request.cseq().method()).isEqualTo(request.method());
        assertThat(request.headers().first("extensionHeader-!.%*+_`'~")).isEqualTo("\ufeff大停電");
    }

    @Test
    void escapesAreNotUndoneOutsideOfUris() throws SipParseException {
        var request = (SipRequest) Torture.parse(Torture.messages().get("esc02"));

        assertThat(request.method()).isNotEqualTo(Method.REGISTER);
        assertThat(request.to().displayName()).isEqualTo("%Z%45");
        assertThat(request.contacts()).hasSize(2);
        assertThat(request.topVia().branch()).isEqualTo("z9hG4bK209%fzsnel234");
    }

    @Test
    void refusalsCarryWhatThePeerNeedsToKnow() throws SipParseException {
        var bext01 = (SipRequest) Torture.parse(Torture.messages().get("bext01"));
        var refused = (Verdict.Refuse) Torture.verdict(Torture.messages().get("bext01"));
        SipResponse answer = refused.answer(bext01.headers(), "t1");
        assertThat(answer.headers().list("Unsupported"))
                .containsExactly("nothingSupportsThis", "nothingSupportsThisEither");
        assertThat(answer.toTag()).isEqualTo("t1");
        assertThat(answer.callId()).isEqualTo(bext01.callId());

        assertThat(headersOf("invut").first("Accept")).isEqualTo("application/sdp");
        assertThat(headersOf("intmeth").first("Allow")).contains("INVITE, ACK, BYE");
    }

    private static Headers headersOf(String name) {
        return ((Verdict.Refuse) Torture.verdict(Torture.messages().get(name))).headers();
    }

    @Test
    void refusalsOfBrokenRequestsCanBeSent() {
        for (String name : List.of("badinv01", "quotbal", "insuf", "badvers", "mcl01", "scalar02", "lwsstart")) {
            byte[] bytes = Torture.messages().get(name);
            try {
                Torture.parse(bytes);
                throw new AssertionError(name + " was parsed");
            } catch (SipParseException e) {
                var refused = (Verdict.Refuse) new MessageCheck(Torture.ENDPOINT).check(e);
                Headers request = Objects.requireNonNull(e.partial()).headers();
                String wire = new String(refused.answer(request, "t1").encode(), StandardCharsets.UTF_8);
                assertThat(wire).startsWith("SIP/2.0 " + refused.status() + " ").contains("\r\nVia: ", "\r\nCSeq: ");
            }
        }
    }
}
