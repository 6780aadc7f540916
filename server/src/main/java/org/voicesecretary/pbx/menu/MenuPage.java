package org.voicesecretary.pbx.menu;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.protocol.RedirectTarget;

/** What a caller meets in a menu. */
public sealed interface MenuPage {
    /**
     * Inside the working hours.
     *
     * @param waitSeconds for a key, 1 to 60
     * @param plays how often the greeting is heard while nothing is pressed, 1 to 10
     * @param directDial whether callers may dial extensions
     * @param keys what 0 to 9 choose
     * @param noKey what comes when nothing was pressed; null = the call ends
     */
    record Open(
            List<Announcement> greeting,
            int waitSeconds,
            int plays,
            boolean directDial,
            Map<Character, Choice> keys,
            @Nullable Choice noKey)
            implements MenuPage {
        public Open {
            greeting = List.copyOf(greeting);
            keys = Map.copyOf(keys);
        }

        Optional<Choice> chosenBy(char key) {
            return Optional.ofNullable(keys.get(key));
        }

        Choice withoutKey() {
            return Objects.requireNonNullElseGet(noKey, Choice.HangUp::new);
        }
    }

    /**
     * Outside them: the auto-responder.
     *
     * @param greeting what it says; may be empty
     */
    record Closed(List<Announcement> greeting, Choice then) implements MenuPage {
        public Closed {
            greeting = List.copyOf(greeting);
        }
    }

    /** Where a menu leads. */
    sealed interface Choice {
        /** @param returnTimeout as {@code return_timeout} of a reply: then the menu is played again; 0 = never */
        record Go(RedirectTarget target, int returnTimeout) implements Choice {}

        /** A menu below this one: {@code *} leads back from there. */
        record Enter(int menu) implements Choice {}

        record HangUp() implements Choice {}
    }
}
