package org.voicesecretary.pbx.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.protocol.RedirectTarget;

@Tag("unit")
class DialTest {
    private static final NumberReader GERMANY = new NumberReader("DE");
    private static final NumberingPlan OFFICE = new NumberingPlan(
            Set.of("100", "101", "112"),
            Map.of(
                    0,
                    List.of(
                            entry("sales", 2),
                            entry("support", 1),
                            entry("nobody", NumberingPlan.NO_KEY),
                            entry("night", 10)),
                    3,
                    List.of()));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            101            | Extension[number=101]
            0-1            | Scenario[menu=0, scenario=Entry[id=support, key=1]]
            1              | Scenario[menu=0, scenario=Entry[id=support, key=1]]
            0-2            | Scenario[menu=0, scenario=Entry[id=sales, key=2]]
            0-3            | Scenario[menu=0, scenario=Entry[id=nobody, key=-1]]
            0-10           | Scenario[menu=0, scenario=Entry[id=night, key=10]]
            0-main         | Menu[menu=0]
            3-main         | Menu[menu=3]
            442037691881   | Outside[number=PhoneNumber[text=+442037691881, regions=[GB], kind=ORDINARY]]
            blacklist      | Busy[]
            ''             | Nowhere[]
            102            | Unknown[written=102, problem=102 is no extension of this office; it has 100, 101, 112]
            0-0            | Unknown[written=0-0, problem=menu 0 has no scenario 0: none with that key, and only 4 in its list]
            0-5            | Unknown[written=0-5, problem=menu 0 has no scenario 5: none with that key, and only 4 in its list]
            3-1            | Unknown[written=3-1, problem=menu 3 has no scenario 1: none with that key, and none at all]
            7-1            | Unknown[written=7-1, problem=this office has no menu 7; it has 0, 3]
            7-main         | Unknown[written=7-main, problem=this office has no menu 7; it has 0, 3]
            99999999999999999 | Unknown[written=99999999999999999, problem="99999999999999999" is no telephone number that can exist, read from DE; write it with its country code: +442037691881]
            main.1         | Unknown[written=main.1, problem="main.1" is no target; expected an extension (101), a scenario (0-1), a menu (0-main), a number (+442037691881) or blacklist]
            """)
    void aRedirectIsLookedUpInTheOffice(String redirect, String target) {
        assertThat(DialTarget.of(RedirectTarget.parse(redirect), OFFICE, GERMANY))
                .hasToString(target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''  | 101          | Extension[number=101]
            ''  | 112          | Emergency[digits=112]
            ''  | 110          | Emergency[digits=110]
            ''  | 40           | PickUp[]
            ''  | *97          | Voicemail[]
            ''  | 115          | Outside[number=PhoneNumber[text=115, regions=[DE], kind=UNKNOWN_COST]]
            ''  | 03012345678  | Outside[number=PhoneNumber[text=+493012345678, regions=[DE], kind=ORDINARY]]
            ''  | +49 30 12345678 | Outside[number=PhoneNumber[text=+493012345678, regions=[DE], kind=ORDINARY]]
            ''  | 102          | Unknown[dialled=102, problem="102" is neither an extension (it has 100, 101, 112) nor a telephone number, read from DE]
            ''  | bob          | Unknown[dialled=bob, problem="bob" is neither an extension (it has 100, 101, 112) nor a telephone number, read from DE]
            ''  | #101#        | Unknown[dialled=#101#, problem="#101#" is neither an extension (it has 100, 101, 112) nor a telephone number, read from DE]
            0   | 101          | Extension[number=101]
            0   | 112          | Emergency[digits=112]
            0   | 0112         | Emergency[digits=112]
            0   | 003012345678 | Outside[number=PhoneNumber[text=+493012345678, regions=[DE], kind=ORDINARY]]
            0   | 000442037691881 | Outside[number=PhoneNumber[text=+442037691881, regions=[GB], kind=ORDINARY]]
            0   | +442037691881   | Outside[number=PhoneNumber[text=+442037691881, regions=[GB], kind=ORDINARY]]
            9   | 03012345678  | Unknown[dialled=03012345678, problem="03012345678" is neither an extension (it has 100, 101, 112) nor begins with 9, which numbers outside begin with]
            9   | 903012345678 | Outside[number=PhoneNumber[text=+493012345678, regions=[DE], kind=ORDINARY]]
            """)
    void whatAnExtensionDialsIsUnderstood(String prefix, String dialled, String number) {
        assertThat(DialledNumber.of(dialled, OFFICE, new DialRules(prefix, "40", "*97"), GERMANY))
                .hasToString(number);
    }

    private static NumberingPlan.Entry entry(String id, int key) {
        return new NumberingPlan.Entry(id, key);
    }
}
