package org.voicesecretary.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.Units;
import org.voicesecretary.media.audio.Loudness;
import org.voicesecretary.phone.CallOutcome;
import org.voicesecretary.phone.Happening;
import org.voicesecretary.phone.KeyScript;
import org.voicesecretary.phone.LocalAddress;
import org.voicesecretary.phone.ScriptedCall;
import org.voicesecretary.protocol.JsonText;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.testkit.DialOptions;
import org.voicesecretary.testkit.NanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "call",
        description = {
            "Places a call from a phone without a person, and prints what happens with milliseconds.",
            "Ends with 0 only if the call was answered and ended by BYE, of either side."
        },
        footer = {
            "",
            "Key scripts: keys 0-9 * # A-D are pressed one after the other; wait 2s waits for so long;",
            "wait speech until something new is heard; wait quiet until nothing was heard for 0.7 s; hangup hangs up.",
            "",
            "Examples:",
            "  ./voice-secretary call sip:442037691884@127.0.0.1:5060 --keys \"wait speech wait quiet 1042#\" --record out.wav",
            "  ./voice-secretary call sip:442037691883@127.0.0.1:5060 --keys \"wait 2s 1 wait 1s 0 hangup\" --transport tcp --json"
        })
final class CallCommand implements Callable<Integer> {
    private enum Transport {
        UDP,
        TCP
    }

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SIP-URI", description = "Whom to call, such as sip:442037691884@127.0.0.1:5060.")
    private @Nullable String uri;

    @Option(names = "--keys", paramLabel = "SCRIPT", description = "What to press and when, such as \"wait 2s 1042#\".")
    private String keys = "";

    @Option(names = "--record", paramLabel = "FILE", description = "Saves what is heard as a WAV file.")
    private @Nullable Path recording;

    @Option(names = "--from", paramLabel = "NUMBER", description = "The caller's number. Default: 442037690000.")
    private String from = DialOptions.DEFAULTS.callerId();

    @Option(
            names = "--transport",
            paramLabel = "udp|tcp",
            description = "How SIP travels. Default: what the URI says, else udp.")
    private @Nullable Transport transport;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description =
                    "For the answer, and for the far end's BYE after the last key; then this phone hangs up. Default: 60s.")
    private String timeout = "60s";

    @Option(names = "--json", description = "Prints JSON, one object a line.")
    private boolean json;

    CallCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SipUri target = read(Objects.requireNonNull(uri, "picocli sees to it"), CallCommand::sipUri);
        if (transport != null) {
            target = target.withParam("transport", transport.name().toLowerCase(Locale.ROOT));
        }
        if (!from.matches("[A-Za-z0-9+._-]+")) {
            throw usage("--from is \"" + from + "\": expected a number or name, such as 442037690000");
        }
        var order = new ScriptedCall.Order(
                target.text(),
                LocalAddress.towards(target.host()),
                DialOptions.DEFAULTS.from(from),
                read(keys, KeyScript::parse),
                read(timeout, CallCommand::positive),
                Optional.ofNullable(recording).map(surroundings.workingDirectory()::resolve));
        var call = new ScriptedCall(order, this::print, NanoClock.system());
        surroundings.stop().get().then(call::stop);
        CallOutcome outcome = call.place();
        surroundings.out().println(json ? summaryJson(outcome) : summary(outcome));
        return outcome.well() ? ExitCode.WELL : ExitCode.FAILED;
    }

    private void print(long at, Happening happening) {
        surroundings
                .out()
                .println(json ? happening.json(at) : String.format(Locale.ROOT, "%7d ms  %s", at, happening.text()));
        surroundings.out().flush();
    }

    private static String summary(CallOutcome outcome) {
        var text = new StringBuilder();
        if (outcome.answered()) {
            text.append(String.format(
                    Locale.ROOT,
                    "heard %.1f s, speech at %s",
                    outcome.heard().durationMillis() / 1000.0,
                    level(outcome)));
            outcome.recording().ifPresent(file -> text.append(", saved as ").append(file));
            text.append('\n');
        }
        outcome.unfinished()
                .ifPresent(why ->
                        text.append("the key script was not done: ").append(why).append('\n'));
        return text.append(outcome.well() ? "call went well" : "call failed: " + outcome.how())
                .toString();
    }

    private static String level(CallOutcome outcome) {
        double dbfs = Loudness.dbfs(outcome.heard());
        return Double.isInfinite(dbfs) ? "no level: only silence" : String.format(Locale.ROOT, "%.0f dBFS", dbfs);
    }

    private static String summaryJson(CallOutcome outcome) {
        var text = new JsonText()
                .number("at", outcome.millis())
                .text("event", "result")
                .raw("well", Boolean.toString(outcome.well()))
                .raw("answered", Boolean.toString(outcome.answered()))
                .raw("bye", Boolean.toString(outcome.endedByBye()))
                .text("how", outcome.how())
                .number("heardMillis", outcome.heard().durationMillis());
        outcome.unfinished().ifPresent(why -> text.text("unfinished", why));
        outcome.recording().ifPresent(file -> text.text("recording", file.toString()));
        return text.close();
    }

    private static SipUri sipUri(String text) {
        try {
            return SipUri.parse(text);
        } catch (SipParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no SIP address; expected one such as sip:442037691884@127.0.0.1:5060", e);
        }
    }

    private static Duration positive(String text) {
        Duration time = Units.duration(text);
        if (time.isZero()) {
            throw new IllegalArgumentException("--timeout is " + text + "; expected more than nothing, such as 60s");
        }
        return time;
    }

    private <T> T read(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException usage(String problem) {
        return new ParameterException(
                Objects.requireNonNull(spec, "picocli sets it").commandLine(), problem);
    }
}
