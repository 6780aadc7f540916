package org.voicesecretary.examples;

import java.io.IOException;
import java.util.Map;
import org.voicesecretary.client.CallScript;
import org.voicesecretary.client.ScriptServer;
import org.voicesecretary.client.SignatureCheck;
import org.voicesecretary.client.WebhookHandler;

/** Where an example listens and whether it checks signatures: {@code PORT} and {@code VOICE_SECRETARY_SECRET} say so. */
record Serving(int port, SignatureCheck check) {

    /** As the environment of the process says; without {@code PORT}, at {@code port}. */
    static Serving at(int port) {
        return at(port, System.getenv());
    }

    static Serving at(int port, Map<String, String> environment) {
        String wanted = environment.getOrDefault("PORT", Integer.toString(port));
        if (!wanted.matches("[0-9]{1,5}") || Integer.parseInt(wanted) > 65535) {
            throw new IllegalArgumentException(
                    "PORT is '%s': expected 0 to 65535, 0 takes a free one".formatted(wanted));
        }
        String secret = environment.getOrDefault("VOICE_SECRETARY_SECRET", "");
        return new Serving(
                Integer.parseInt(wanted), secret.isEmpty() ? SignatureCheck.off() : SignatureCheck.with(secret));
    }

    /** Serves the script until the program is stopped, and says where. */
    ScriptServer serve(CallScript script) throws IOException {
        ScriptServer server = ScriptServer.start(port, new WebhookHandler(check, script));
        IO.println("listening on " + server.url());
        return server;
    }
}
