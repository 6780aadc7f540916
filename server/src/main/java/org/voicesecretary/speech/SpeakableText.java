package org.voicesecretary.speech;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Text as engines may get it: in Unicode form C, on one line, without control characters, without markup, without the
 * phoneme brackets of espeak-ng, no longer than a limit. May be empty, or of nothing but points and dashes: then there is nothing to say.
 *
 * @param text what is left
 * @param notes what was taken away, where the author would want to know
 */
public record SpeakableText(String text, List<Note> notes) {
    /** Dynamic texts are cut at this many characters (about three minutes of speech). */
    public static final int DEFAULT_LIMIT = 2_000;

    /** Punctuation that engines call by its name. */
    private static final String NAMED = "%&@#*/\\§";

    // Possessive: a hostile text must not make the matcher try twice.
    private static final Pattern MARKUP = Pattern.compile("</?[A-Za-z!?][^<>]{0,200}+>");
    private static final Pattern PHONEMES = Pattern.compile("\\[\\[[^\\[\\]]{0,500}+\\]\\]");
    private static final Pattern BRACKETS = Pattern.compile("\\[{2,}+|\\]{2,}+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]++");

    public SpeakableText {
        notes = List.copyOf(notes);
    }

    public static SpeakableText of(String raw) {
        return of(raw, DEFAULT_LIMIT);
    }

    /** @param limit characters that are kept, at least 1 */
    public static SpeakableText of(String raw, int limit) {
        List<Note> notes = new ArrayList<>();
        // A bound before any other work: a body of megabytes is not worth normalising.
        String bounded = raw.length() > 8 * limit + 1_000 ? raw.substring(0, 8 * limit + 1_000) : raw;
        String text = withoutControls(Normalizer.normalize(bounded, Normalizer.Form.NFC));
        String plain = MARKUP.matcher(text).replaceAll(" ");
        if (!plain.equals(text)) {
            notes.add(new Note(Note.Kind.TEXT, "text has markup, which is not spoken: plain text is expected"));
        }
        String spoken =
                BRACKETS.matcher(PHONEMES.matcher(plain).replaceAll(" ")).replaceAll(" ");
        if (!spoken.equals(plain)) {
            notes.add(new Note(Note.Kind.TEXT, "text has [[…]], which is not spoken: plain text is expected"));
        }
        String clean = SPACES.matcher(spoken).replaceAll(" ").strip();
        if (clean.codePointCount(0, clean.length()) > limit || bounded.length() < raw.length()) {
            clean = cut(clean, limit);
            notes.add(new Note(
                    Note.Kind.TEXT,
                    "text is too long: " + raw.length() + " characters, only the first " + limit + " are spoken"));
        }
        return new SpeakableText(clean, notes);
    }

    /** Whether nobody would hear anything: engines make silence of "..." or "---". */
    public boolean isEmpty() {
        return text.codePoints().noneMatch(SpeakableText::heard);
    }

    private static boolean heard(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.MODIFIER_SYMBOL,
                    Character.FORMAT -> false;
            case Character.OTHER_PUNCTUATION -> NAMED.indexOf(character) >= 0;
            default -> character != '|';
        };
    }

    private static String withoutControls(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().map(SpeakableText::spoken).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static int spoken(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> character == 0x200C || character == 0x200D ? character : ' ';
            // Engines read the modifier letter of Ukrainian words (п’ять) as the name of a character.
            default -> character == 0x02BC ? '’' : character;
        };
    }

    private static String cut(String text, int limit) {
        if (text.codePointCount(0, text.length()) <= limit) {
            return text;
        }
        String head = text.substring(0, text.offsetByCodePoints(0, limit));
        int space = head.lastIndexOf(' ');
        return space > head.length() / 2 ? head.substring(0, space) : head;
    }
}
