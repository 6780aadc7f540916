package org.voicesecretary.benchmarks.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.voicesecretary.benchmarks.phones.DeskLogin;

/**
 * The extensions that the measured server has.
 *
 * @param accounts how many offices; the first is that of the numbers
 * @param extensions of each, from 100 on
 * @param devices telephones of each extension
 * @param javaOptions for the server; empty for what the launcher chooses
 */
public record Offices(int accounts, int extensions, int devices, String javaOptions) {
    /** A server without an office. */
    public static final Offices NONE = new Offices(0, 0, 0, "");

    /** As many extensions as one account can have. */
    public static final int MOST_EXTENSIONS = 900;

    /** How many extensions ring at once for a call to the scenario 0-1. */
    public static final int RING_ALL = 50;

    /** Of the first extension. */
    public static final int FIRST = 100;

    private static final int FIRST_PBX = 200_001;

    /** All telephones: the first of each extension, then the second of each, and so on. */
    public List<DeskLogin> logins() {
        List<DeskLogin> logins = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            for (int account = 0; account < accounts; account++) {
                for (int i = 0; i < extensions; i++) {
                    int number = FIRST + i;
                    logins.add(new DeskLogin(FIRST_PBX + account + "-" + number, password(number)));
                }
            }
        }
        return logins;
    }

    private static String password(int number) {
        return "bench-password-" + number;
    }

    /** What makes an office of the first account; empty where there is none. */
    String firstOffice() {
        if (accounts == 0) {
            return "";
        }
        String all = IntStream.range(FIRST, FIRST + Math.min(RING_ALL, extensions))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
        return extensionLines() + "scenarios: [{menu: 0, key: 1, strategy: ring-all, extensions: [" + all + "]}]\n";
    }

    /** {@code pbx-id} of the first account as an item of {@code account}; empty where there is none. */
    String firstPbx() {
        return accounts == 0 ? "" : ", pbx-id: " + FIRST_PBX + ", country: DE";
    }

    /** The documents of all accounts but the first. */
    List<String> furtherAccounts() {
        return IntStream.range(1, Math.max(1, accounts))
                .mapToObj(i ->
                        "account: {name: Bench %d, key: 1a2b3c4d5e6f7a8b%04d, pbx-id: %d, country: DE, time-zone: UTC, language: en}%n%s"
                                .formatted(i, i, FIRST_PBX + i, extensionLines()))
                .toList();
    }

    private String extensionLines() {
        StringBuilder lines = new StringBuilder("extensions:\n");
        for (int i = 0; i < extensions; i++) {
            int number = FIRST + i;
            lines.append("  - {number: ")
                    .append(number)
                    .append(", password: ")
                    .append(password(number))
                    .append(", lines: 100, devices: ")
                    .append(devices)
                    .append("}\n");
        }
        return lines.toString();
    }
}
