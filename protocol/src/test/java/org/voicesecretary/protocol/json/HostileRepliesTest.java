package org.voicesecretary.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.ParsedReply;

@Tag("unit")
class HostileRepliesTest {
    private static final ReplyParser PARSER = ReplyFixturesTest.PARSER;

    @Test
    void aBodyOfMoreThan64KilobytesIsNotRead() {
        assertThat(parse(" ".repeat(64 * 1024 + 1)))
                .isInstanceOfSatisfying(
                        ParsedReply.Unreadable.class,
                        reply -> assertThat(reply.why()).contains("65537 bytes"));
    }

    @Test
    void aFullSizedTextIsCutWithANote() {
        var reply = (ParsedReply.Instructions)
                parse("{\"ivr_saytext\":\"" + "a".repeat(60_000) + "\",\"language\":\"en\"}");
        assertThat(reply.lints()).hasSize(1);
        assertThat(reply.correctedJson()).hasSizeLessThan(5000);
    }

    @Test
    void thousandsOfUnknownKeysGiveAFewNotes() {
        var body = new StringBuilder("{\"hangup\":1");
        for (int i = 0; i < 3000; i++) {
            body.append(",\"ivr_pla").append(i).append("\":1");
        }
        var reply = parse(body.append('}').toString());
        assertThat(reply.lints()).hasSize(51);
        assertThat(reply.lints().getLast().problem()).isEqualTo("has 2950 more oddities");
    }

    @Test
    void textMadeToBeSlowIsNotSlow() {
        for (String seed : new String[] {
            "{", "{\"a", "{\"a\":", "[", "<a", "&am", "{{}", "{'", "{/*", "\\", "\"", "{\"ivr_saytext\":\"<"
        }) {
            String body = seed.repeat(64 * 1024 / seed.length());
            Assertions.assertTimeout(
                    Duration.ofSeconds(5), () -> assertThat(parse(body)).isNotNull());
            Assertions.assertTimeout(
                    Duration.ofSeconds(5),
                    () -> assertThat(
                                    parse("{\"ivr_saytext\":" + new Json.Text(body.substring(0, 20_000)).write() + "}"))
                            .isNotNull());
        }
    }

    private static ParsedReply parse(String body) {
        return PARSER.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}
