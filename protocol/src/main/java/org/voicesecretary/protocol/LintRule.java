package org.voicesecretary.protocol;

/** The rules that a reply can break without being refused. */
public enum LintRule {
    /** Something stands before or behind the JSON: a byte order mark, HTML, warnings. */
    NOT_ONLY_JSON,
    /** Not quite JSON: a comma too many, single quotes, a comment. */
    LOOSE_JSON,
    /** Bytes that are not UTF-8. */
    NOT_UTF8,
    /** A list where an object belongs. */
    NOT_AN_OBJECT,
    DUPLICATE_KEY,
    /** A key nobody knows, perhaps a slip of the pen. */
    UNKNOWN_KEY,
    /** Another name for a known key; it is understood. */
    OTHER_NAME,
    /** Right value, wrong JSON type; it is understood. */
    WRONG_TYPE,
    /** A value that means nothing here; the key is passed over. */
    UNUSABLE_VALUE,
    OUT_OF_BOUNDS,
    /** Part of the value was left out. */
    CUT,
    LANGUAGE_UNKNOWN,
    LANGUAGE_MISSING,
    MARKUP_REMOVED,
    /** Another key of the same reply wins, or the key it goes with is missing. */
    IGNORED,
    NO_SUCH_TARGET
}
