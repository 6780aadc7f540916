package org.voicesecretary.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The menus of {@link EndlessMenu}, read from lines such as
 *
 * <pre>
 * [main]
 * say = Press 1 for opening hours.
 * 1 = hours
 * </pre>
 *
 * A line that starts with {@code ;} is a remark. The first menu is the main one.
 */
public record MenuFile(Map<String, Menu> menus) {

    /** What is said, and which key leads to which menu. */
    public record Menu(String name, String words, Map<String, String> keys) {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if a line makes no sense, a menu has no words or a key leads nowhere
     */
    public static MenuFile parse(List<String> lines) {
        Map<String, Menu> menus = new LinkedHashMap<>();
        Menu current = null;
        int number = 0;
        for (String raw : lines) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith(";")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                current = new Menu(line.substring(1, line.length() - 1).strip(), "", new LinkedHashMap<>());
                menus.put(current.name(), current);
                continue;
            }
            String[] pair = line.split("=", 2);
            if (current == null || pair.length < 2) {
                throw new IllegalArgumentException(
                        "menu file, line %d, is '%s': expected [name], say = words, or key = menu"
                                .formatted(number, line));
            }
            String key = pair[0].strip();
            String value = pair[1].strip();
            if (key.equals("say")) {
                current = new Menu(current.name(), value, current.keys());
                menus.put(current.name(), current);
            } else {
                current.keys().put(key, value);
            }
        }
        return checked(menus);
    }

    private static MenuFile checked(Map<String, Menu> menus) {
        if (menus.isEmpty()) {
            throw new IllegalArgumentException("menu file has no menu: expected [main] and what it says");
        }
        for (Menu menu : menus.values()) {
            if (menu.words().isEmpty()) {
                throw new IllegalArgumentException(
                        "menu [%s] says nothing: expected a line say = words".formatted(menu.name()));
            }
            menu.keys().forEach((key, target) -> {
                if (!menus.containsKey(target)) {
                    throw new IllegalArgumentException("menu [%s], key %s, leads to '%s': expected one of %s"
                            .formatted(menu.name(), key, target, menus.keySet()));
                }
            });
        }
        return new MenuFile(menus);
    }

    public Menu main() {
        return menus.values().iterator().next();
    }

    public Optional<Menu> menu(String name) {
        return Optional.ofNullable(menus.get(name));
    }

    public Optional<Menu> behind(Menu menu, String key) {
        return Optional.ofNullable(menu.keys().get(key)).flatMap(this::menu);
    }
}
