package org.voicesecretary.rest.api;

import java.util.List;

/**
 * One kind of settings of an office, as the API shows it: the same words as in {@code account.yaml}, with numbers and truth values as JSON
 * has them.
 *
 * @param section of {@code account.yaml}
 * @param noun one of them, such as {@code menu}
 * @param name of the schema
 * @param settings what one says
 */
record OfficeSection(String section, String noun, String name, Schema settings) {
    private static final String TIME = "Such as 5s, 3m or 30d.";

    static List<OfficeSection> all() {
        return List.of(
                new OfficeSection("extensions", "extension", "Extension", extension()),
                new OfficeSection("menus", "menu", "Menu", menu()),
                new OfficeSection("scenarios", "scenario", "Scenario", scenario()),
                new OfficeSection("hours", "hours", "Hours", hours()),
                new OfficeSection("queues", "queue", "Queue", queue()),
                new OfficeSection("conferences", "conference", "Conference", conference()),
                new OfficeSection("trunks", "trunk", "Trunk", trunk()));
    }

    private static Schema time(String what) {
        return Schema.text(what + " " + TIME);
    }

    private static Schema greeting() {
        return Schema.object("What is said: a sound or a text.")
                .maybe("sound", Schema.text("Id of a sound."))
                .maybe("text", Schema.text("What to say."))
                .maybe("language", Schema.text("Of the text."))
                .maybe("voice", Schema.text("Of the text."));
    }

    private static Schema menu() {
        return Schema.object("A menu; what its keys do is said by scenarios.")
                .field("id", Schema.integer("0 always exists."))
                .maybe("title", Schema.text("For people."))
                .maybe("greeting", greeting())
                .maybe("wait", time("How long a key is waited for."))
                .maybe("repeat", Schema.integer("How often all is said.").between(1, 10))
                .maybe("direct-dial", Schema.flag("Whether callers may dial an extension."))
                .maybe("hours", Schema.text("Name of working hours; always open without."))
                .maybe(
                        "closed",
                        Schema.object("What is heard outside the hours.").maybe("greeting", greeting()));
    }

    private static Schema destination() {
        return Schema.object("One of these.")
                .maybe("voicemail", Schema.text("An extension."))
                .maybe("phone", Schema.text("A number outside."))
                .maybe("menu", Schema.integer("Its id."))
                .maybe("sip-uri", Schema.text("A SIP address."));
    }

    private static Schema scenario() {
        return Schema.object("What a key of a menu does.")
                .maybe("menu", Schema.integer("0 unless said."))
                .field("key", Schema.text("0 to 9, none, closed, or 11 to 30 for scripts."))
                .maybe("title", Schema.text("For people."))
                .maybe(
                        "stages",
                        Schema.list(
                                "Who rings when.",
                                Schema.object("A stage.")
                                        .field("ring", Schema.list("Extensions.", Schema.text("An extension.")))
                                        .maybe("after", time("Since the begin."))))
                .maybe(
                        "list",
                        Schema.list(
                                "Who rings when, each by itself.",
                                Schema.object("One.")
                                        .field("extension", Schema.text("Who."))
                                        .maybe("delay", time("Since the begin."))
                                        .maybe("duration", time("For how long."))))
                .maybe("queue", Schema.text("Name of a queue."))
                .maybe("strategy", strategy())
                .maybe("extensions", Schema.list("For strategy.", Schema.text("An extension.")))
                .maybe("each", time("How long one rings, for strategy."))
                .maybe("to", destination())
                .maybe("called", Schema.list("Only for calls to these.", Schema.text("A number of yours.")))
                .maybe("callers", Schema.list("Only for calls from these.", Schema.text("A number.")));
    }

    private static Schema strategy() {
        return Schema.text("In which order agents ring.")
                .oneOf(List.of("ring-all", "round-robin", "least-recent", "fewest-calls", "random"));
    }

    private static Schema hours() {
        return Schema.object("Working hours, with their holidays.")
                .field("name", Schema.text("By which others name them."))
                .maybe("time-zone", Schema.text("The account's unless said."))
                .field(
                        "week",
                        Schema.map("Days such as mon-fri, and their hours.", Schema.text("Such as 09:00-18:00.")))
                .maybe("lunch", Schema.text("Such as 12:30-13:00."))
                .maybe("holidays", Schema.list("Holidays.", Schema.text("Such as 12-24..12-26 Christmas.")))
                .maybe(
                        "holidays-file",
                        Schema.object("An iCalendar file.")
                                .field("name", Schema.text("Of the file."))
                                .field("content", Schema.text("Its text.")))
                .maybe(
                        "overrides",
                        Schema.list(
                                "Dates that are otherwise.",
                                Schema.object("One.")
                                        .field("date", Schema.text("Such as 2026-12-23."))
                                        .field("hours", Schema.text("Such as 09:00-12:00 or closed."))));
    }

