package org.voicesecretary.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.voicesecretary.client.CallScript;
import org.voicesecretary.examples.Balance;
import org.voicesecretary.examples.BirthdayCountdown;
import org.voicesecretary.examples.EndlessMenu;
import org.voicesecretary.examples.LastThreeDigits;

/** The sixteen programs of {@code examples/}, each run by its own interpreter as a stranger would. */
final class ExamplePrograms implements AutoCloseable {
    private static final Path EXAMPLES =
            Path.of("..", "examples").toAbsolutePath().normalize();

    enum Tongue {
        PHP(7, 9011),
        NODE(6, 9021),
        PYTHON(5, 9031),
        JAVA(8, 9001);

        private final int group;
        private final int firstPort;

        Tongue(int group, int firstPort) {
            this.group = group;
            this.firstPort = firstPort;
        }
    }

    enum Example {
        LAST_THREE_DIGITS("last_three_digits", LastThreeDigits.class),
        BIRTHDAY("birthday", BirthdayCountdown.class),
        ENDLESS_MENU("endless_menu", EndlessMenu.class),
        BALANCE("balance", Balance.class);

        private final String file;
        private final Class<? extends CallScript> type;

        Example(String file, Class<? extends CallScript> type) {
            this.file = file;
            this.type = type;
        }

        /** The number that {@code examples/account.yaml} gives to this example in that language. */
        String number(Tongue tongue) {
            return "4420376918" + tongue.group + (ordinal() + 1);
        }
    }

    private final Map<Tongue, Map<Example, ScriptProcess>> running;

    private ExamplePrograms(Map<Tongue, Map<Example, ScriptProcess>> running) {
        this.running = running;
    }

    /** Starts all, at once. */
    static ExamplePrograms start() throws InterruptedException {
        Map<String, String> environment = Map.of("VOICE_SECRETARY_SECRET", RunningServer.SECRET);
        var running = new ExamplePrograms(new EnumMap<>(Tongue.class));
        List<Callable<Void>> starts = new ArrayList<>();
        for (Tongue tongue : Tongue.values()) {
            for (Example example : Example.values()) {
                starts.add(() -> {
                    ScriptProcess program = start(tongue, example, environment);
                    running.add(tongue, example, program);
                    program.warmUp(RunningServer.SECRET);
                    return null;
                });
            }
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var start : threads.invokeAll(starts)) {
                start.get();
            }
        } catch (ExecutionException e) {
            running.close();
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        }
        return running;
    }

    private static ScriptProcess start(Tongue tongue, Example example, Map<String, String> environment)
            throws InterruptedException {
        return switch (tongue) {
            case PHP -> ScriptProcess.php(EXAMPLES.resolve("php/" + example.file + ".php"), environment);
            case NODE -> ScriptProcess.node(EXAMPLES.resolve("node/" + example.file + ".mjs"), environment);
            case PYTHON -> ScriptProcess.python(EXAMPLES.resolve("python/" + example.file + ".py"), environment);
            case JAVA -> ScriptProcess.java(example.type, environment);
        };
    }

    private synchronized void add(Tongue tongue, Example example, ScriptProcess process) {
        running.computeIfAbsent(tongue, t -> new HashMap<>()).put(example, process);
    }

    ScriptProcess program(Tongue tongue, Example example) {
        return running.get(tongue).get(example);
    }

    /** {@code examples/account.yaml}, with the ports that the programs really have. */
    String account() throws IOException {
        String account = Files.readString(EXAMPLES.resolve("account.yaml"));
        for (Tongue tongue : Tongue.values()) {
            for (Example example : Example.values()) {
                String written = "http://127.0.0.1:" + (tongue.firstPort + example.ordinal()) + "/";
                if (!account.contains("\"" + example.number(tongue) + "\", webhook: {url: \"" + written + "\"}")) {
                    throw new AssertionError("examples/account.yaml has no number %s with %s"
                            .formatted(example.number(tongue), written));
                }
                account = account.replace(
                        "\"" + written + "\"", "\"" + program(tongue, example).url() + "\"");
            }
        }
        return account;
    }

    @Override
    public void close() {
        running.values().forEach(programs -> programs.values().forEach(ScriptProcess::close));
    }
}
