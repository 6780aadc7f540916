package org.voicesecretary.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.config.ConfigException;
import org.voicesecretary.config.Problem;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.WebhookConfig;

@Tag("unit")
class AccountFileParserTest {
    @TempDir
    Path directory;

    @Test
    void readsEverySectionOfTheManual() throws IOException {
        Files.createDirectories(directory.resolve("prompts"));
        Files.writeString(directory.resolve("prompts/menu.wav"), "RIFF");

        AccountFile file = parse("""
                account: {name: Demo shop, key: 1a2b3c4d5e6f7a8b9c0d, secret: 0d1c2b3a4f5e6d7c8b9a, time-zone: Europe/Berlin, language: en}
                webhook: {url: "http://127.0.0.1:9000/hook", fallback-url: null, timeout: 5s, body: urlencoded, signature: hex}
                trunks:  [{name: loopback, allow: [127.0.0.0/8, "::1"]}]
                numbers:
                  - {number: "442037691881", webhook: {url: "http://127.0.0.1:9001/", fallback-url: null}, filler: off}
                  - {number: "+442037691882", language: de, voice: de+f3, filler: "Einen Moment bitte.", filler-after: 1s}
                sounds:
                  - {id: welcome, language: en, text: "Welcome to the demo shop."}
                  - {id: ca17d5b0e3ebaa48, file: prompts/menu.wav}
                phrases: {en: {1: "Hello"}}
                """);

        assertThat(file.account()).hasValueSatisfying(account -> {
            assertThat(account.name()).isEqualTo("Demo shop");
            assertThat(account.secret()).isEqualTo(new Secret("0d1c2b3a4f5e6d7c8b9a"));
            assertThat(account.timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        });
        assertThat(file.webhook())
                .contains(new WebhookSettings(
                        new UrlSetting.Url(URI.create("http://127.0.0.1:9000/hook")),
                        null,
                        Duration.ofSeconds(5),
                        WebhookConfig.Body.URLENCODED,
                        WebhookConfig.SignatureForm.HEX));
        assertThat(file.trunks())
                .contains(List.of(new Trunk("loopback", List.of(Network.parse("127.0.0.0/8"), Network.parse("::1")))));
        assertThat(file.numbers())
                .contains(List.of(
                        new AccountNumber(
                                "442037691881",
                                new WebhookSettings(
                                        new UrlSetting.Url(URI.create("http://127.0.0.1:9001/")),
                                        new UrlSetting.None(),
                                        null,
                                        null,
                                        null),
                                new CallerSettings(null, null, new FillerChoice.Off(), null),
                                NumberOffice.NOTHING),
                        new AccountNumber(
                                "442037691882",
                                WebhookSettings.NOTHING,
                                new CallerSettings(
                                        "de",
                                        "de+f3",
                                        new FillerChoice.Sentence("Einen Moment bitte."),
                                        Duration.ofSeconds(1)),
                                NumberOffice.NOTHING)));
        assertThat(file.sounds().orElseThrow())
                .map(Sound::content)
                .satisfiesExactly(
                        content -> assertThat(content)
                                .isEqualTo(new Sound.Content.File(
                                        "menu.wav",
                                        "a40ff3d5900fb7698b8c865041347cb49eccedc8f93945f89629ad104aaecce4",
                                        4)),
                        content -> assertThat(content).isEqualTo(new Sound.Content.Text("Welcome to the demo shop.")));
        assertThat(file.phrases()).contains(List.of(new Phrase("en", 1, "Hello")));
    }

    @Test
    void aSectionThatIsAbsentIsNotAnEmptyOne() throws IOException {
        AccountFile file = parse("account: {key: 1a2b3c4d5e6f7a8b9c0d}\nnumbers: []\nsounds: []\n");

        assertThat(file.numbers()).contains(List.of());
        assertThat(file.sounds()).contains(List.of());
        assertThat(file.trunks()).isEmpty();
        assertThat(file.webhook()).isEmpty();
        assertThat(file.phrases()).isEmpty();
        assertThat(file.account()).hasValueSatisfying(a -> {
            assertThat(a.language()).isEqualTo("en");
            assertThat(a.secret()).isNull();
        });
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsLine() throws IOException {
        Files.createFile(directory.resolve("empty.wav"));
        assertThat(problems("""
                        acount: {}
                        account: {key: "a b", time-zone: Europe/Berlim, language: english!, nme: x}
                        webhook: {url: "ftp://host/", timeout: 60s, body: json, fallback-url: "no url"}
                        trunks:
                          - {name: a, allow: [127.0.0.1/8, nonsense]}
                          - {name: a, allow: ["::1"]}
                          - {name: b}
                        numbers:
                          - {number: 44 20 37}
                          - {number: "442037691881", filler-after: 3s}
                          - {number: "+442037691881"}
                          - {webhook: {url: "http://x/", retry: 3}}
                          - just text
                        sounds:
                          - {id: a, file: nowhere.wav}
                          - {id: b, file: empty.wav}
                          - {id: c, file: notes.txt}
                          - {id: d}
                          - {id: e, text: "x", file: "y.wav"}
                          - {id: f, text: "  "}
                        phrases: {en: {one: "Hello", 2: ""}, "??": {1: x}}
                        """))
                .containsExactly(
                        "account.yaml:1: unknown key \"acount\" in the file; did you mean \"account\"?",
                        "account.yaml:2: unknown key \"nme\" in account; did you mean \"name\"?",
                        "account.yaml:2: account.key: \"a b\" is no key; expected 8 to 64 of a-z, A-Z, 0-9, _, . and - (20 hex"
                                + " digits are usual)",
                        "account.yaml:2: account.time-zone: \"Europe/Berlim\" is no time zone; expected a name such as"
                                + " Europe/Berlin; did you mean \"Europe/Berlin\"?",
                        "account.yaml:2: account.language: \"english!\" is no language; expected a code such as en, de or pt-BR",
                        "account.yaml:3: webhook.url: \"ftp://host/\" is no URL of a script; expected http:// or https:// with a"
                                + " host, without user, password or #part",
                        "account.yaml:3: webhook.fallback-url: \"no url\" is no URL: Illegal character in path",
                        "account.yaml:3: webhook.timeout: 1m is out of range; expected 1s to 15s",
                        "account.yaml:3: webhook.body: \"json\" is not one of urlencoded, multipart",
                        "account.yaml:5: trunks[1].allow: \"127.0.0.1/8\" has bits behind its prefix; write 127.0.0.0/8 for the"
                                + " block or 127.0.0.1 for the host",
                        "account.yaml:5: trunks[1].allow: \"nonsense\" is no address block; expected an IP address or"
                                + " ADDRESS/BITS, such as 192.0.2.0/24",
                        "account.yaml:6: trunks has \"a\" twice; the first is at account.yaml:5",
                        "account.yaml:7: trunks[3] lacks \"allow\", the address blocks that calls may come from",
                        "account.yaml:9: numbers[1].number: \"44 20 37\" is no telephone number; expected 1 to 20 digits, with"
                                + " or without a leading +, without spaces, in quotes",
                        "account.yaml:10: numbers[2].filler-after: 3s is out of range; expected 200ms to 1800ms",
                        "account.yaml:11: numbers has \"442037691881\" twice; the first is at account.yaml:10",
                        "account.yaml:12: numbers[4] lacks \"number\"",
                        "account.yaml:12: unknown key \"retry\" in numbers[4].webhook; known here: url, fallback-url, timeout,"
                                + " body, signature, mute",
                        "account.yaml:13: numbers[5] is \"just text\"; expected keys: number, webhook, menu, extension, scenario,"
                                + " queue, hours, recording, language, voice, filler, filler-after",
                        "account.yaml:15: sounds[1].file: there is no file " + directory.resolve("nowhere.wav"),
                        "account.yaml:16: sounds[2].file: " + directory.resolve("empty.wav")
                                + " has 0 bytes; expected 1 to 50000000 (50 MB)",
                        "account.yaml:17: sounds[3].file: \"notes.txt\" is of no known format; expected a file that ends in"
                                + " .wav, .mp3, .ogg, .opus, .flac, .m4a, .aac",
                        "account.yaml:18: sounds[4] has neither \"text\" nor \"file\"; expected one of them",
                        "account.yaml:19: sounds[5] has both \"text\" and \"file\"; expected one of them",
                        "account.yaml:20: sounds[6].text: is empty",
                        "account.yaml:21: phrases.en.one: a phrase is named by its number, a whole number without sign",
                        "account.yaml:21: phrases.en.2 is \"\"; expected the sentence to say",
                        "account.yaml:21: phrases: \"??\" is no language; expected a code such as en, de or pt-BR");
    }

    @Test
    void aValueThatIsLeftEmptyIsAProblemAndNeverADeletion() {
        assertThat(problems("""
                        account: {key: 1a2b3c4d5e6f7a8b9c0d, secret: , voice: null}
                        trunks:
                          - {name: a, allow: }
                          - {name: b, allow: []}
                          - {name: , allow: ["::1"]}
                        numbers:
                        sounds:
                          - {id: welcome, text: }
                          - {id: menu, file: null}
                          - {id: , text: x}
                        phrases:
                        """))
                .containsExactly(
                        "account.yaml:1: account.secret: is empty; expected a value, or leave the key out",
                        "account.yaml:1: account.voice: is empty; expected a value, or leave the key out",
                        "account.yaml:3: trunks[1].allow: is empty; expected a list, [] for none",
                        "account.yaml:4: trunks[2].allow: is empty, nobody could call; expected address blocks, or leave the"
                                + " trunk out",
                        "account.yaml:5: trunks[3].name: is empty; expected a value, or leave the key out",
                        "account.yaml:6: numbers: is empty; expected a list, [] for none",
                        "account.yaml:8: sounds[1].text: is empty; expected a value, or leave the key out",
                        "account.yaml:9: sounds[2].file: is empty; expected a value, or leave the key out",
                        "account.yaml:10: sounds[3].id: is empty; expected a value, or leave the key out",
                        "account.yaml:11: phrases is nothing; expected languages: {en: {1: \"Hello\"}}, {} for none");
    }

    @Test
    void whatTheDatabaseHasNoRoomForIsToldWithItsLine() {
        String block = "\"2001:db8:1111:2222:3333:4444:5555:6666\", ";
        assertThat(problems("trunks:\n  - {name: %s, allow: [\"::1\"]}\n  - {name: b, allow: [%s]}\n"
                                .formatted("x".repeat(101), block.repeat(220))
                        + "numbers: [{number: \"4420\", language: de-abcdefgh-abcdefgh}]\n"))
                .containsExactly(
                        "account.yaml:2: trunks[1].name: has 101 characters; expected at most 100",
                        "account.yaml:3: trunks[2].allow: has too many address blocks; divide them among several trunks",
                        "account.yaml:4: numbers[1].language: \"de-abcdefgh-abcdefgh\" is no language; expected a code such"
                                + " as en, de or pt-BR");
    }

    @Test
    void oneLanguageUnderTwoNamesIsNotMergedInSilence() {
        assertThat(problems("phrases:\n  uk: {1: a}\n  ua: {1: b}\n"))
                .containsExactly(
                        "account.yaml:3: phrases: \"ua\" and \"uk\" are the same language; write its phrases in one"
                                + " group");
    }

    @Test
    void addressBlocksMatchTheirOwnFamilyOnly() throws IOException {
        var v4 = Network.parse("10.20.0.0/15");
        assertThat(v4.contains(java.net.InetAddress.ofLiteral("10.21.255.1"))).isTrue();
        assertThat(v4.contains(java.net.InetAddress.ofLiteral("10.22.0.1"))).isFalse();
        assertThat(v4.contains(java.net.InetAddress.ofLiteral("::ffff:10.20.0.1")))
                .isTrue();
        assertThat(v4.contains(java.net.InetAddress.ofLiteral("::1"))).isFalse();
        var v6 = Network.parse("2001:db8:8000::/33");
        assertThat(v6.contains(java.net.InetAddress.ofLiteral("2001:db8:ffff::1")))
                .isTrue();
        assertThat(v6.contains(java.net.InetAddress.ofLiteral("2001:db8::1"))).isFalse();
        assertThat(Network.parse("0.0.0.0/0").contains(java.net.InetAddress.ofLiteral("203.0.113.1")))
                .isTrue();
        assertThat(Network.parse("192.0.2.1")).hasToString("192.0.2.1");
        for (String text : List.of("", "host.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.1/8")) {
            assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> Network.parse(text)))
                    .as(text)
                    .isNotNull();
        }
    }

    private AccountFile parse(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("account.yaml"), yaml);
        return AccountFileParser.parse(file, "account.yaml");
    }

    private List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> parse(yaml)).problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
