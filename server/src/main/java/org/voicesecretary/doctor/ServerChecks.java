package org.voicesecretary.doctor;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a running server says of itself: what nobody else can know, such as events that only its memory has. */
record ServerChecks(RunningServer server) implements Check {
    @Override
    public void run(Consumer<Finding> tell) {
        if (!server.isThere()) {
            return;
        }
        List<Map.Entry<String, String>> troubles = server.troubles();
        troubles.forEach(trouble -> tell.accept(Finding.warn(
                "server: " + trouble.getKey(), trouble.getValue(), "it goes on by itself once that is mended")));
        if (troubles.isEmpty()) {
            tell.accept(Finding.ok("server", "runs and has no complaints"));
        }
    }
}
