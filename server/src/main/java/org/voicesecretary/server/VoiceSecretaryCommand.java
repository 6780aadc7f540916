package org.voicesecretary.server;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself; it does nothing without a command. */
@Command(
        name = "voice-secretary",
        mixinStandardHelpOptions = false,
        description = "Answers telephone calls and does what your web script says.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 well, 1 a check or a call failed, 2 usage, 78 configuration.",
            "",
            "Example:",
            "  ./voice-secretary check-config --config voice-secretary.yaml"
        })
final class VoiceSecretaryCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @picocli.CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Override
    public void run() {
        if (spec != null && !help) {
            throw new ParameterException(spec.commandLine(), "a command is missing");
        }
    }
}
