package org.voicesecretary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;

/**
 * The linphonec program as an independent telephone of an extension. It is steered by what is typed, hums into its calls, and writes what it
 * hears to a file; no sound card is needed.
 */
final class Linphone implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/linphonec");

    private final Process process;
    private final Path directory;
    private final OutputStream keyboard;

    private Linphone(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
        this.keyboard = process.getOutputStream();
    }

    /**
     * It registers by itself, and answers when it is told to.
     *
     * @param login such as {@code 123456-102}
     * @param port of the server
     */
    static Linphone registering(Path directory, String login, String password, int port, double hertz)
            throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new AssertionError(
                    "linphonec is not installed, and these tests need it: `apt-get install linphone-cli`, or `make test`, which installs it");
        }
        Files.createDirectories(directory.resolve(".local/share/linphone"));
        Path hum = directory.resolve("hum.wav");
        WavFile.write(hum, Tones.sine(hertz, Tones.amplitude(-20), 60_000, 8_000));
        Path config = directory.resolve("linphonerc");
        Files.writeString(config, """
                [sip]
                sip_port=-1
                sip_tcp_port=0
                sip_tls_port=0
                bind_address=127.0.0.1
                default_proxy=0
                guess_hostname=0
                use_ipv6=0
                [rtp]
                audio_rtp_port=-1
                [net]
                firewall_policy=0
                [proxy_0]
                reg_proxy=<sip:127.0.0.1:%3$d>
                reg_route=<sip:127.0.0.1:%3$d>
                reg_identity=sip:%1$s@127.0.0.1
                reg_expires=600
                reg_sendregister=1
                publish=0
                [auth_info_0]
                username=%1$s
                passwd=%2$s
                realm=voice-secretary
                [audio_codec_0]
                mime=PCMA
                rate=8000
                channels=1
                enabled=1
                """.formatted(login, password, port));
        var builder = new ProcessBuilder(PROGRAM.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("screen").toFile());
        builder.environment().put("HOME", directory.toString());
        var telephone = new Linphone(builder.start(), directory);
        try {
            telephone.types("soundcard use files");
            telephone.types("play " + hum);
            telephone.types("record " + telephone.heard());
            return telephone;
        } catch (IOException e) {
            telephone.close();
            throw e;
        }
    }

    /** A command of its prompt, such as {@code answer}, {@code call 101}, {@code terminate}, or keys to press in the call. */
    void types(String line) throws IOException {
        keyboard.write((line + "\n").getBytes(UTF_8));
        keyboard.flush();
    }

    /** Waits until it is registered, which it tells only when it is asked. */
    void registered() throws InterruptedException {
        Eventually.that(() -> "linphonec is registered, but\n" + screen(), () -> {
            types("status register");
            return screen().contains("registered, identity");
        });
    }

    /** Waits until this is on its screen. */
    void shows(String text) throws InterruptedException {
        Eventually.that(() -> "linphonec shows '" + text + "', but\n" + screen(), () -> screen().contains(text));
    }

    private String screen() {
        try {
            return Files.readString(directory.resolve("screen"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The recording of what it hears. */
    Path heard() {
        return directory.resolve("heard.wav");
    }

    /** Waits until it has heard something for a second, from now on. */
    void hearsForASecond() throws InterruptedException {
        long before = recorded();
        Eventually.that(() -> "linphonec hears something, but\n" + screen(), () -> recorded() >= before + 16_000);
    }

    private long recorded() {
        try {
            return Files.size(heard());
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
