package org.voicesecretary.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.config.LoadedConfig;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.Units;
import org.voicesecretary.observe.LogSetup;
import org.voicesecretary.observe.SecretMask;
import org.voicesecretary.timeline.TimelineSink;
import org.voicesecretary.timeline.TraceWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = {
            "Starts the server: takes calls until it is stopped.",
            "SIGTERM or Ctrl-C takes no new calls and lets running ones finish (drain-timeout); a second one ends at once."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary serve --account account.yaml --trace",
            "  ./voice-secretary serve --config /etc/voice-secretary/voice-secretary.yaml"
        })
final class ServeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--account",
            paramLabel = "FILE",
            description = "Makes an account what FILE says before calls come in, as apply does.")
    private @Nullable Path account;

    @Option(
            names = "--trace",
            arity = "0..1",
            fallbackValue = "text",
            paramLabel = "text|json",
            description = "Prints every call on standard output as it happens, for people or one JSON object a line.")
    private TraceWriter.@Nullable Format trace;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        LoadedConfig loaded = config.load(surroundings);
        InstallationConfig installation = loaded.config();
        var mask = new SecretMask();
        LogSetup.apply(installation.log(), mask, System.err);
        StopRequest stop = surroundings.stop().get();
        TraceWriter tracing = trace == null ? null : TraceWriter.start(surroundings.out(), trace);
        try (ServerAssembly server = start(installation, tracing)) {
            hideSecrets(server, installation, mask);
            PrintWriter told = trace == TraceWriter.Format.JSON ? surroundings.err() : surroundings.out();
            server.applied().ifPresent(plan -> told.print(plan.print()));
            new Welcome(installation, server).lines().forEach(told::println);
            told.flush();
            stop.await();
            told.println("Stopping: no new calls; running ones have " + Units.text(installation.drainTimeout())
                    + ". Once more ends at once.");
            told.flush();
            server.drain();
        } catch (IOException e) {
            surroundings.err().println(e.getMessage());
            return ExitCode.CONFIGURATION;
        } finally {
            if (tracing != null) {
                tracing.close();
            }
        }
        return ExitCode.WELL;
    }

    private ServerAssembly start(InstallationConfig installation, @Nullable TraceWriter tracing)
            throws IOException, InterruptedException {
        List<TimelineSink> watchers = tracing == null ? List.of() : List.of(tracing);
        Path file = account == null ? null : surroundings.workingDirectory().resolve(account);
        return ServerAssembly.start(installation, file, watchers);
    }

    private static void hideSecrets(ServerAssembly server, InstallationConfig installation, SecretMask mask) {
        mask.hide(secrets(server.accounts().snapshot(), installation));
        server.accounts().onChange(changed -> mask.hide(secrets(changed, installation)));
    }

    private static List<String> secrets(AccountSnapshot accounts, InstallationConfig installation) {
        List<String> secrets = new ArrayList<>();
        installation.speech().http().key().map(Secret::value).ifPresent(secrets::add);
        installation.database().password().map(Secret::value).ifPresent(secrets::add);
        for (AccountData data : accounts.accounts()) {
            Account one = data.account();
            if (one.secret() != null) {
                secrets.add(one.secret().value());
            }
        }
        return secrets;
    }
}
