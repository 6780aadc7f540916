package org.voicesecretary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;

/**
 * The baresip program as an independent phone: it hums 440 Hz into its calls and writes what it hears to a file. Steered by
 * its {@code ctrl_tcp} module (JSON in netstrings).
 */
final class Baresip implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/baresip");
    private static final Path MODULES = Path.of("/usr/lib/baresip/modules");

    private final Process process;
    private final Path directory;
    private final Socket control;
    private final List<String> events = new ArrayList<>();

    private Baresip(Process process, Path directory, Socket control) throws IOException {
        this.process = process;
        this.directory = directory;
        this.control = control;
        InputStream in = new BufferedInputStream(control.getInputStream());
        Thread.ofVirtual().start(() -> listen(in));
    }

    /**
     * @param codec such as {@code PCMA/8000/1}
     * @param keys how it sends keys: rtpevent or info
     */
    static Baresip start(Path directory, String codec, String keys) throws IOException, InterruptedException {
        return start(
                directory,
                codec,
                440,
                "<sip:442037690000@127.0.0.1>;regint=0;audio_codecs=" + codec + ";dtmfmode=" + keys);
    }

    /**
     * A telephone of an extension: it registers, answers by itself and hums in its own tone.
     *
     * @param login such as {@code 123456-101}
     * @param port of the server
     */
    static Baresip registering(Path directory, String login, String password, int port, double hertz)
            throws IOException, InterruptedException {
        return registering(directory, login, password, port, hertz, "auto");
    }

    /** A telephone of an extension that rings until it is told to {@code accept}. */
    static Baresip answeringByHand(Path directory, String login, String password, int port, double hertz)
            throws IOException, InterruptedException {
        return registering(directory, login, password, port, hertz, "manual");
    }

    private static Baresip registering(
            Path directory, String login, String password, int port, double hertz, String answers)
            throws IOException, InterruptedException {
        String account = "<sip:%s@127.0.0.1:%d>;auth_user=%s;auth_pass=%s;regint=600;answermode=%s"
                + ";audio_codecs=PCMA/8000/1;dtmfmode=rtpevent";
        return start(directory, "PCMA/8000/1", hertz, account.formatted(login, port, login, password, answers));
    }

    /** As {@link #registering}, and subscribes to its messages. */
    static Baresip withLamp(Path directory, String login, String password, int port, double hertz)
            throws IOException, InterruptedException {
        String account = "<sip:%s@127.0.0.1:%d>;auth_user=%s;auth_pass=%s;regint=600;answermode=auto;mwi=yes"
                + ";audio_codecs=PCMA/8000/1;dtmfmode=rtpevent";
        return start(
                directory,
                "PCMA/8000/1",
                hertz,
                account.formatted(login, port, login, password),
                "module_app mwi.so\n");
    }

    /** As {@link #registering}, over TLS and with encrypted audio only. */
    static Baresip registeringSecurely(Path directory, String login, String password, int port, double hertz)
            throws IOException, InterruptedException {
        String account = "<sip:%s@127.0.0.1:%d;transport=tls>;auth_user=%s;auth_pass=%s;regint=600;answermode=auto"
                + ";audio_codecs=PCMA/8000/1;dtmfmode=rtpevent;mediaenc=srtp-mand";
        return start(directory, "PCMA/8000/1", hertz, account.formatted(login, port, login, password));
    }

    private static Baresip start(Path directory, String codec, double hertz, String account)
            throws IOException, InterruptedException {
        return start(directory, codec, hertz, account, "");
    }

    private static Baresip start(Path directory, String codec, double hertz, String account, String modules)
            throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new AssertionError(
                    "baresip is not installed, and these tests need it: `apt-get install baresip`, or `make test`, which installs it");
        }
        Files.createDirectories(directory);
        int port = FreePort.any();
        Path hum = directory.resolve("hum.wav");
        WavFile.write(hum, Tones.sine(hertz, Tones.amplitude(-20), 60_000, codec.contains("/16000") ? 16_000 : 8_000));
        Files.writeString(directory.resolve("config"), """
                sip_listen 127.0.0.1:0
                net_interface 127.0.0.1
                module_path %s
                audio_player aubridge,heard
                audio_source aufile,%s
                snd_path %s
                ctrl_tcp_listen 127.0.0.1:%d
                module g711.so
                module g722.so
                module aufile.so
                module aubridge.so
                module sndfile.so
                module srtp.so
                module_app account.so
                module_app menu.so
                module_app ctrl_tcp.so
                """.formatted(MODULES, hum, directory, port) + modules);
        Files.writeString(directory.resolve("accounts"), account + "\n");
        Files.writeString(directory.resolve("contacts"), "");
        Process process = new ProcessBuilder(PROGRAM.toString(), "-f", directory.toString(), "-4")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("screen").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try {
            Socket control =
                    Eventually.get("baresip listens on port " + port, Duration.ofSeconds(20), () -> connect(port));
            return new Baresip(process, directory, control);
        } catch (Throwable e) {
            process.destroy();
            throw e;
        }
    }

    private static Optional<Socket> connect(int port) {
        try {
            return Optional.of(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void listen(InputStream in) {
        try {
            while (true) {
                int length = 0;
                int c;
                while ((c = in.read()) != ':') {
                    if (c < 0) {
                        return;
                    }
                    length = length * 10 + c - '0';
                }
                String event = new String(in.readNBytes(length), UTF_8);
                in.read(); // the comma
                synchronized (events) {
                    events.add(event);
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** A command of its menu: dial, sndcode, hold, resume, hangup. */
    void command(String name, String parameters) throws IOException {
        String json = "{\"command\":\"" + name + "\",\"params\":\"" + parameters + "\"}";
        control.getOutputStream().write((json.length() + ":" + json + ",").getBytes(UTF_8));
    }

    /** What it told before is of no interest any more. */
    void forgets() {
        synchronized (events) {
            events.clear();
        }
    }

    /** Waits for an event of this type, such as CALL_ESTABLISHED. */
    void tells(String type) throws InterruptedException {
        Eventually.that(() -> "baresip tells " + type + ", but " + told(), () -> {
            synchronized (events) {
                return events.stream().anyMatch(event -> event.contains("\"type\":\"" + type + "\""));
            }
        });
    }

    /** Waits for an event of this type that has this in it. */
    void tells(String type, String detail) throws InterruptedException {
        Eventually.that(() -> "baresip tells " + type + " with " + detail + ", but " + told(), () -> {
            synchronized (events) {
                return events.stream()
                        .anyMatch(event -> event.contains("\"type\":\"" + type + "\"") && event.contains(detail));
            }
        });
    }

    /** Waits until this is on its screen, for what may happen before we are connected with it. */
    void shows(String text) throws InterruptedException {
        Eventually.that(() -> "baresip shows '" + text + "', but " + told(), () -> told().contains(text));
    }

    private String told() {
        try {
            synchronized (events) {
                return events + "\n" + Files.readString(directory.resolve("screen"));
            }
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Waits until it has heard something for a second, from now on. */
    void hearsForASecond() throws InterruptedException {
        long before = recorded();
        Eventually.that(() -> "baresip hears something, but " + told(), () -> recorded() >= before + 16_000);
    }

    /** Of all calls so far. */
    private long recorded() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Baresip::isHeard)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isHeard(Path file) {
        return file.getFileName().toString().matches("dump-.*-dec\\.wav");
    }

    /** It is gone without a word, as when its battery is empty. */
    void vanish() {
        process.destroyForcibly();
    }

    /** The recording of what it heard, once the call is over. */
    Path heard() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Baresip::isHeard)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("baresip recorded nothing: " + told()));
        }
    }

    @Override
    public void close() throws IOException {
        try (control) {
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
