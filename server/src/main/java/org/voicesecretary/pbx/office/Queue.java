package org.voicesecretary.pbx.office;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.office.References.Kind;
import org.voicesecretary.pbx.scenario.RingRule;
import org.voicesecretary.protocol.RedirectTarget;

/**
 * Callers who wait for somebody to be free.
 *
 * @param rule who is rung in which order
 * @param music a sound of the account; null = the one that comes with the program
 * @param announcePosition whether callers hear how many are before them
 * @param announceEvery how long from one announcement to the next
 * @param announceWaitingTime whether callers hear how long it may take
 * @param maxWait after which {@code overflow} takes them
 * @param overflow null = the call ends
 */
public record Queue(
        String name,
        RingRule.Queue rule,
        @Nullable String music,
        boolean announcePosition,
        Duration announceEvery,
        boolean announceWaitingTime,
        Duration maxWait,
        @Nullable RedirectTarget overflow) {
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    static @Nullable Queue read(String path, YamlValue item, Reading reading) {
        Fields fields = reading.fields(
                path,
                item,
                "name",
                "strategy",
                "agents",
                "each",
                "music",
                "announce-position",
                "announce-every",
                "announce-waiting-time",
                "max-wait",
                "overflow");
        fields.required("name");
        String name = fields.parsed("name", text -> Syntax.atMost(100, Syntax.notBlank(text)));
        var rule = ScenarioReader.rule(fields, "agents", reading);
        boolean ownMusic = fields.has("music") && !isDefault(fields.value("music"));
        String music = ownMusic ? reading.name(fields, "music", Kind.SOUND) : null;
        Duration every = fields.duration("announce-every", "10s", "10m");
        Duration maxWait = fields.duration("max-wait", "10s", "4h");
        RedirectTarget overflow = fields.parsed("overflow", Queue::target);
        if (overflow != null) {
            OfficeParts.note(
                    overflow.wireText(), fields.origin("overflow"), fields.path("overflow"), reading.references());
        }
        if (name == null || rule.isEmpty()) {
            return null;
        }
        return new Queue(
                name,
                rule.get(),
                music,
                fields.flag("announce-position", true),
                every == null ? EVERY : every,
                fields.flag("announce-waiting-time", false),
                maxWait == null ? LONGEST : maxWait,
                overflow);
    }

    private static boolean isDefault(@Nullable YamlValue value) {
        return value instanceof YamlValue.Scalar text && text.text().equals("default");
    }

    private static RedirectTarget target(String text) {
        RedirectTarget target = RedirectTarget.parse(text);
        if (target instanceof RedirectTarget.None || target instanceof RedirectTarget.Invalid) {
            throw new IllegalArgumentException("\"" + text + "\" is no target; expected an extension (101), a scenario"
                    + " (0-1), a menu (0-main), a number (+442037691881) or blacklist (busy)");
        }
        return target;
    }
}
