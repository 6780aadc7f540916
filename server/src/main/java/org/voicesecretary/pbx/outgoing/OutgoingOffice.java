package org.voicesecretary.pbx.outgoing;

import java.time.ZoneId;
import java.util.List;
import org.voicesecretary.pbx.dial.NumberReader;

/**
 * What the rules need to know of an office.
 *
 * @param country of the account, ISO 3166
 * @param trunk whether there is a trunk that calls out can take
 */
public record OutgoingOffice(String country, ZoneId zone, boolean trunk) {
    /** For whoever sets the office up: whether help can be called. */
    public String emergencyNotice() {
        List<String> numbers = new NumberReader(country).emergencyNumbers();
        String named = numbers.isEmpty() ? "" : " (" + String.join(", ", numbers) + ")";
        return trunk
                ? "emergency numbers" + named
                        + " are always routed through the trunks, whatever the rules for calls out say"
                : "emergency calls" + named
                        + " are NOT available: this office has no trunk that calls out; tell everybody who has"
                        + " a telephone of it to use another one";
    }
}
