package org.voicesecretary.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class TraceWriterTest {
    @Test
    void linesThatAreLeftOutAreToldInTheFormatOfTheTrace() {
        assertThat(TraceWriter.leftOut(12, TraceWriter.Format.TEXT))
                .isEqualTo("… 12 lines left out: the terminal is slower than the calls");
        assertThat(TraceWriter.leftOut(12, TraceWriter.Format.JSON))
                .isEqualTo(
                        "{\"kind\":\"left-out\",\"line\":\"12 lines left out: the terminal is slower than the calls\","
                                + "\"detail\":{\"lines\":12}}");
    }
}
