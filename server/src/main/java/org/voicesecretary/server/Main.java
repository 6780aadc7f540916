package org.voicesecretary.server;

import java.util.List;
import java.util.concurrent.Callable;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.storage.StorageException;
import picocli.CommandLine;

/** The command line: {@code ./voice-secretary COMMAND}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Surroundings.ofProcess(), arguments));
    }

    /** Runs one command to its end; returns the exit code. */
    static int run(Surroundings surroundings, String... arguments) {
        return commandLine(surroundings).execute(arguments);
    }

    static CommandLine commandLine(Surroundings surroundings) {
        var line = new CommandLine(new VoiceSecretaryCommand());
        commands(surroundings).forEach(line::addSubcommand);
        // These reach the subcommands that are there, so they come last.
        line.setOut(surroundings.out())
                .setErr(surroundings.err())
                .setExecutionExceptionHandler(Main::explain)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    /** In the order in which {@code --help} lists them. */
    private static List<Callable<Integer>> commands(Surroundings surroundings) {
        return List.of(
                new ApplyCommand(surroundings), new CheckConfigCommand(surroundings), new VersionCommand(surroundings));
    }

    /** What an operator can mend is told in words; only a bug shows its stack. */
    private static int explain(Exception error, CommandLine line, CommandLine.ParseResult parsed) {
        return switch (error) {
            case ConfigException e -> tell(line, e, ExitCode.CONFIGURATION);
            case StorageException e -> tell(line, e, ExitCode.CONFIGURATION);
            default -> {
                line.getErr()
                        .println("internal failure in " + line.getCommandName()
                                + "; please report it with these lines:");
                error.printStackTrace(line.getErr());
                yield ExitCode.FAILED;
            }
        };
    }

    private static int tell(CommandLine line, Exception error, int code) {
        line.getErr().println(error.getMessage());
        return code;
    }
}
