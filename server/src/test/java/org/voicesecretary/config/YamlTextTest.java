package org.voicesecretary.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class YamlTextTest {
    @Test
    void twoWaysToWriteTheSameThingAreOneText() {
        String flow = "{b: [1, 'two', \"three\"], a: {x: null}}";
        String block = "a:\n  x:\nb:\n- \"1\"\n- two\n- three # a comment\n";
        assertThat(json(flow)).isEqualTo("{\"a\":{\"x\":null},\"b\":[\"1\",\"two\",\"three\"]}");
        assertThat(json(block)).isEqualTo(json(flow));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " blanks ",
                "null",
                "quote \" and \\ and 'single'",
                "lines\nof\r\ntext\n",
                "a\tb\u0001\u007f\u0085\u00a0\u2028\ufeff\uffff",
                "Grüße, 😀, 日本",
                "{not: a, [group, #nor a comment",
                "& * ! % @ `"
            })
    void everyTextReadsBackAsItWas(String text) {
        var scalar = new YamlValue.Scalar(new Origin.Default(), text, false);
        var problems = new Problems();
        String json = "{\"key\":" + YamlText.json(scalar) + "}";
        YamlValue.Mapping read = YamlFile.parse(json, new Origin.Key("here"), problems);
        assertThat(problems.list()).isEmpty();
        assertThat(json).doesNotContain("\n");
        assertThat(read.entries().get("key").value())
                .isEqualTo(new YamlValue.Scalar(new Origin.Key("here"), text, false));
    }

    @Test
    void peopleSeeItWithoutQuotes() {
        assertThat(YamlText.plain(read("{b: [1, 'two'], a: {x: \"y z\"}}"))).isEqualTo("{a: {x: y z}, b: [1, two]}");
    }

    @Test
    void whatIsWrongWithAStoredTextIsToldWithItsPlace() {
        var problems = new Problems();
        assertThat(YamlFile.parse("{\"a\":", new Origin.Key("extension 101"), problems))
                .isNull();
        assertThat(problems.list())
                .map(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("extension 101: this is no valid YAML");
    }

    private static String json(String yaml) {
        return YamlText.json(read(yaml));
    }

    private static YamlValue read(String yaml) {
        var problems = new Problems();
        YamlValue value = YamlFile.parse(yaml, new Origin.Default(), problems);
        assertThat(problems.list()).isEqualTo(List.of());
        return value;
    }
}
