package org.voicesecretary.pbx.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class NumberReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DE | 030 12345678       | +493012345678 DE ORDINARY
            DE | (030) 1234-5678    | +493012345678 DE ORDINARY
            DE | +49 30 12345678    | +493012345678 DE ORDINARY
            DE | 00442037691881     | +442037691881 GB ORDINARY
            DE | +442037691881      | +442037691881 GB ORDINARY
            DE | 09001234567        | +499001234567 DE PREMIUM
            DE | 01805123456        | +491805123456 DE SHARED_COST
            DE | 08001234567        | +498001234567 DE TOLL_FREE
            DE | 116117             | 116117 DE TOLL_FREE
            DE | 11833              | 11833 DE UNKNOWN_COST
            DE | +4990012           | +4990012 DE UNASSIGNED
            DE | +88216123456       | +88216123456 001 ORDINARY
            DE | +18765550123       | +18765550123 JM ORDINARY
            GB | 07012345678        | +447012345678 GB PERSONAL
            GB | 08431234567        | +448431234567 GB PREMIUM
            US | 2025550123         | +12025550123 US ORDINARY
            US | 12025550123        | +12025550123 US ORDINARY
            US | 011442037691881    | +442037691881 GB ORDINARY
            US | 9002345678         | +19002345678 US PREMIUM
            RU | 84951234567        | +74951234567 RU ORDINARY
            PL | 221234567          | +48221234567 PL ORDINARY
            PL | 48221234567        | +48221234567 PL ORDINARY
            IT | 0612345678         | +390612345678 IT ORDINARY
            DE | +123               |
            DE | +99912345678       |
            DE | 1                  |
            DE | call me            |
            DE | 030x123            |
            DE | ''                 |
            """)
    void aPersonDialsRelativeToTheCountry(String country, String dialled, String number) {
        assertThat(words(new NumberReader(country).dialled(dialled))).isEqualTo(number == null ? "" : number);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DE | 442037691881   | +442037691881 GB ORDINARY
            DE | +442037691881  | +442037691881 GB ORDINARY
            DE | ++442037691881 | +442037691881 GB ORDINARY
            DE | 00442037691881 | +442037691881 GB ORDINARY
            DE | 493012345678   | +493012345678 DE ORDINARY
            DE | 03012345678    | +493012345678 DE ORDINARY
            RU | 84951234567    | +74951234567 RU ORDINARY
            RU | 74951234567    | +74951234567 RU ORDINARY
            UA | 380441234567   | +380441234567 UA ORDINARY
            US | 2025550123     | +12025550123 US ORDINARY
            DE | 116117         | 116117 DE TOLL_FREE
            """)
    void aScriptWritesInternationalNumbersWithoutPlus(String country, String written, String number) {
        assertThat(words(new NumberReader(country).written(written))).isEqualTo(number == null ? "" : number);
    }

    @Test
    void whatIsUnassignedMayBeInEveryCountryOfItsCode() {
        PhoneNumber number = new NumberReader("DE").dialled("+19001234567").orElseThrow();

        assertThat(number.kind()).isEqualTo(PhoneNumber.Kind.UNASSIGNED);
        assertThat(number.regions()).contains("US", "CA", "JM", "DO");
    }

    @ParameterizedTest
    @CsvSource({
        "DE,112,true",
        "DE,110,true",
        "DE,911,false",
        "US,911,true",
        "GB,999,true",
        "GB,112,true",
        "DE,1120,false"
    })
    void emergencyNumbersAreThoseOfTheCountry(String country, String digits, boolean emergency) {
        assertThat(new NumberReader(country).isEmergency(digits)).isEqualTo(emergency);
    }

    @Test
    void aCountryIsACodeOfTwoLetters() {
        assertThat(NumberReader.country(" de ")).isEqualTo("DE");
        assertThatThrownBy(() -> NumberReader.country("UK"))
                .hasMessage("\"UK\" is no country; expected a code of two letters such as DE (Britain is GB)");
        assertThatThrownBy(() -> NumberReader.country("Germany")).hasMessageStartingWith("\"Germany\" is no country");
    }

    @Test
    void anyTextIsReadOrRefusedAndAReadNumberReadsAsItself() {
        var random = new Random(7);
        String alphabet = "0123456789+*# -()/.xé";
        for (String country : new String[] {"DE", "US", "RU", "GB", "IT", "BR"}) {
            var reader = new NumberReader(country);
            for (int round = 0; round < 3_000; round++) {
                var text = new StringBuilder();
                for (int length = random.nextInt(18); length > 0; length--) {
                    // Mostly digits, so that many are numbers.
                    text.append(alphabet.charAt(
                            random.nextInt(4) == 0 ? random.nextInt(alphabet.length()) : random.nextInt(10)));
                }
                for (var read : java.util.List.of(reader.dialled(text.toString()), reader.written(text.toString()))) {
                    read.filter(PhoneNumber::international)
                            .filter(n -> n.kind() != PhoneNumber.Kind.UNASSIGNED)
                            .ifPresent(number -> {
                                assertThat(reader.dialled(number.text()))
                                        .as("%s %s", country, text)
                                        .contains(number);
                                assertThat(reader.written(number.text()))
                                        .as("%s %s", country, text)
                                        .contains(number);
                            });
                }
            }
        }
    }

    private static String words(java.util.Optional<PhoneNumber> number) {
        return number.map(n -> n.text() + " " + String.join(",", n.regions()) + " " + n.kind())
                .orElse("");
    }
}
