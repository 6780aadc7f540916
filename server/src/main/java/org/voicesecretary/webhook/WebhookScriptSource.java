package org.voicesecretary.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.voicesecretary.call.CallClock;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.ScriptAnswer;
import org.voicesecretary.call.ScriptEvent;
import org.voicesecretary.call.ScriptSource;
import org.voicesecretary.call.WebhookEndpoint;
import org.voicesecretary.protocol.FormBody;
import org.voicesecretary.protocol.Lint;
import org.voicesecretary.protocol.ParsedReply;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookSecret;
import org.voicesecretary.protocol.json.ReplyParser;
import org.voicesecretary.timeline.CallTimeline;
import org.voicesecretary.timeline.FaultKind;
import org.voicesecretary.timeline.TimelineEvent;

/**
 * The customer's web script of one call. Each question is a POST: one URL has its timeout in all, tried again once and at
 * once if the connection failed before any byte of the reply; a failure goes to the fallback URL, if there is one, with a
 * timeout of its own. All of it is on the timeline.
 */
public final class WebhookScriptSource implements ScriptSource {
    private static final int EXCERPT = 2000;
    /** Less is left of a budget than any reply takes. */
    private static final long TOO_LITTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final CallContext call;
    private final WebhookEndpoint endpoint;
    private final WebhookClient client;
    private final ReplyParser parser;
    private final CallClock clock;
    private final CallTimeline timeline;
    private final Supplier<List<WebhookSecret>> secrets;
    private int questions;
    private volatile boolean callerGone;

    /** @param secrets what requests are signed with beside {@code Signature} */
    public WebhookScriptSource(
            CallContext call,
            WebhookEndpoint endpoint,
            WebhookClient client,
            ReplyParser parser,
            CallClock clock,
            CallTimeline timeline,
            Supplier<List<WebhookSecret>> secrets) {
        this.call = call;
        this.endpoint = endpoint;
        this.client = client;
        this.parser = parser;
        this.clock = clock;
        this.timeline = timeline;
        this.secrets = secrets;
    }

    @Override
    public ScriptAnswer next(ScriptEvent event) throws InterruptedException {
        questions++;
        ScriptAnswer answer = ask(endpoint.url(), event);
        URI fallback = endpoint.fallback();
        if (answer instanceof ScriptAnswer.Failed && fallback != null && !callerGone) {
            return ask(fallback, event);
        }
        return answer;
    }

    @Override
    public void callerGone() {
        callerGone = true;
    }

    private ScriptAnswer ask(URI url, ScriptEvent event) throws InterruptedException {
        WebhookEvent question = question(event);
        WebhookPost post = WebhookPost.of(url, endpoint, question);
        String shown = shown(event, question);
        long deadline = clock.nanoTime() + endpoint.timeout().toNanos();
        AskOutcome outcome = attempt(1, post, question, shown, deadline);
        if (outcome instanceof AskOutcome.ConnectionFailed
                && !callerGone
                && deadline - clock.nanoTime() > TOO_LITTLE_NANOS) {
            outcome = attempt(2, post, question, shown, deadline);
        }
        return answer(url, question, outcome);
    }

