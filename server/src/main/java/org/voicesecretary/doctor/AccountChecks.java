package org.voicesecretary.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.AccountNumber;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.outbound.UrlGuard;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.StorageException;
import org.voicesecretary.testkit.NanoClock;
import org.voicesecretary.webhook.AskOutcome;
import org.voicesecretary.webhook.EndpointCheck;
import org.voicesecretary.webhook.WebhookClient;

/** Whether the database opens, accounts are complete, and each script answers the handshake. */
record AccountChecks(InstallationConfig config, NanoClock clock) implements Check {
    /** A script that takes longer leaves the caller in silence. */
    private static final long SLOW_MILLIS = 1000;

    private record Script(URI url, boolean fallback, String example, Duration timeout) {
        String subject() {
            return (fallback ? "fallback " : "script ") + url;
        }
    }

    @Override
    public void run(Consumer<Finding> tell) throws InterruptedException {
        DataDirectory data = data();
        if (config.database().url().isEmpty() && !Files.exists(data.database())) {
            tell.accept(Finding.ok("database", "not there yet: serve or apply makes it"));
            tell.accept(Finding.warn(
                    "accounts", "none yet", "write an account.yaml, then ./voice-secretary apply account.yaml"));
            return;
        }
        AccountSnapshot accounts;
        try (Database database = Database.open(config.database(), data);
                AccountDirectory directory = AccountDirectory.start(database, config.webhook())) {
            accounts = directory.snapshot();
            tell.accept(database(database));
            new EventChecks(database, InstantSource.system()).run(tell);
        } catch (StorageException e) {
            tell.accept(Finding.fail(
                    "database", String.valueOf(e.getMessage()), "scripts are not checked before that is mended"));
            return;
        }
        accounts.accounts().forEach(account -> tell.accept(account(account)));
        scripts(scriptsOf(accounts), tell);
    }

    private Finding database(Database database) {
        String name = config.database()
                .url()
                .map(url -> url.replaceAll("\\?.*", ""))
                .orElse(data().database().toString());
        List<String> troubles = database.troubles();
        return troubles.isEmpty()
                ? Finding.ok("database", name + " opens (" + database.product() + ")")
                : Finding.warn("database", name + ": " + troubles.getFirst(), troubles.getLast());
    }

    private DataDirectory data() {
        return new DataDirectory(config.dataDir());
    }

    private static Finding account(AccountData data) {
        String subject = "account "
                + (data.account().name().isEmpty()
                        ? data.account().key()
                        : data.account().name());
        if (data.numbers().isEmpty()) {
            return Finding.warn(subject, "has no numbers", "list them in account.yaml and apply it");
        }
        if (data.trunks().isEmpty()) {
            return Finding.fail(
                    subject,
                    "has no trunks, so every caller is refused",
                    "list in account.yaml the addresses that may call");
        }
        return Finding.ok(
                subject, data.numbers().size() + " numbers, " + data.trunks().size() + " trunks");
    }

    /** Each URL once, with one of the numbers that use it. */
    private static List<Script> scriptsOf(AccountSnapshot accounts) {
        Map<URI, Script> scripts = new LinkedHashMap<>();
        for (AccountData data : accounts.accounts()) {
            for (AccountNumber number : data.numbers()) {
                accounts.number(number.number()).map(NumberRoute::webhook).ifPresent(hook -> {
                    if (hook.url() != null) {
                        scripts.putIfAbsent(hook.url(), new Script(hook.url(), false, number.number(), hook.timeout()));
                    }
                    if (hook.fallbackUrl() != null) {
                        scripts.putIfAbsent(
                                hook.fallbackUrl(),
                                new Script(hook.fallbackUrl(), true, number.number(), hook.timeout()));
                    }
                });
            }
        }
        return List.copyOf(scripts.values());
    }

    /** All at once: one that is slow does not keep the others waiting. */
    private void scripts(List<Script> scripts, Consumer<Finding> tell) throws InterruptedException {
        try (var client = new WebhookClient(UrlGuard.of(config.webhook().allowPrivate()));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var check = new EndpointCheck(client, new SecureRandom());
            List<Future<Finding>> findings = new ArrayList<>();
            for (Script script : scripts) {
                findings.add(threads.submit(() -> script(check, script)));
            }
            for (Future<Finding> finding : findings) {
                tell.accept(finding.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check of a script failed", e.getCause());
        } catch (IOException e) {
            throw new IllegalStateException("the webhook client does not close", e);
        }
    }

    /** An answer and how long it took. */
    private record Timed(EndpointCheck.Result result, long millis) {
        boolean isSlow() {
            return result instanceof EndpointCheck.Result.Echoed && millis > SLOW_MILLIS;
        }
    }

    private Timed ask(EndpointCheck check, Script script) throws InterruptedException {
        long start = clock.nanoTime();
        EndpointCheck.Result result = check.check(script.url(), script.timeout());
        return new Timed(result, Duration.ofNanos(clock.nanoTime() - start).toMillis());
    }

    private Finding script(EndpointCheck check, Script script) throws InterruptedException {
        Timed first = ask(check, script);
        // It may be slow for the first time only: this program, the connection or the script was cold.
        Timed answer = first.isSlow() ? ask(check, script) : first;
        long millis = answer.millis();
        return switch (answer.result()) {
            case EndpointCheck.Result.Echoed()
            when answer.isSlow() ->
                Finding.warn(
                        script.subject(),
                        "answers zd_echo, but in " + millis + " ms",
                        "callers wait in silence for so long: make it faster, or put it nearer");
            case EndpointCheck.Result.Echoed() -> Finding.ok(script.subject(), "answers zd_echo in " + millis + " ms");
            case EndpointCheck.Result.Different(var status, var excerpt)
            when status >= 400 ->
                Finding.fail(
                        script.subject(),
                        "answers with status " + status + shown(excerpt),
                        "look into its log; calls to " + script.example() + " would hear an apology");
            case EndpointCheck.Result.Different(var status, var excerpt) ->
                Finding.warn(
                        script.subject(),
                        "answers with status " + status + ", but does not echo zd_echo" + shown(excerpt),
                        "let it answer GET with the value of zd_echo, and nothing else");
            case EndpointCheck.Result.Unreachable(var outcome) ->
                Finding.fail(
                        script.subject(),
                        "cannot be asked (" + why(outcome) + ")",
                        "start it, or correct its url in account.yaml");
        };
    }

    private static String shown(String excerpt) {
        String line = excerpt.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return line.isEmpty() ? "" : " (\"" + line + "\")";
    }

    private static String why(AskOutcome outcome) {
        return switch (outcome) {
            case AskOutcome.TimedOut(var budget) -> "no answer within " + budget.toMillis() + " ms";
            case AskOutcome.ConnectionFailed(var what) -> what;
            case AskOutcome.ReplyBroke(var what) -> "the answer broke off: " + what;
            case AskOutcome.ReplyTooLarge(var limit, var _, var _) -> "the answer has more than " + limit + " bytes";
            case AskOutcome.TlsFailed(var what) -> "TLS: " + what;
            case AskOutcome.UrlRefused(var what) -> what;
            case AskOutcome.Replied(var status, var _) -> "status " + status;
            case AskOutcome.BadStatus(var status, var _) -> "status " + status;
        };
    }
}
