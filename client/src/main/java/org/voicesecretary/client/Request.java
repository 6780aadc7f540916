package org.voicesecretary.client;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.Instruction.DefaultAction;
import org.voicesecretary.protocol.Instruction.WaitDtmf;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.Reply;
import org.voicesecretary.protocol.ReplyBuilder;

/**
 * A reply in the words of the public PHP client, for those who come from there; {@link ReplyBuilder} says the same in
 * Java. What is said is heard in the order of the calls; one reply has one language.
 *
 * <pre>{@code
 * return new Request()
 *         .setIvrSayPopular(1, "en")
 *         .setWaitDtmf(5, 2, 4, "birthday", "hangup")
 *         .toReply();
 * }</pre>
 *
 * Bad values fail at once with an {@link IllegalArgumentException} that says what is expected.
 */
public final class Request {
    private final ReplyBuilder reply = Reply.builder();
    private @Nullable Language language;

    public Request setIvrPlay(String soundId) {
        reply.play(soundId);
        return this;
    }

    public Request setIvrSayPopular(int number, String language) {
        in(language).sayPopular(number);
        return this;
    }

    /** Text keeps its leading zeros. */
    public Request setIvrSayDigits(String digits, String language) {
        in(language).sayDigits(digits);
        return this;
    }

    public Request setIvrSayDigits(long digits, String language) {
        return setIvrSayDigits(Long.toString(digits), language);
    }

    public Request setIvrSayNumber(long number, String language) {
        in(language).sayNumber(number);
        return this;
    }

    public Request setIvrSayNumber(BigDecimal number, String language) {
        in(language).sayNumber(number);
        return this;
    }

    /** Free text. */
    public Request setIvrSayText(String text, String language) {
        in(language).sayText(text);
        return this;
    }

    /** Free text in a voice of the server's speech engine. */
    public Request setIvrSayText(String text, String language, String voice) {
        in(language).sayText(text, voice);
        return this;
    }

    /**
     * Waits for keys.
     *
     * @param timeout seconds, 1 to 60
     * @param attempts 1 to 10
     * @param maxdigits 1 to 64
     * @param name comes back in NOTIFY_IVR
     * @param byDefault {@code hangup}, a redirect target, or empty
     */
    public Request setWaitDtmf(int timeout, int attempts, int maxdigits, String name, String byDefault) {
        return setWaitDtmf(timeout, attempts, maxdigits, name, byDefault, false);
    }

    /** The same; {@code sensitive} input is masked in all logs. */
    public Request setWaitDtmf(
            int timeout, int attempts, int maxdigits, String name, String byDefault, boolean sensitive) {
        reply.waitDtmf(new WaitDtmf(timeout, attempts, maxdigits, name, DefaultAction.parse(byDefault), sensitive));
        return this;
    }

    public Request setRedirect(String target) {
        reply.redirect(target);
        return this;
    }

    /** {@code returnTimeout} in seconds: 0 = never come back, else at least 3. */
    public Request setRedirect(String target, int returnTimeout) {
        reply.redirect(target, returnTimeout, null);
        return this;
    }

    public Request setRedirect(String target, int returnTimeout, String rewriteForwardNumber) {
        reply.redirect(target, returnTimeout, rewriteForwardNumber);
        return this;
    }

    public Request setCallerName(String name) {
        reply.callerName(name);
        return this;
    }

    public Request setHangup() {
        reply.hangup();
        return this;
    }

    public Reply toReply() {
        return reply.build();
    }

    public String toJson() {
        return reply.toJson();
    }

    /** The whole HTTP answer. */
    public HttpAnswer send() {
        return HttpAnswer.of(toReply());
    }

    private ReplyBuilder in(String code) {
        Language given = Language.parse(code)
                .orElseThrow(() -> new IllegalArgumentException(
                        "language is '%s': expected one of ru ua en es pl fr de or another that the server speaks"
                                .formatted(code)));
        if (language != null && !language.equals(given)) {
            throw new IllegalArgumentException(
                    "reply has two languages, %s and %s: expected one".formatted(language.code(), given.code()));
        }
        language = given;
        return reply.language(given);
    }
}
