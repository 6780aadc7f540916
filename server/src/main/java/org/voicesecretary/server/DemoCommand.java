package org.voicesecretary.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.demo.Demo;
import org.voicesecretary.demo.DemoServer;
import org.voicesecretary.timeline.TimelineSink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = {
            "Starts a server with four example scripts, places a real call to one of them, and tells what happens.",
            "Stays up for your own calls until Ctrl-C. Needs no configuration and keeps nothing but the recording."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary demo",
            "  ./voice-secretary demo --once --record heard.wav",
            "  ./voice-secretary demo --listen 0.0.0.0"
        })
final class DemoCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "Where calls come in; 0.0.0.0 lets other machines of your network call. Default: 127.0.0.1.")
    private String listen = "127.0.0.1";

    @Option(names = "--once", description = "Ends after its own call: with 0 only if that went as expected.")
    private boolean once;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Where to save what the caller heard. Default: out/demo.wav.")
    private Path recording = Path.of("out", "demo.wav");

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        StopRequest stop = surroundings.stop().get();
        var settings = new Demo.Settings(
                address(),
                surroundings.workingDirectory().resolve(recording),
                surroundings.environment(),
                surroundings.out(),
                surroundings.colours());
        try (var demo = new Demo(settings, DemoCommand::start)) {
            stop.then(demo::hangUp);
            boolean well = demo.run();
            if (!once && !stop.isAsked()) {
                demo.invite();
                stop.await();
            }
            return well ? ExitCode.WELL : ExitCode.FAILED;
        } catch (IOException e) {
            surroundings.err().println(e.getMessage());
            return ExitCode.CONFIGURATION;
        }
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(listen);
        } catch (UnknownHostException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec, "picocli sets it").commandLine(),
                    "--listen is \"" + listen + "\": expected an address of this machine, such as 127.0.0.1 or 0.0.0.0",
                    e);
        }
    }

    private static DemoServer start(InstallationConfig config, Path account, TimelineSink watcher)
            throws IOException, InterruptedException {
        ServerAssembly server = ServerAssembly.start(config, account, List.of(watcher));
        return new DemoServer() {
            @Override
            public int httpPort() {
                return server.httpPort();
            }

            @Override
            public void drain() throws InterruptedException {
                server.drain();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
