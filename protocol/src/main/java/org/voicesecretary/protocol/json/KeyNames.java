package org.voicesecretary.protocol.json;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys of a reply, and what a misspelt one was probably meant to be. */
final class KeyNames {
    static final List<String> REPLY = List.of(
            "ivr_play",
            "ivr_saypopular",
            "ivr_saydigits",
            "ivr_saynumber",
            "ivr_saytext",
            "language",
            "voice",
            "wait_dtmf",
            "redirect",
            "return_timeout",
            "rewrite_forward_number",
            "caller_name",
            "hangup");

    static final List<String> WAIT_DTMF = List.of("timeout", "attempts", "maxdigits", "name", "default", "sensitive");

    /** In circulation beside replies, without meaning: not worth a word. */
    static final List<String> SILENT = List.of("status", "note", "message");

    private static final Map<String, String> OTHER_WORDS = Map.of(
            "ivr_say", "ivr_saytext",
            "say", "ivr_saytext",
            "text", "ivr_saytext",
            "play", "ivr_play",
            "transfer", "redirect",
            "lang", "language",
            "number", "maxdigits");

    private static final int MAX_SLIPS = 2;
    private static final int LONGEST = 40;

    private KeyNames() {}

    /** The known key that is nearest, if it is near enough. */
    static Optional<String> meantBy(String key, List<String> known) {
        String plain = plain(key);
        String word = OTHER_WORDS.get(key.toLowerCase(Locale.ROOT));
        if (word != null && known.contains(word)) {
            return Optional.of(word);
        }
        if (plain.isEmpty() || plain.length() > LONGEST) {
            return Optional.empty();
        }
        String nearest = null;
        int fewest = Math.min(MAX_SLIPS, plain.length() / 3) + 1;
        for (String name : known) {
            int slips = slips(plain, plain(name));
            if (slips < fewest) {
                fewest = slips;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Edit distance, a swap of neighbours counting one. */
    private static int slips(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
