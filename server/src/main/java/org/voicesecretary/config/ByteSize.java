package org.voicesecretary.config;

import java.util.regex.Pattern;

/** A number of bytes, written {@code 512B}, {@code 64KB}, {@code 512MB}, {@code 2GB}; a KB is 1,024 bytes. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|GB|TB)");
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    /** @throws IllegalArgumentException with a sentence for the person who wrote the text */
    public static ByteSize parse(String text) {
        var match = SIZE.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no size; expected a whole number and a unit: 512B, 64KB, 512MB or 2GB");
        }
        long bytes = Long.parseLong(match.group(1));
        for (String unit : UNITS) {
            if (unit.equals(match.group(2))) {
                break;
            }
            bytes *= 1024;
        }
        return new ByteSize(bytes);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        long left = bytes;
        int unit = 0;
        while (left > 0 && left % 1024 == 0 && unit < UNITS.length - 1) {
            left /= 1024;
            unit++;
        }
        return left + UNITS[unit];
    }
}