    private static Schema queue() {
        return Schema.object("A queue.")
                .field("name", Schema.text("By which others name it."))
                .maybe("strategy", strategy())
                .field("agents", Schema.list("Who takes its calls.", Schema.text("An extension.")))
                .maybe("each", time("How long one rings."))
                .maybe("music", Schema.text("A sound, or default."))
                .maybe("announce-position", Schema.flag("Whether callers hear their place."))
                .maybe("announce-every", time("How often."))
                .maybe("announce-waiting-time", Schema.flag("Whether callers hear how long it takes."))
                .maybe("max-wait", time("After which overflow takes them."))
                .maybe("overflow", Schema.text("Written like a redirect; without it the call ends."));
    }

    private static Schema conference() {
        return Schema.object("A room. Its PIN is never shown.")
                .field("number", Schema.text("100 to 999."))
                .maybe("title", Schema.text("For people."));
    }

    private static Schema extension() {
        return Schema.object("An extension. Its password is never shown.")
                .field("number", Schema.text("100 to 999."))
                .maybe("name", Schema.text("Shown to whom it calls."))
                .maybe("digest", Schema.text("Of its telephones.").oneOf(List.of("md5", "sha-256")))
                .maybe("caller-id", Schema.text("Shown outside."))
                .maybe("lines", Schema.integer("Calls at the same time.").between(1, 100))
                .maybe("enabled", Schema.flag("Whether it works at all."))
                .maybe("do-not-disturb", Schema.flag("Whether calls find it busy."))
                .maybe("devices", Schema.integer("Telephones at the same time.").between(1, 50))
                .maybe(
                        "forward",
                        Schema.object("Where calls go that it does not take.")
                                .field("to", Schema.text("Kind of target."))
                                .maybe("target", Schema.text("The target."))
                                .maybe("when", Schema.text("When.").oneOf(List.of("always", "no-answer")))
                                .maybe("after", time("How long it rings.")))
                .maybe(
                        "voicemail",
                        Schema.object("Its box.")
                                .maybe("greeting", Schema.text("Which.").oneOf(List.of("none", "standard", "own")))
                                .maybe("sound", Schema.text("The own greeting."))
                                .maybe("email", Schema.list("Who gets messages.", Schema.text("An address.")))
                                .maybe("attach", Schema.text("As what.").oneOf(List.of("wav", "mp3", "none"))))
                .maybe("recording", Schema.text("Of its calls.").oneOf(List.of("off", "always", "on-demand")))
                .maybe(
                        "outgoing",
                        Schema.object("Rules for its calls out.")
                                .maybe("allowed", Schema.flag("Whether it may call outside."))
                                .maybe(
                                        "limits",
                                        Schema.object("Its own limits.")
                                                .maybe("calls", Schema.integer("At the same time."))
                                                .maybe("per-hour", Schema.integer("Calls."))
                                                .maybe("minutes-per-day", Schema.integer("Minutes."))));
    }

    private static Schema trunk() {
        return Schema.object("A line to the telephone network. Its password is never shown.")
                .field("name", Schema.text("Yours to choose."))
                .maybe(
                        "allow",
                        Schema.list("Addresses that calls may come from.", Schema.text("Such as 192.0.2.0/24.")))
                .maybe("preset", Schema.text("Of a known provider."))
                .maybe("host", Schema.text("Of the provider."))
                .maybe("port", Schema.integer("Of the provider.").between(1, 65_535))
                .maybe("transport", Schema.text("How SIP travels.").oneOf(List.of("udp", "tcp", "tls")))
                .maybe("user", Schema.text("At the provider."))
                .maybe("register", Schema.flag("Whether we register there."))
                .maybe("srtp", Schema.text("Encrypted sound.").oneOf(List.of("off", "optional", "required")))
                .maybe("order", Schema.integer("Lower ones are tried first.").between(1, 1000))
                .maybe("probe", time("How often it is asked whether it is alive, or off."))
                .maybe("caller-id", Schema.text("Shown outside where the extension has none."));
    }
}
