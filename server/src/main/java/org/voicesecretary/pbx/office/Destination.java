package org.voicesecretary.pbx.office;

import java.util.Locale;
import java.util.function.Function;
import org.voicesecretary.account.Syntax;

/** Where an extension or a scenario sends calls instead of ringing. */
public sealed interface Destination {
    /** @param number as written, without {@code +}; through a trunk, if the rules for calls out allow it */
    record Phone(String number) implements Destination {}

    /** @param extension whose messages these are */
    record Voicemail(String extension) implements Destination {}

    record Menu(int menu) implements Destination {}

    /** @param uri {@code sip:} or {@code sips:} */
    record Uri(String uri) implements Destination {}

    /** What can be written in front of a destination. */
    enum Kind {
        PHONE(text -> new Phone(Syntax.number(text))),
        VOICEMAIL(text -> new Voicemail(Syntax.extension(text))),
        MENU(text -> new Menu(Notation.menu(text))),
        SIP_URI(text -> new Uri(Notation.sipUri(text)));

        private final Function<String, Destination> reader;

        Kind(Function<String, Destination> reader) {
            this.reader = reader;
        }

        /** As it is written. */
        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws IllegalArgumentException with a sentence for the person who wrote the text */
        Destination read(String text) {
            return reader.apply(text);
        }
    }
}
