package org.voicesecretary.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.voicesecretary.protocol.Instruction.DefaultAction;
import org.voicesecretary.protocol.Instruction.Play;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.json.ReplyParser;

@Tag("unit")
class ReplyBuilderTest {
    @Test
    void aMenuStepLooksAsTheOfficialBuilderWritesIt() {
        assertThat(Reply.builder()
                        .play("ca17d5b0e3ebaa48")
                        .waitDtmf(5, 2, 1, "main.1", "hangup")
                        .toJson())
                .isEqualTo("{\"ivr_play\":\"ca17d5b0e3ebaa48\",\"wait_dtmf\":{\"timeout\":5,\"attempts\":2,"
                        + "\"maxdigits\":1,\"name\":\"main.1\",\"default\":\"hangup\"}}");
    }

    @Test
    void nothingToSayIsAnEmptyList() {
        assertThat(Reply.builder().toJson()).isEqualTo("[]");
    }

    @Test
    void whatIsBuiltIsParsedAsItWasMeant() {
        Reply reply = Reply.builder()
                .callerName("Tom \"Jerry\" \\ 😀")
                .sayText("A < B & C", "en+f3")
                .sayNumber(new BigDecimal("-12.50"))
                .sayDigits("007*#")
                .sayPopular(4)
                .play("welcome")
                .language(Language.UA)
                .redirect("0-1", 3, "+442037691880")
                .build();
        var parsed = (ParsedReply.Instructions)
                new ReplyParser(Language::isOfProtocol).parse(reply.toJson().getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.list()).isEqualTo(reply.instructions());
        assertThat(parsed.lints()).isEmpty();
        assertThat(parsed.correctedJson()).isEqualTo(reply.toJson());
    }

    @Test
    void badValuesFailAtOnceAndSayWhatIsExpected() {
        ReplyBuilder builder = Reply.builder();
        assertThatThrownBy(() -> builder.play(" ")).hasMessageContaining("ivr_play");
        assertThatThrownBy(() -> builder.sayDigits("12a")).hasMessageContaining("'12a'");
        assertThatThrownBy(() -> builder.sayDigits("")).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> builder.sayPopular(0)).hasMessageContaining("from 1");
        assertThatThrownBy(() -> builder.sayNumber(1_000_000_000_000_000L)).hasMessageContaining("15 digits");
        assertThatThrownBy(() -> builder.sayText("")).hasMessageContaining("words");
        assertThatThrownBy(() -> builder.redirect("nowhere")).hasMessageContaining("'nowhere'");
        assertThatThrownBy(() -> builder.redirect("100", 2, null)).hasMessageContaining("return_timeout");
        assertThatThrownBy(() -> builder.redirect("100", 0, "12")).hasMessageContaining("rewrite_forward_number");
        assertThatThrownBy(() -> builder.waitDtmf(61, 1, 1, "m", "")).hasMessageContaining("wait_dtmf.timeout");
        assertThatThrownBy(() -> builder.waitDtmf(5, 11, 1, "m", "")).hasMessageContaining("attempts");
        assertThatThrownBy(() -> builder.waitDtmf(5, 1, 65, "m", "")).hasMessageContaining("maxdigits");
    }

    @Test
    void oneReplyHasEachKeyOnceAndOneLanguage() {
        assertThatThrownBy(() -> Reply.builder().play("a").play("b").build()).hasMessageContaining("ivr_play twice");
        assertThatThrownBy(() -> Reply.builder().hangup().hangup()).hasMessageContaining("hangup twice");
        assertThatThrownBy(() -> Reply.builder().redirect("100").redirect("101"))
                .hasMessageContaining("redirect twice");
        assertThatThrownBy(() -> Reply.builder().waitDtmf(5, 1, 1, "a", "").waitDtmf(5, 1, 1, "b", ""))
                .hasMessageContaining("wait_dtmf twice");
        assertThatThrownBy(() -> new Reply(
                        List.of(new SayText("a", Language.EN, null), new Instruction.SayPopular(1, Language.DE))))
                .hasMessageContaining("one language");
        assertThat(new Reply(List.of(new Play("a"))).toJson()).isEqualTo("{\"ivr_play\":\"a\"}");
    }

    @Test
    void halfCharactersAreEscapedSoThatTheJsonIsAlwaysUtf8() {
        assertThat(JsonText.quote("a\ud800b\udc00\u0001\u007f")).isEqualTo("\"a\\ud800b\\udc00\\u0001\\u007f\"");
    }

    @Test
    void inputIsSensitiveByFlagOrByName() {
        assertThat(new Instruction.WaitDtmf(5, 1, 1, "sensitive_pin", new DefaultAction.None(), false).sensitive())
                .isTrue();
        assertThat(Reply.builder().waitSensitiveDtmf(5, 1, 4, "pin", "").toJson())
                .contains("\"sensitive\":true");
    }

    @Test
    void redirectTargetsHaveTheirForms() {
        assertThat(RedirectTarget.parse("100")).isEqualTo(new RedirectTarget.Extension("100"));
        assertThat(RedirectTarget.parse("1")).isEqualTo(new RedirectTarget.Scenario(0, 1));
        assertThat(RedirectTarget.parse("2-30")).isEqualTo(new RedirectTarget.Scenario(2, 30));
        assertThat(RedirectTarget.parse("0-main")).isEqualTo(new RedirectTarget.Menu(0));
        assertThat(RedirectTarget.parse("blacklist")).isEqualTo(new RedirectTarget.Blacklist());
        assertThat(RedirectTarget.parse("12345")).isEqualTo(new RedirectTarget.OutsideNumber("12345"));
        assertThat(RedirectTarget.parse("")).isEqualTo(new RedirectTarget.None());
        for (String invalid : List.of("1234", "main.2", "++12345", "1-", "-1", "99999999999-1", "hangup", "+123")) {
            assertThat(RedirectTarget.parse(invalid)).isEqualTo(new RedirectTarget.Invalid(invalid));
        }
    }

    @Test
    void languagesAreReadInEverySpelling() {
        assertThat(Language.parse("uk")).contains(Language.UA);
        assertThat(Language.parse("EN")).contains(Language.EN);
        assertThat(Language.parse("pt_BR").map(Language::primary)).contains(new Language("pt"));
        assertThat(Language.UA.locale()).isEqualTo(Locale.of("uk"));
        assertThat(Language.parse("../etc")).isEmpty();
        assertThat(Language.parse("")).isEmpty();
        assertThatThrownBy(() -> new Language("E")).hasMessageContaining("'E'");
    }
}
