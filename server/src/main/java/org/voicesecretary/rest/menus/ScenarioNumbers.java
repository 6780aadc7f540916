package org.voicesecretary.rest.menus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.Document;
import org.voicesecretary.account.OfficeItem;

/**
 * Scenarios as this protocol names them: by whole numbers. Ours are known by menu, key and the calls for which they hold; a number is made of
 * those, so that it stays the same whatever else is added.
 */
final class ScenarioNumbers {
    static final String SECTION = "scenarios";
    /** {@code push_button} of a scenario that no key chooses. */
    static final int NO_KEY = -1;
    /** {@code push_button} of the auto-responder. */
    static final int CLOSED = 10;

    private static final int PER_MENU = 10_000;
    private static final int PER_KEY = 100;

    /**
     * @param key of its item in the account
     * @param place from 1, among those of its menu and key: they hold for different calls
     */
    record Numbered(int menu, int button, int place, String key, Document document) {
        /** Never 0. */
        int number() {
            return menu * PER_MENU + (button - NO_KEY) * PER_KEY + place;
        }
    }

    private ScenarioNumbers() {}

    /** In the order of the account. */
    static List<Numbered> all(AccountData data) {
        List<Numbered> all = new ArrayList<>();
        Map<Integer, Integer> places = new HashMap<>();
        for (OfficeItem item : data.office()) {
            if (item.section().equals(SECTION)) {
                Document document = data.document(SECTION, item.key()).orElseGet(Document::new);
                int menu = Integer.parseInt(document.text("menu").orElse("0"));
                int button = button(document.text("key").orElse("none"));
                int place = places.merge(menu * PER_MENU + button, 1, Integer::sum);
                all.add(new Numbered(menu, button, place, item.key(), document));
            }
        }
        return all;
    }

    static Optional<Numbered> find(AccountData data, String number) {
        return all(data).stream()
                .filter(each -> String.valueOf(each.number()).equals(number))
                .findFirst();
    }

    static int button(String key) {
        return switch (key) {
            case "none" -> NO_KEY;
            case "closed" -> CLOSED;
            default -> Integer.parseInt(key);
        };
    }

    static String key(int button) {
        return switch (button) {
            case NO_KEY -> "none";
            case CLOSED -> "closed";
            default -> String.valueOf(button);
        };
    }
}
