package org.voicesecretary.config;

/** The ports from {@code first} to {@code last}, both included. */
public record PortRange(int first, int last) {
    /** @throws IllegalArgumentException with a sentence for the person who wrote the text, such as {@code 20000-23999} */
    public static PortRange parse(String text) {
        String[] ends = text.strip().split("\\s*-\\s*", -1);
        if (ends.length == 2 && ends[0].matches("\\d{1,5}") && ends[1].matches("\\d{1,5}")) {
            var range = new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
            if (range.first >= 1 && range.last <= 65_535 && range.first <= range.last) {
                return range;
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no port range; expected FIRST-LAST between 1 and 65535, such as 20000-23999");
    }

    /** How many ports there are. */
    public int size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
