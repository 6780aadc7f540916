package org.voicesecretary.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.sip.transport.Transport;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.DoubleReply;
import org.voicesecretary.testkit.HeardAudio;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;
import org.voicesecretary.testkit.WebhookDouble;

/** A server with an office of five extensions, telephones for them, and a caller outside. Each party hums in a tone of its own. */
final class TelephoneOffice implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    /** What the caller outside hums; extension 101 hums 440, 102 540, and so on. */
    static final double OUTSIDE = 1300;
    /** The first tone of the music on hold that comes with the program. */
    static final double MUSIC = 220 * Math.pow(2, 3 / 12.0);

    final WebhookDouble script = WebhookDouble.start();
    final TestPhone outside = TestPhone.onLoopback();
    final RunningServer server;
    private final List<Runnable> open = new ArrayList<>();

    TelephoneOffice(Path directory, String sections) throws Exception {
        String account =
                """
                account: {name: Test shop, key: %s, pbx-id: 123456, secret: %s, time-zone: Europe/Berlin, language: en, country: GB}
                webhook: {url: "%s"}
                trunks: [{name: loopback, allow: [127.0.0.0/8]}]
                numbers: [{number: "%s"}]
                extensions:
                  - {number: 101, name: Ann, password: secret-of-101, lines: 4}
                  - {number: 102, name: Bob, password: secret-of-102, lines: 4}
                  - {number: 103, name: Cem, password: secret-of-103, lines: 4}
                  - {number: 104, name: Dora, password: secret-of-104, do-not-disturb: true}
                  - {number: 105, name: Eva, password: secret-of-105, lines: 1}
                scenarios: [{menu: 0, key: 1, stages: [{ring: [103], after: 0s}]}]
                %s""".formatted(RunningServer.KEY, RunningServer.SECRET, script.url(), RunningServer.NUMBER, sections);
        server = RunningServer.start(directory, account, Map.of("VOICE_SECRETARY_RTP_TIMEOUT", "5s"));
        script.otherwise(DoubleReply.empty());
    }

    static double toneOf(String extension) {
        return 440 + 100 * (Integer.parseInt(extension) - 101);
    }

    TestPhone telephone(String extension) throws InterruptedException {
        TestPhone phone = TestPhone.registered(
                "sip:127.0.0.1:" + server.port(Transport.UDP), "123456-" + extension, "secret-of-" + extension);
        open.add(phone::close);
        return phone;
    }

    /** Somebody outside calls, and the script hands the call over. */
    PhoneCall callFor(String redirect) {
        script.on(EventType.NOTIFY_START, DoubleReply.json("{\"redirect\":\"" + redirect + "\"}"));
        PhoneCall call = outside.dial(server.sip(RunningServer.NUMBER), DialOptions.DEFAULTS.from("442037699999"));
        open.add(call::close);
        return call;
    }

    /** A telephone dials. */
    PhoneCall dial(TestPhone phone, String extension, String number) {
        PhoneCall call = phone.dial(
                "sip:" + number + "@127.0.0.1:" + server.port(Transport.UDP),
                DialOptions.DEFAULTS.from("123456-" + extension));
        open.add(call::close);
        return call;
    }

    /** The call that rings at a telephone, answered, with its extension humming. */
    PhoneCall pickUp(TestPhone phone, String extension) throws InterruptedException {
        PhoneCall call = phone.awaitCall(SOON).pickUp();
        open.add(call::close);
        hum(call, toneOf(extension));
        return call;
    }

    static void hum(PhoneCall call, double hertz) {
        call.say(Tones.sine(hertz, Tones.amplitude(-20), 60_000, 8_000));
    }

    /** Whether {@code hertz} is heard from now on. */
    static boolean hears(PhoneCall call, double hertz) throws InterruptedException {
        HeardAudio heard = call.heard();
        return heard.awaitTone(hertz, heard.mark(), SOON);
    }

    List<String> eventsToTheEnd() throws InterruptedException {
        Eventually.get(
                "NOTIFY_END",
                SOON,
                () -> script.requests(EventType.NOTIFY_END).stream().findFirst());
        return script.requests().stream()
                .map(request -> request.field("event")
                        + (request.field("internal").isEmpty() ? "" : " " + request.field("internal")))
                .toList();
    }

    @Override
    public void close() {
        open.reversed().forEach(Runnable::run);
        outside.close();
        server.close();
        script.close();
    }
}
