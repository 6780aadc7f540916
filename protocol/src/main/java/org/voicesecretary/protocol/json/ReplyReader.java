package org.voicesecretary.protocol.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.Instruction.CallerName;
import org.voicesecretary.protocol.Instruction.HangUp;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.Instruction.WaitDtmf;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.LintRule;
import org.voicesecretary.protocol.RedirectTarget;

/** Turns the JSON object of a reply into instructions in the order of execution. */
final class ReplyReader {
    private static final int MAX_CALLER_NAME = 100;
    private static final int MAX_RETURN_TIMEOUT = 86_400;
    private static final Pattern FORWARD_NUMBER = Pattern.compile("\\+*[0-9]{5,40}");
    private static final Pattern SPACED_NUMBER = Pattern.compile("\\+?[0-9][0-9 ().-]{4,30}");

    private final Json.Obj reply;
    private final Predicate<Language> speakable;
    private final LintBook lints;
    private final Scalars scalars;

    ReplyReader(Json.Obj reply, Predicate<Language> speakable, LintBook lints) {
        this.reply = reply;
        this.speakable = speakable;
        this.lints = lints;
        this.scalars = new Scalars(lints);
    }

    List<Instruction> read() {
        for (String key : reply.duplicates()) {
            lints.note(
                    UnknownKeys.shown(key),
                    LintRule.DUPLICATE_KEY,
                    "is there more than once",
                    "the last one counts",
                    reply.get(key)
                            .map(value -> LintBook.fix(key, value.write()))
                            .orElse(""));
        }
        List<Instruction> instructions = new ArrayList<>();
        callerName().ifPresent(instructions::add);
        instructions.addAll(announcements());
        last().ifPresent(instructions::add);
        reply.members().stream()
                .filter(member -> !KeyNames.REPLY.contains(member.key()))
                .forEach(member -> UnknownKeys.note(lints, member));
        return instructions;
    }

    private List<Announcement> announcements() {
        @Nullable Language language = language().orElse(null);
        @Nullable String voice = voice().orElse(null);
        var reader = new AnnouncementReader(lints, language, voice);
        List<Announcement> announcements = new ArrayList<>();
        for (Json.Member member : reply.members()) {
            for (AnnouncementKind kind : AnnouncementKind.values()) {
                if (kind.wireName().equals(member.key())) {
                    reader.read(kind, member.value()).ifPresent(announcements::add);
                }
            }
        }
        boolean speaks = announcements.stream().anyMatch(announcement -> !(announcement instanceof Play));
        if (speaks && absent("language")) {
            lints.note(
                    "language",
                    LintRule.LANGUAGE_MISSING,
                    "is missing; expected one of ru ua en es pl fr de or another that the speech engine has",
                    "the account's language is spoken",
                    LintBook.fixText("language", "en"));
        }
        return announcements;
    }

    private boolean absent(String key) {
        return reply.get(key).filter(value -> !(value instanceof Json.Null)).isEmpty();
    }

    private Optional<Language> language() {
        if (absent("language")) {
            return Optional.empty();
        }
        Optional<String> given = scalars.text("language", reply.get("language").orElseThrow(), "en");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String text = given.get();
        Optional<Language> exact = Language.parse(text).filter(speakable);
        Optional<Language> language =
                exact.or(() -> Language.parse(text).map(Language::primary).filter(speakable));
        if (language.isEmpty()) {
            lints.note(
                    "language",
                    LintRule.LANGUAGE_UNKNOWN,
                    "is %s, which nobody here speaks; expected one of ru ua en es pl fr de or another that the speech engine has"
                            .formatted(new Json.Text(text).shown()),
                    "the account's language is spoken",
                    LintBook.fixText("language", "en"));
        } else if (!text.equals(language.get().code()) && !text.equals("uk")) {
            lints.note(
                    "language",
                    LintRule.OTHER_NAME,
                    "is written %s".formatted(new Json.Text(text).shown()),
                    "it is understood as " + language.get().code(),
                    LintBook.fixText("language", language.get().code()));
        }
        return language;
    }

    private Optional<String> voice() {
        Optional<Json> value = reply.get("voice");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (absent("ivr_saytext")) {
            noteIgnored("voice", "goes with ivr_saytext, which is not there");
            return Optional.empty();
        }
        return scalars.text("voice", value.get(), "en").map(String::strip).filter(voice -> !voice.isEmpty());
    }

