package org.voicesecretary.pbx.office;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.office.References.Kind;

/**
 * A menu; what its keys do is said by its {@link Scenario}s.
 *
 * @param id 0 always exists
 * @param title for people; may be empty
 * @param greeting null = nothing is said, keys are waited for at once
 * @param patience how long a key is waited for, once the greeting has been heard
 * @param repeat how often all is said before the scenario without a key runs
 * @param directDial whether callers may dial an extension
 * @param hours name of its working hours; null = always open
 * @param closed what callers hear outside them, before the scenario {@code closed}; null = nothing
 */
public record Menu(
        int id,
        String title,
        @Nullable Greeting greeting,
        Duration patience,
        int repeat,
        boolean directDial,
        @Nullable String hours,
        @Nullable Greeting closed) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Menu 0 of an office that says nothing about it. */
    static final Menu MAIN = new Menu(0, "", null, PATIENCE, 1, false, null, null);

    static @Nullable Menu read(String path, YamlValue item, Reading reading) {
        Fields fields = reading.fields(
                path, item, "id", "title", "greeting", "wait", "repeat", "direct-dial", "hours", "closed");
        fields.required("id");
        Integer id = fields.parsed("id", Notation::menu);
        String title = fields.parsed("title", text -> Syntax.atMost(200, text));
        Duration patience = fields.duration("wait", "1s", "60s");
        String hours = reading.name(fields, "hours", Kind.HOURS);
        Greeting greeting = Greeting.read(fields, "greeting", reading);
        YamlValue closed = fields.value("closed");
        Greeting closedGreeting = closed == null
                ? null
                : Greeting.read(reading.fields(fields.path("closed"), closed, "greeting"), "greeting", reading);
        if (closed != null && hours == null && !fields.has("hours")) {
            fields.complain("closed", "is never heard, for the menu has no \"hours\"");
        }
        return id == null
                ? null
                : new Menu(
                        id,
                        title == null ? "" : title,
                        greeting,
                        patience == null ? PATIENCE : patience,
                        fields.whole("repeat", 1, 10, 1),
                        fields.flag("direct-dial", false),
                        hours,
                        closedGreeting);
    }
}
