package org.voicesecretary.rest.sounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.Sound;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.pbx.office.OfficeReader;
import org.voicesecretary.prompt.SoundImport;
import org.voicesecretary.prompt.SoundImportException;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.TestRest;

@Tag("wire")
@Timeout(60)
class SoundMethodsTest {
    private static final byte[] TONE = WavFile.toBytes(Tones.sine(1_000, 900, 600, 8_000));

    private Path directory;
    private TestRest rest;

    @BeforeEach
    void start(@TempDir Path path) {
        directory = path;
        rest = new TestRest(
                path,
                "sounds: [{id: hello, text: \"Hello\"}]\nmenus: [{id: 0, greeting: {sound: hello}}]\n",
                this::routes);
    }

    /** With a check that really listens. */
    private List<Route> routes(TestRest r) {
        var files = new SoundImport(SoundImport.Limits.DEFAULT, Optional.empty());
        var accounts = new Accounts(
                r.database().database(),
                r.database().writer(),
                r.database().directory(),
                (file, hash) -> {
                    try {
                        files.master(file);
                        return Optional.empty();
                    } catch (SoundImportException e) {
                        return Optional.of(String.valueOf(e.getMessage()));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                new OfficeReader(),
                () -> TestRest.NOW,
                new SecureRandom());
        return new SoundMethods(new OfficeChanges(accounts, r.accounts(), new SecureRandom()), new SecureRandom())
                .routes();
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    private List<Sound> sounds() {
        return rest.accounts().snapshot().account(123456).orElseThrow().sounds();
    }

    private List<String> kept() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("data/sounds"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private TestRest.Got upload(String fileName, byte[] content) {
        return rest.upload("pbx/ivr/sounds/upload", Map.of("name", "Greeting"), "file", fileName, content);
    }

    @Test
    void aSoundIsUploadedListedAndDeleted() throws Exception {
        TestRest.Got got = upload("tone.wav", TONE);
        assertThat(got.body()).matches("\\{\"status\":\"success\",\"id\":\"[0-9a-f]{24}\"}");
        String id = got.body().replaceAll(".*\"id\":\"([0-9a-f]+)\".*", "$1");

        assertThat(rest.get("pbx/ivr/sounds/list").body())
                .isEqualTo("{\"status\":\"success\",\"pbx_id\":123456,\"sounds\":[{\"id\":\"" + id
                        + "\",\"name\":\"Greeting.wav\"},{\"id\":\"hello\",\"name\":\"hello\"}]}");
        assertThat(kept()).hasSize(1);

        assertThat(rest.delete("pbx/ivr/sounds/delete", Map.of("id", id)).body())
                .isEqualTo("{\"status\":\"success\"}");
        assertThat(sounds()).extracting(Sound::id).containsExactly("hello");
        assertThat(rest.delete("pbx/ivr/sounds/delete", Map.of("id", id)).status())
                .isEqualTo(404);
    }

    @Test
    void aSoundThatAMenuPlaysStays() {
        TestRest.Got got = rest.delete("pbx/ivr/sounds/delete", Map.of("id", "hello"));
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.body()).contains("there is no sound");
        assertThat(sounds()).hasSize(1);
    }

    @Test
    void whatNoCallCouldPlayIsRefusedWithAReason() throws Exception {
        assertThat(upload("notes.wav", "just some text".getBytes(StandardCharsets.UTF_8))
                        .body())
                .contains("Wrong parameters: file: sound file Greeting.wav is");
        assertThat(upload("silent.wav", WavFile.toBytes(Pcm.silence(4000, 8_000)))
                        .body())
                .contains("silent");
        assertThat(upload("program.exe", TONE).body()).contains("of no known format");
        assertThat(upload("empty.wav", new byte[0]).body()).contains("0 bytes");
        assertThat(rest.post("pbx/ivr/sounds/upload", Map.of("name", "x")).body())
                .contains("file: is missing");
        assertThat(sounds()).hasSize(1);
        assertThat(kept()).isEmpty();
    }

    @Test
    void namesThatClimbDirectoriesAreOnlyNames() throws Exception {
        for (String name : List.of("../../../etc/cron.d/evil.wav", "..\\..\\evil.wav", "/etc/passwd.wav", "a\0b.wav")) {
            assertThat(rest.upload("pbx/ivr/sounds/upload", Map.of("name", "../" + name), "file", name, TONE)
                            .status())
                    .as(name)
                    .isEqualTo(200);
        }
        assertThat(kept()).allMatch(name -> name.matches("[0-9a-f]{64}\\.wav"));
        assertThat(sounds())
                .filteredOn(sound -> sound.content() instanceof Sound.Content.File)
                .extracting(sound -> ((Sound.Content.File) sound.content()).name())
                .allMatch(name -> !name.contains("/") && !name.contains("\\"));
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(path -> path.toString().contains("evil"))).isEmpty();
        }
    }

    @Test
    void aHundredMegabytesAreRefusedWithoutBeingRead() {
        TestRest.Got got = upload("long.wav", new byte[100_000_000]);
        assertThat(got.status()).isEqualTo(413);
        assertThat(sounds()).hasSize(1);
    }

    @Test
    void aBombIsNoSound() throws Exception {
        var zip = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("tone.wav"));
            byte[] zeros = new byte[1_000_000];
            for (int i = 0; i < 200; i++) {
                out.write(zeros);
            }
        }
        assertThat(upload("bomb.wav", zip.toByteArray()).status()).isEqualTo(400);
        byte[] lies = TONE.clone();
        for (int i = 40; i < 44; i++) {
            lies[i] = (byte) 0xFF; // a data chunk of 4 GB
        }
        assertThat(upload("lies.wav", lies).status()).as("what is there counts").isEqualTo(200);
        byte[] hours = WavFile.toBytes(Tones.sine(1_000, 900, 2_000_000, 8));
        assertThat(upload("hours.wav", hours).body()).contains("too long");
    }

    @Test
    void theMelodyOfThoseWhoWaitIsSentSwitchedAndDeleted() {
        assertThat(rest.put("pbx/waitmelody/switch", Map.of("state", "on", "melody", "mymelody"))
                        .body())
                .contains("no melody was sent yet");

        assertThat(rest.upload("pbx/waitmelody/upload", Map.of(), "file", "tango.wav", TONE)
                        .body())
                .isEqualTo("{\"status\":\"success\",\"pbx_id\":123456,\"sound\":{\"id\":1,\"name\":\"tango.wav\"}}");
        assertThat(rest.put("pbx/waitmelody/switch", Map.of("state", "on", "melody", "mymelody"))
                        .body())
                .isEqualTo(
                        "{\"status\":\"success\",\"pbx_id\":123456,\"waitmelody\":{\"id\":1,\"name\":\"tango.wav\"}}");
        assertThat(hold()).isEqualTo("wait-melody");
        rest.put("pbx/waitmelody/switch", Map.of("state", "off", "melody", "mymelody"));
        assertThat(hold()).isEqualTo("none");
        rest.put("pbx/waitmelody/switch", Map.of("state", "on", "melody", "none"));
        assertThat(hold()).isEqualTo("default");

        rest.put("pbx/waitmelody/switch", Map.of("state", "on", "melody", "mymelody"));
        assertThat(rest.delete("pbx/waitmelody/delete", Map.of()).body())
                .isEqualTo("{\"status\":\"success\",\"pbx_id\":123456}");
        assertThat(hold()).isEqualTo("default");
        assertThat(sounds()).hasSize(1);
        assertThat(rest.delete("pbx/waitmelody/delete", Map.of()).status()).isEqualTo(404);
    }

    private String hold() {
        return rest.accounts()
                .snapshot()
                .account(123456)
                .orElseThrow()
                .document("hold", "")
                .flatMap(hold -> hold.text("music"))
                .orElse("");
    }
}