    private Optional<Instruction> callerName() {
        Optional<String> given = reply.get("caller_name").flatMap(value -> scalars.text("caller_name", value, "Shop"));
        if (given.isEmpty()) {
            return Optional.empty();
        }
        // Line breaks in a display name would be header lines in SIP.
        String name = given.get().replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ").strip();
        if (name.length() > MAX_CALLER_NAME) {
            int end =
                    Character.isHighSurrogate(name.charAt(MAX_CALLER_NAME - 1)) ? MAX_CALLER_NAME - 1 : MAX_CALLER_NAME;
            name = name.substring(0, end);
        }
        if (!name.equals(given.get().strip())) {
            lints.note(
                    "caller_name",
                    LintRule.CUT,
                    "is %s; expected one line of at most %d characters"
                            .formatted(new Json.Text(given.get()).shown(), MAX_CALLER_NAME),
                    "a shorter name is shown",
                    LintBook.fixText("caller_name", name));
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(new CallerName(name));
    }

    /** wait_dtmf, else redirect, else hang-up. */
    private Optional<Instruction> last() {
        Optional<WaitDtmf> wait = reply.get("wait_dtmf").flatMap(value -> new WaitDtmfReader(lints).read(value));
        Optional<Redirect> redirect = redirect();
        boolean hangUp = reply.get("hangup")
                .map(value -> scalars.flag("hangup", value, "1"))
                .orElse(false);
        if (wait.isPresent()) {
            if (redirect.isPresent()) {
                noteIgnored("redirect", "stands beside wait_dtmf, which wins");
            }
            if (hangUp) {
                noteIgnored("hangup", "stands beside wait_dtmf, which wins");
            }
            return Optional.of(wait.get());
        }
        if (redirect.isPresent()) {
            if (hangUp) {
                noteIgnored("hangup", "stands beside redirect, which wins");
            }
            return Optional.of(redirect.get());
        }
        return hangUp ? Optional.of(new HangUp()) : Optional.empty();
    }

    private Optional<Redirect> redirect() {
        RedirectTarget target = reply.get("redirect").map(this::target).orElse(new RedirectTarget.None());
        int returnTimeout = returnTimeout();
        Optional<String> forward = forwardNumber();
        if (target instanceof RedirectTarget.None) {
            if (returnTimeout > 0) {
                noteIgnored("return_timeout", "goes with redirect, which is not there");
            }
            if (forward.isPresent()) {
                noteIgnored("rewrite_forward_number", "goes with redirect, which is not there");
            }
            return Optional.empty();
        }
        return Optional.of(new Redirect(target, returnTimeout, forward.orElse(null)));
    }

    private RedirectTarget target(Json value) {
        if (value instanceof Json.Bool(var wanted) && !wanted) {
            return new RedirectTarget.None();
        }
        String text = scalars.textOrNumber("redirect", value, "100").orElse("");
        RedirectTarget target = RedirectTarget.parse(text);
        if (target instanceof RedirectTarget.Invalid
                && SPACED_NUMBER.matcher(text.strip()).matches()
                && (text.strip().contains(" ") || text.startsWith("+"))) {
            target = RedirectTarget.parse(text.replaceAll("[ ().-]", ""));
        }
        if (target instanceof RedirectTarget.Invalid) {
            lints.note(
                    "redirect",
                    LintRule.NO_SUCH_TARGET,
                    "is %s; expected an extension (100), a scenario (0-1), a menu (0-main), blacklist, or a number of 5 to 20 digits"
                            .formatted(value.shown()),
                    "the call goes on as if the reply had no redirect target",
                    LintBook.fixText("redirect", "100"));
        } else if (!(target instanceof RedirectTarget.None)
                && !(target instanceof RedirectTarget.Scenario)
                && !target.wireText().equals(text)) {
            lints.note(
                    "redirect",
                    LintRule.OTHER_NAME,
                    "is written %s".formatted(new Json.Text(text).shown()),
                    "it is understood as " + target.wireText(),
                    LintBook.fixText("redirect", target.wireText()));
        }
        return target;
    }

    private int returnTimeout() {
        Optional<Json> value = reply.get("return_timeout");
        if (value.isEmpty()) {
            return 0;
        }
        int given = scalars.within("return_timeout", value.get(), 0, MAX_RETURN_TIMEOUT, 0, "s");
        if (given != 1 && given != 2) {
            return given;
        }
        lints.note(
                "return_timeout",
                LintRule.OUT_OF_BOUNDS,
                "is %d; expected 0 (never come back) or at least 3 seconds".formatted(given),
                "the target rings for 3 seconds",
                LintBook.fix("return_timeout", "3"));
        return 3;
    }

    private Optional<String> forwardNumber() {
        Optional<String> number = reply.get("rewrite_forward_number")
                .flatMap(value -> scalars.textOrNumber("rewrite_forward_number", value, "442037691880"))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        if (number.isPresent() && !FORWARD_NUMBER.matcher(number.get()).matches()) {
            lints.unusable(
                    "rewrite_forward_number",
                    "is %s; expected 5 digits or more, + allowed".formatted(new Json.Text(number.get()).shown()),
                    LintBook.fixText("rewrite_forward_number", "442037691880"));
            return Optional.empty();
        }
        return number;
    }

    private void noteIgnored(String field, String problem) {
        lints.note(field, LintRule.IGNORED, problem, "it is passed over", "");
    }
}
