package org.voicesecretary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.voicesecretary.client.CallScript;
import org.voicesecretary.client.HttpAnswer;
import org.voicesecretary.client.HttpCall;
import org.voicesecretary.client.SignatureCheck;
import org.voicesecretary.client.WebhookHandler;
import org.voicesecretary.protocol.AnnouncementKind;
import org.voicesecretary.protocol.Instruction;
import org.voicesecretary.protocol.Instruction.WaitDtmf;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.protocol.ParsedReply;
import org.voicesecretary.protocol.WaitDtmfResult;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.protocol.WebhookEvent.NotifyIvr;
import org.voicesecretary.protocol.WebhookEvent.NotifyStart;
import org.voicesecretary.protocol.json.ReplyParser;

/** Talks to a script as the server does, without a telephone: over {@link WebhookHandler}, with signed requests. */
final class Conversation {
    private static final String SECRET = "0d1c2b3a4f5e6d7c8b9a";
    private static final String ID = "in_ae6b03b3b0765d127ec0b739209346bbc4f0d52d";

    private final WebhookHandler handler;
    private final String callStart;
    private final String caller;
    private List<Instruction> last = List.of();

    private Conversation(CallScript script, String callStart, String caller) {
        this.handler = new WebhookHandler(SignatureCheck.with(SECRET), script);
        this.callStart = callStart;
        this.caller = caller;
        send(new NotifyStart(callStart, ID, caller, "442037691881"));
    }

    static Conversation with(CallScript script) {
        return from(script, "442037691880");
    }

    static Conversation from(CallScript script, String caller) {
        return new Conversation(script, "2025-03-04 10:11:12", caller);
    }

    /** @param callStart as the server sends it, in the account's time zone */
    static Conversation at(String callStart, CallScript script) {
        return new Conversation(script, callStart, "442037691880");
    }

    /** What the script ordered last, in words such as {@code popular 5 | hang up}. */
    String hears() {
        return String.join(" | ", last.stream().map(Conversation::words).toList());
    }

    /** The keys that the caller presses, a final hash left out as the server does. */
    Conversation enters(String digits) {
        return send(ivr(new WaitDtmfResult(asked().name(), digits, false)));
    }

    Conversation entersNothing() {
        return send(ivr(new WaitDtmfResult(asked().name(), "", true)));
    }

    /** Hears everything to its end. */
    Conversation listens() {
        assertThat(last).noneMatch(WaitDtmf.class::isInstance);
        return send(ivr(null));
    }

    /** The input that the script waits for. */
    WaitDtmf asked() {
        return (WaitDtmf) last.getLast();
    }

    private NotifyIvr ivr(WaitDtmfResult entered) {
        List<AnnouncementKind> completed = last.stream()
                .filter(Instruction.Announcement.class::isInstance)
                .map(announcement -> ((Instruction.Announcement) announcement).kind())
                .toList();
        return new NotifyIvr(callStart, ID, caller, "442037691881", completed, entered, false);
    }

    private Conversation send(WebhookEvent event) {
        HttpAnswer answer = handler.handle(HttpCall.of(event, SECRET));
        assertThat(answer.status()).isEqualTo(200);
        ParsedReply reply = new ReplyParser(Language::isOfProtocol).parse(answer.body());
        assertThat(reply.lints()).isEmpty();
        last = reply instanceof ParsedReply.Instructions instructions ? instructions.list() : List.of();
        return this;
    }

    private static String words(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Play(var id) -> "play " + id;
            case Instruction.SayPopular(var number, var _) -> "popular " + number;
            case Instruction.SayDigits(var digits, var _) -> "digits " + digits;
            case Instruction.SayNumber(var number, var _) -> "number " + number.toPlainString();
            case Instruction.SayText(var text, var _, var _) -> text;
            case WaitDtmf wait -> "wait for %d as %s".formatted(wait.maxDigits(), wait.name());
            case Instruction.Redirect redirect ->
                "redirect " + redirect.target().wireText();
            case Instruction.CallerName(var name) -> "name " + name;
            case Instruction.HangUp() -> "hang up";
        };
    }
}