    private AskOutcome attempt(int attempt, WebhookPost post, WebhookEvent question, String shown, long deadline)
            throws InterruptedException {
        String event = question.type().name();
        timeline.add(new TimelineEvent.WebhookRequest(event, post.url().toString(), attempt, shown));
        long start = clock.nanoTime();
        WebhookPost stamped = post.stamped(call.id().text() + "_" + questions, clock.now(), secrets.get());
        AskOutcome outcome = client.post(stamped, Duration.ofNanos(deadline - start));
        long millis = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - start);
        timeline.add(
                switch (outcome) {
                    case AskOutcome.Replied(var status, var body) ->
                        new TimelineEvent.WebhookReply(event, attempt, millis, status, excerpt(body));
                    case AskOutcome.BadStatus(var status, var body) ->
                        new TimelineEvent.WebhookReply(event, attempt, millis, status, excerpt(body));
                    case AskOutcome.TimedOut _,
                            AskOutcome.ConnectionFailed _,
                            AskOutcome.ReplyBroke _,
                            AskOutcome.ReplyTooLarge _,
                            AskOutcome.TlsFailed _,
                            AskOutcome.UrlRefused _ ->
                        new TimelineEvent.WebhookFailure(event, attempt, millis, problem(outcome));
                });
        return outcome;
    }

    private WebhookEvent question(ScriptEvent event) {
        return switch (event) {
            case ScriptEvent.CallStarted() -> call.notifyStart();
            case ScriptEvent.StepDone done -> call.notifyIvr(done.completed(), done.entered(), false);
            case ScriptEvent.RedirectReturned() -> call.notifyIvr(List.of(), null, true);
        };
    }

    /** The form as the timeline shows it: always urlencoded, sensitive keys as bullets. */
    private static String shown(ScriptEvent event, WebhookEvent question) {
        boolean sensitive = event instanceof ScriptEvent.StepDone done && done.sensitive();
        if (sensitive && question instanceof NotifyIvr ivr && ivr.waitDtmf() != null) {
            return FormBody.urlencode(new NotifyIvr(
                            ivr.callStart(),
                            ivr.pbxCallId(),
                            ivr.callerId(),
                            ivr.calledDid(),
                            ivr.completed(),
                            ivr.waitDtmf().masked(),
                            ivr.redirectNoAnswer())
                    .fields());
        }
        return FormBody.urlencode(question.fields());
    }

    private ScriptAnswer answer(URI url, WebhookEvent question, AskOutcome outcome) {
        if (outcome instanceof AskOutcome.Replied(var status, var body)) {
            ParsedReply reply = parser.parse(body);
            reply.lints().forEach(this::note);
            return switch (reply) {
                case ParsedReply.Instructions instructions -> new ScriptAnswer.Instructions(instructions.list());
                case ParsedReply.NoInstruction none -> new ScriptAnswer.NoInstruction(none.why());
                case ParsedReply.Unreadable unreadable ->
                    failed(url, question, unreadable.why(), "answer " + question.type() + " with a JSON object");
            };
        }
        return failed(url, question, problem(outcome), mend(outcome));
    }

    private ScriptAnswer failed(URI url, WebhookEvent question, String problem, String mend) {
        timeline.add(
                new TimelineEvent.Fault(FaultKind.SCRIPT, "script " + url, question.type() + ": " + problem, mend));
        return new ScriptAnswer.Failed(FaultKind.SCRIPT, problem);
    }

    private void note(Lint lint) {
        timeline.add(new TimelineEvent.Lint(
                lint.field(), lint.rule().name(), lint.problem(), lint.callerHears(), lint.corrected()));
    }

    private static String problem(AskOutcome outcome) {
        return switch (outcome) {
            case AskOutcome.Replied(var status, var body) -> "status " + status;
            case AskOutcome.BadStatus(var status, var body) -> "status " + status + ", expected 200";
            case AskOutcome.TimedOut(var budget) -> "no complete reply within " + budget.toMillis() + " ms";
            case AskOutcome.ConnectionFailed(var what) -> what;
            case AskOutcome.ReplyBroke(var what) -> "the reply broke off: " + what;
            case AskOutcome.ReplyTooLarge(var limit, var _, var _) ->
                "the reply is longer than " + limit / 1024 + " KB";
            case AskOutcome.TlsFailed(var what) -> "TLS failed: " + what;
            case AskOutcome.UrlRefused(var what) -> what;
        };
    }

    private static String mend(AskOutcome outcome) {
        return switch (outcome) {
            case AskOutcome.Replied _ -> "answer with a JSON object";
            case AskOutcome.BadStatus(var status, var body) ->
                status / 100 == 3
                        ? "set the webhook url to where the redirect leads: redirects are not followed"
                        : "look into the log of the web server";
            case AskOutcome.TimedOut _ -> "let the script answer sooner, or raise the webhook's timeout";
            case AskOutcome.ConnectionFailed _ -> "check that the web server runs and the url is right";
            case AskOutcome.ReplyBroke _ -> "look into the log of the web server";
            case AskOutcome.ReplyTooLarge _ -> "answer with nothing but the JSON object";
            case AskOutcome.TlsFailed _ -> "give the web server a certificate that is valid for this host name";
            case AskOutcome.UrlRefused _ -> "change the webhook url";
        };
    }

    private static String excerpt(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }
}
