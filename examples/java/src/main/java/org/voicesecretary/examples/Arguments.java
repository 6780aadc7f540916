package org.voicesecretary.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.voicesecretary.client.CallScript;
import org.voicesecretary.client.ScriptServer;
import org.voicesecretary.client.SignatureCheck;
import org.voicesecretary.client.WebhookHandler;

/** What stands on the command line: {@code --port 9001 --secret 0d1c2b3a4f5e6d7c8b9a --file mine.txt}. */
record Arguments(int port, SignatureCheck check, Map<String, String> options) {

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it has an unknown option, one without value, or a port that is none
     */
    static Arguments parse(String[] args, int defaultPort, String... ownOptions) {
        List<String> own = List.of(ownOptions);
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i];
            if (!name.equals("--port") && !name.equals("--secret") && !own.contains(name)) {
                throw new IllegalArgumentException(
                        "option %s is unknown: expected --port, --secret %s".formatted(name, String.join(" ", own)));
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("option %s has no value: write it behind a space".formatted(name));
            }
            options.put(name, args[i + 1]);
        }
        String secret = options.getOrDefault("--secret", "");
        return new Arguments(
                port(options.getOrDefault("--port", Integer.toString(defaultPort))),
                secret.isEmpty() ? SignatureCheck.off() : SignatureCheck.with(secret),
                options);
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException(
                    "--port is '%s': expected 0 to 65535, 0 takes a free one".formatted(text));
        }
        return Integer.parseInt(text);
    }

    /** The lines of the file that an option names, or of the one that comes with the examples. */
    List<String> lines(String option, String bundled) throws IOException {
        String file = options.get(option);
        if (file != null) {
            return Files.readAllLines(Path.of(file));
        }
        return Bundled.lines(bundled);
    }

    /** Serves the script until the program is stopped. */
    ScriptServer serve(CallScript script) throws IOException {
        ScriptServer server = ScriptServer.start(port, new WebhookHandler(check, script));
        IO.println("%s answers at %s (%s); stop it with Ctrl-C"
                .formatted(
                        script.getClass().getSimpleName(),
                        server.url(),
                        check instanceof SignatureCheck.Off ? "signature not checked" : "signature checked"));
        return server;
    }
}
