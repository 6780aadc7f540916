package org.voicesecretary.server;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.pbx.hours.HoursReport;
import org.voicesecretary.pbx.office.NumberHours;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.Offices;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "hours",
        description = {
            "Says what a caller of a number meets at some time, and why: working hours, lunch, holidays, overrides.",
            "Reads what was applied; changes nothing."
        },
        footer = {
            "",
            "Examples:",
            "  ./voice-secretary hours --number 442037691881",
            "  ./voice-secretary hours --number 442037691881 --at \"2026-12-24 14:05\""
        })
final class HoursCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--number", required = true, paramLabel = "N", description = "One of your numbers.")
    private @Nullable String number;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "By the account's clock; a date alone stands for its noon. Default: now.")
    private @Nullable String at;

    @Spec
    private @Nullable CommandSpec spec;

    HoursCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        InstallationConfig installation = config.load(surroundings).config();
        DataDirectory data = DataDirectory.prepare(installation.dataDir());
        AccountSnapshot accounts;
        try (var database = Database.open(installation.database(), data);
                var directory = AccountDirectory.start(database, installation.webhook())) {
            accounts = directory.snapshot();
        }
        String asked = Objects.requireNonNull(number, "picocli sees to it");
        Optional<NumberRoute> route = accounts.number(asked);
        if (route.isEmpty()) {
            surroundings
                    .err()
                    .println(
                            "hours: \"" + asked
                                    + "\" is the number of no account; expected one of \"numbers\" in an account.yaml that was applied");
            return ExitCode.FAILED;
        }
        NumberRoute found = route.get();
        Office office = Offices.of(accounts).office(found.account().pbxId()).orElseThrow();
        HoursReport report = NumberHours.report(found, office, moment(found.timeZone()));
        report.lines().forEach(surroundings.out()::println);
        surroundings.out().flush();
        return ExitCode.WELL;
    }

    private Instant moment(ZoneId zone) {
        if (at == null) {
            return InstantSource.system().instant();
        }
        try {
            return HoursReport.moment(at, zone);
        } catch (IllegalArgumentException e) {
            CommandSpec own = Objects.requireNonNull(spec, "picocli sees to it");
            throw new ParameterException(own.commandLine(), "--at: " + e.getMessage(), e);
        }
    }
}
