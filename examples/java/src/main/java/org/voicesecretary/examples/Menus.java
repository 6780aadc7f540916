package org.voicesecretary.examples;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The menus of {@link EndlessMenu}, by name; the first that is heard is {@code main}. */
public record Menus(Map<String, Menu> byName) {
    public static final String MAIN = "main";

    /** What is said, and which key leads to which menu. */
    public record Menu(String say, Map<String, String> keys) {}

    /**
     * Reads JSON such as {@code {"main": {"say": "For opening hours, press 1.", "keys": {"1": "hours"}}, …}}.
     *
     * @throws IllegalArgumentException if there is no main menu, or a key leads nowhere
     */
    public static Menus parse(String json) {
        Map<String, Menu> menus = JsonMapper.shared().readValue(json, new TypeReference<>() {});
        if (!menus.containsKey(MAIN)) {
            throw new IllegalArgumentException("menus have no '%s': found %s".formatted(MAIN, menus.keySet()));
        }
        menus.forEach((name, menu) -> menu.keys().forEach((key, target) -> {
            if (!menus.containsKey(target)) {
                throw new IllegalArgumentException("menu '%s', key %s, leads to '%s': expected one of %s"
                        .formatted(name, key, target, menus.keySet()));
            }
        }));
        return new Menus(menus);
    }

    /** The name, or that of the main menu if there is no such menu. */
    String known(String name) {
        return byName.containsKey(name) ? name : MAIN;
    }

    String say(String name) {
        return menu(name).say();
    }

    /** The name of the menu behind a key; null if the key means nothing. */
    @Nullable
    String behind(String name, String key) {
        return menu(name).keys().get(key);
    }

    private Menu menu(String name) {
        Menu menu = byName.get(name);
        if (menu == null) {
            throw new IllegalArgumentException("no menu is called '%s'".formatted(name));
        }
        return menu;
    }
}
