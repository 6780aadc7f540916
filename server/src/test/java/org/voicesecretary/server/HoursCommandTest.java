package org.voicesecretary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("db")
class HoursCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void applyAnOffice() throws IOException {
        Files.writeString(directory.resolve("account.yaml"), """
                account: {name: Shop, key: 1a2b3c4d5e6f7a8b9c0d, time-zone: Europe/Berlin}
                extensions: [{number: 101}]
                menus: [{id: 0, greeting: {text: "Hello."}, hours: office, closed: {greeting: {text: "Closed."}}}]
                scenarios: [{menu: 0, key: closed, to: {phone: "+4930123456"}}]
                hours: [{name: office, week: {mon-fri: "09:00-18:00"}, holidays: ["2026-12-24..2026-12-26 Christmas"]}]
                numbers:
                  - {number: "4420", menu: 0}
                  - {number: "4421", extension: 101, hours: office}
                  - {number: "4422", menu: 0, hours: office, webhook: {url: "http://127.0.0.1:9001/"}}
                  - {number: "4423"}
                """);
        assertThat(run("apply", "account.yaml")).as(err::toString).isEqualTo(ExitCode.WELL);
        out.getBuffer().setLength(0);
    }

    @Test
    void aHolidaySendsCallersToTheAutoResponderAndItsNameIsTold() {
        assertThat(run("hours", "--number", "+4420", "--at", "2026-12-24 14:05"))
                .as(err::toString)
                .isEqualTo(ExitCode.WELL);
        assertThat(out.toString())
                .startsWith("A caller of 4420 on Thursday 2026-12-24 14:05 (Europe/Berlin) meets"
                        + " the auto-responder of menu 0, then scenario 0-closed.")
                .contains(
                        "  number 4420 has no working hours: always open",
                        "  menu 0, hours \"office\"",
                        "holiday \"Christmas\"",
                        "opens Monday 2026-12-28 09:00");
    }

    @Test
    void insideTheHoursTheGreetingIsHeard() {
        run("hours", "--number", "4420", "--at", "2026-12-23 14:05");
        assertThat(out.toString()).contains("meets the greeting of menu 0.");
    }

    @Test
    void aNumberThatLeadsToAnExtensionRingsItAtAnyTime() {
        run("hours", "--number", "4421", "--at", "2026-12-24");
        assertThat(out.toString()).contains("12:00 (Europe/Berlin) meets extension 101.", "closed: holiday");
    }

    @Test
    void aScriptComesBeforeTheMenuAndANumberWithNeitherApologises() {
        run("hours", "--number", "4422", "--at", "2026-12-24 14:05");
        run("hours", "--number", "4423");
        assertThat(out.toString())
                .contains("meets its script and, where that does not steer, the auto-responder of menu 0")
                .contains("meets an apology");
    }

    @Test
    void aNumberOfNobodyAndATimeThatIsNoneAreToldInWords() {
        assertThat(run("hours", "--number", "999")).isEqualTo(ExitCode.FAILED);
        assertThat(run("hours", "--number", "4420", "--at", "tomorrow")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("hours: \"999\" is the number of no account", "--at: \"tomorrow\" is no time")
                .doesNotContain("\tat ");
    }

    private int run(String... arguments) {
        return Main.run(
                new Surroundings(directory, Map.of(), new PrintWriter(out, true), new PrintWriter(err, true)),
                arguments);
    }
}
