package org.voicesecretary.protocol;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.Instruction.CallerName;
import org.voicesecretary.protocol.Instruction.DefaultAction;
import org.voicesecretary.protocol.Instruction.HangUp;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.protocol.Instruction.Redirect;
import org.voicesecretary.protocol.Instruction.SayDigits;
import org.voicesecretary.protocol.Instruction.SayNumber;
import org.voicesecretary.protocol.Instruction.SayPopular;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.Instruction.WaitDtmf;

/**
 * Builds a reply in the words of the protocol. Announcements are heard in the order of the calls; the language, once
 * set, is that of all of them. Bad values fail at once, with an {@link IllegalArgumentException} that says what is expected.
 */
public final class ReplyBuilder {
    private static final Pattern DIGITS = Pattern.compile("[0-9*#]{1,64}");
    private static final Pattern FORWARD_NUMBER = Pattern.compile("\\+*[0-9]{5,}");

    private final List<Instruction> instructions = new ArrayList<>();
    private @Nullable Language language;

    ReplyBuilder() {}

    /** Language of everything said in this reply. */
    public ReplyBuilder language(Language language) {
        this.language = language;
        return this;
    }

    /** {@code ivr_play}: a sound by its id. */
    public ReplyBuilder play(String soundId) {
        if (soundId.isBlank()) {
            throw new IllegalArgumentException("ivr_play is blank: expected the id of a sound");
        }
        return add(new Play(soundId));
    }

    /** {@code ivr_saypopular}: a phrase of the numbered table. */
    public ReplyBuilder sayPopular(int number) {
        if (number < 1) {
            throw new IllegalArgumentException(
                    "ivr_saypopular is %d: expected a phrase number from 1".formatted(number));
        }
        return add(new SayPopular(number, null));
    }

    /** {@code ivr_saydigits}: 1 to 64 of {@code 0-9 * #}, read one by one. */
    public ReplyBuilder sayDigits(String digits) {
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "ivr_saydigits is '%s': expected 1 to 64 of 0-9, * and #".formatted(digits));
        }
        return add(new SayDigits(digits, null));
    }

    /** {@code ivr_saynumber}: a whole number, |number| &lt; 10^15. */
    public ReplyBuilder sayNumber(long number) {
        return sayNumber(BigDecimal.valueOf(number));
    }

    /** {@code ivr_saynumber}: a decimal number, |number| &lt; 10^15, at most 15 digits behind the point. */
    public ReplyBuilder sayNumber(BigDecimal number) {
        if (number.precision() - (long) number.scale() > SayNumber.MAX_INTEGER_DIGITS
                || number.scale() > SayNumber.MAX_FRACTION_DIGITS) {
            throw new IllegalArgumentException(
                    "ivr_saynumber is %s: expected at most 15 digits before and 15 behind the point".formatted(number));
        }
        return add(new SayNumber(number, null));
    }

    /** {@code ivr_saytext}: free text in the usual voice. */
    public ReplyBuilder sayText(String text) {
        return sayText(text, null);
    }

    /** {@code ivr_saytext} with {@code voice}, one that the server's speech engine has. */
    public ReplyBuilder sayText(String text, @Nullable String voice) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("ivr_saytext is blank: expected words");
        }
        return add(new SayText(text, null, voice));
    }

    /** {@code wait_dtmf}: then NOTIFY_IVR brings the keys under this name. */
    public ReplyBuilder waitDtmf(WaitDtmf wait) {
        return add(wait);
    }

    /**
     * {@code wait_dtmf}.
     *
     * @param byDefault {@code hangup}, a redirect target, or empty
     */
    public ReplyBuilder waitDtmf(int timeout, int attempts, int maxDigits, String name, String byDefault) {
        return add(new WaitDtmf(timeout, attempts, maxDigits, name, DefaultAction.parse(byDefault), false));
    }

    /** {@code wait_dtmf} for input that must not show up in logs. */
    public ReplyBuilder waitSensitiveDtmf(int timeout, int attempts, int maxDigits, String name, String byDefault) {
        return add(new WaitDtmf(timeout, attempts, maxDigits, name, DefaultAction.parse(byDefault), true));
    }

    /** {@code redirect} for good. */
    public ReplyBuilder redirect(String target) {
        return redirect(target, 0, null);
    }

    /**
     * {@code redirect}.
     *
     * @param returnTimeout 0 = never come back, else at least 3 seconds
     * @param rewriteForwardNumber null, or five digits or more, {@code +} allowed
     */
    public ReplyBuilder redirect(String target, int returnTimeout, @Nullable String rewriteForwardNumber) {
        RedirectTarget parsed = RedirectTarget.parse(target);
        if (parsed instanceof RedirectTarget.Invalid || parsed instanceof RedirectTarget.None) {
            throw new IllegalArgumentException(
                    "redirect is '%s': expected an extension such as 100, a scenario such as 0-1, a menu such as 0-main, blacklist, or a number"
                            .formatted(target));
        }
        if (returnTimeout < 0 || returnTimeout == 1 || returnTimeout == 2) {
            throw new IllegalArgumentException(
                    "return_timeout is %d: expected 0 or at least 3 seconds".formatted(returnTimeout));
        }
        if (rewriteForwardNumber != null
                && !FORWARD_NUMBER.matcher(rewriteForwardNumber).matches()) {
            throw new IllegalArgumentException(
                    "rewrite_forward_number is '%s': expected five digits or more".formatted(rewriteForwardNumber));
        }
        return add(new Redirect(parsed, returnTimeout, rewriteForwardNumber));
    }

    /** {@code caller_name}: shown on the extension's phone. */
    public ReplyBuilder callerName(String name) {
        return add(new CallerName(name));
    }

    /** {@code hangup}, after everything is said. */
    public ReplyBuilder hangup() {
        return add(new HangUp());
    }

    public Reply build() {
        return new Reply(instructions.stream().map(this::withLanguage).toList());
    }

    /** The reply as JSON. */
    public String toJson() {
        return build().toJson();
    }

    private ReplyBuilder add(Instruction instruction) {
        if (instructions.stream().anyMatch(other -> other.getClass() == instruction.getClass())) {
            throw new IllegalArgumentException(
                    "reply has %s twice: expected each key once; say the second in the next reply"
                            .formatted(key(instruction)));
        }
        instructions.add(instruction);
        return this;
    }

    private static String key(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Announcement announcement -> announcement.kind().wireName();
            case WaitDtmf _ -> "wait_dtmf";
            case Redirect _ -> "redirect";
            case CallerName _ -> "caller_name";
            case HangUp _ -> "hangup";
        };
    }

    private Instruction withLanguage(Instruction instruction) {
        return switch (instruction) {
            case SayPopular(var number, var _) -> new SayPopular(number, language);
            case SayDigits(var digits, var _) -> new SayDigits(digits, language);
            case SayNumber(var number, var _) -> new SayNumber(number, language);
            case SayText(var text, var _, var voice) -> new SayText(text, language, voice);
            case Play _, WaitDtmf _, Redirect _, CallerName _, HangUp _ -> instruction;
        };
    }
}
