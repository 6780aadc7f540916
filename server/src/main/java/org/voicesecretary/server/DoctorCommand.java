package org.voicesecretary.server;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.voicesecretary.doctor.Doctor;
import org.voicesecretary.doctor.Finding;
import org.voicesecretary.protocol.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = {
            "Checks ports, public address, speech engines, ffmpeg, disk, clock, database and each script.",
            "One line each, with what to do; changes nothing. Ends with 1 if anything FAILs."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary doctor",
            "  ./voice-secretary doctor --config /etc/voice-secretary/voice-secretary.yaml --json"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int SUBJECT = 26;

    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        var doctor = new Doctor(config.load(surroundings).config());
        List<Finding> findings = doctor.examine(json ? finding -> {} : this::print);
        boolean well = findings.stream().noneMatch(f -> f.state() == Finding.State.FAIL);
        surroundings.out().println(json ? json(findings, well) : summary(findings));
        return well ? ExitCode.WELL : ExitCode.FAILED;
    }

    private void print(Finding finding) {
        surroundings.out().println(finding.line(SUBJECT));
        surroundings.out().flush();
    }

    private static String summary(List<Finding> findings) {
        long failed = count(findings, Finding.State.FAIL);
        long warned = count(findings, Finding.State.WARN);
        if (failed > 0) {
            return failed + " of " + findings.size() + " checks failed: mend the lines with FAIL.";
        }
        return warned > 0 ? "Fit to take calls; look at the lines with WARN." : "Fit to take calls.";
    }

    private static long count(List<Finding> findings, Finding.State state) {
        return findings.stream().filter(f -> f.state() == state).count();
    }

    private static String json(List<Finding> findings, boolean well) {
        return new JsonText()
                .raw("well", Boolean.toString(well))
                .raw("checks", findings.stream().map(Finding::json).collect(Collectors.joining(",", "[", "]")))
                .close();
    }
}
