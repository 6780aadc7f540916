package org.voicesecretary.config;

import java.util.Collection;
import java.util.Locale;

/** "Did you mean …?" for misspelt words. */
public final class Nearest {
    private Nearest() {}

    /** {@code "; did you mean X?"}, or the known words when none is near and they are few, or nothing. */
    public static String hint(String word, Collection<String> known) {
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(plain(word), plain(candidate));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        if (bestDistance <= Math.max(1, word.length() / 3)) {
            return "; did you mean \"" + best + "\"?";
        }
        return known.isEmpty() || known.size() > 20 ? "" : "; known here: " + String.join(", ", known);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Edit distance in which a swap of neighbours counts once. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
