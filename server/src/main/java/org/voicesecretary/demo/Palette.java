package org.voicesecretary.demo;

/** Colours of a terminal (ECMA-48), or none. */
enum Palette {
    PLAIN,
    COLOURED;

    /** What a piece of text is. */
    enum Style {
        PLAIN(""),
        BOLD("1"),
        DIM("2"),
        CALLER("36"),
        ROBOT("1;32"),
        SCRIPT("33"),
        GOOD("32"),
        BAD("1;31");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    String paint(Style style, String text) {
        return this == PLAIN || style == Style.PLAIN || text.isEmpty()
                ? text
                : "\u001b[" + style.code + "m" + text + "\u001b[0m";
    }
}
