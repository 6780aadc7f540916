package org.voicesecretary.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.storage.StorageException;
import picocli.CommandLine;

/** The command line: {@code ./voice-secretary COMMAND}. */
public final class Main {
    /** Where the terminal's width is not known: wide enough for an example to stay on one line. */
    private static final int WIDTH = 130;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Surroundings.ofProcess(), arguments));
    }

    /** Runs one command to its end; returns the exit code. */
    public static int run(Surroundings surroundings, String... arguments) {
        return commandLine(surroundings).execute(arguments);
    }

    static CommandLine commandLine(Surroundings surroundings) {
        var line = new CommandLine(new VoiceSecretaryCommand());
        commands(surroundings).forEach(line::addSubcommand);
        line.getSubcommands().values().forEach(Main::addHelp);
        // These reach the subcommands that are there, so they come last.
        line.setOut(surroundings.out())
                .setErr(surroundings.err())
                .setExecutionExceptionHandler(Main::explain)
                .setParameterExceptionHandler(Main::usage)
                .setUsageHelpWidth(WIDTH)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    private static void addHelp(CommandLine command) {
        if (command.getCommandSpec().findOption("--help") == null) {
            command.getCommandSpec()
                    .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Shows this help.")
                            .build());
        }
    }

    /** In the order in which {@code --help} lists them. */
    private static List<Callable<Integer>> commands(Surroundings surroundings) {
        return List.of(
                new ServeCommand(surroundings),
                new DemoCommand(surroundings),
                new CallCommand(surroundings),
                new SayCommand(surroundings),
                new DoctorCommand(surroundings),
                new EndpointsCommand(surroundings),
                new WebhookSecretCommand(surroundings),
                new ApplyCommand(surroundings),
                new HoursCommand(surroundings),
                new KeysCommand(surroundings),
                new BackupCommand(surroundings),
                new RestoreCommand(surroundings),
                new RotateKeyCommand(surroundings),
                new TokenCommand(surroundings),
                new CheckConfigCommand(surroundings),
                new VersionCommand(surroundings));
    }

    /** The problem, and not the whole help, which would push it out of sight. */
    private static int usage(CommandLine.ParameterException error, String[] arguments) {
        CommandLine line = error.getCommandLine();
        line.getErr().println(error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, line.getErr());
        String name = line.getCommandSpec().qualifiedName();
        line.getErr().println("See ./" + name + " --help");
        return ExitCode.USAGE;
    }

    /** What an operator can mend is told in words; only a bug shows its stack. */
    private static int explain(Exception error, CommandLine line, CommandLine.ParseResult parsed) {
        return switch (error) {
            case ConfigException e -> tell(line, e, ExitCode.CONFIGURATION);
            case StorageException e -> tell(line, e, ExitCode.CONFIGURATION);
            case IOException e -> tell(line, e);
            case UncheckedIOException e -> tell(line, Objects.requireNonNull(e.getCause(), "it always has one"));
            default -> {
                line.getErr()
                        .println("internal failure in " + line.getCommandName()
                                + "; please report it with these lines:");
                error.printStackTrace(line.getErr());
                yield ExitCode.FAILED;
            }
        };
    }

    private static int tell(CommandLine line, IOException error) {
        line.getErr().println(line.getCommandName() + ": " + Trouble.inWords(error));
        return ExitCode.FAILED;
    }

    private static int tell(CommandLine line, Exception error, int code) {
        line.getErr().println(error.getMessage());
        return code;
    }
}
