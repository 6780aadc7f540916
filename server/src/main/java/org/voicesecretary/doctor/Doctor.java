package org.voicesecretary.doctor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.testkit.NanoClock;

/** Looks over an installation: ports, addresses, speech, disk, clock, database, scripts. Changes nothing, except that it brings the database of an older version up to date, as every command does. */
public final class Doctor {
    private final InstallationConfig config;

    public Doctor(InstallationConfig config) {
        this.config = config;
    }

    /**
     * Looks at everything.
     *
     * @param tell each finding, as soon as it is there
     * @return all of them
     */
    public List<Finding> examine(Consumer<Finding> tell) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Consumer<Finding> both = finding -> {
            findings.add(finding);
            tell.accept(finding);
        };
        RunningServer server = RunningServer.at(config.http().listen());
        List<Check> checks = List.of(
                new PortChecks(config, server),
                new ServerChecks(server),
                new AddressCheck(config.sip(), Network.ofSystem()),
                new TlsCheck(config.sip(), InstantSource.system()),
                new SpeechChecks(config.speech(), NanoClock.system(), "ffmpeg"),
                new VoiceChecks(config),
                new MachineChecks(config, InstantSource.system(), Machine.ofSystem()),
                new AccountChecks(config, NanoClock.system()));
        for (Check check : checks) {
            check.run(both);
        }
        return findings;
    }
}
