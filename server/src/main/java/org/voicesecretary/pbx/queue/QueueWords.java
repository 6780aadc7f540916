package org.voicesecretary.pbx.queue;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.Language;

/** What a queue says to those who wait. */
enum QueueWords {
    POSITION(Map.of(
            "en", "You are number %d in the queue.",
            "de", "Sie sind Nummer %d in der Warteschlange.",
            "fr", "Vous êtes numéro %d dans la file d'attente.",
            "es", "Usted es el número %d en la cola.",
            "pl", "Jesteś na pozycji %d w kolejce.",
            "ru", "Ваш номер в очереди: %d.",
            "ua", "Ваш номер у черзі: %d.")),
    MINUTES(Map.of(
            "en", "The waiting time is about %d minutes.",
            "de", "Die Wartezeit beträgt etwa %d Minuten.",
            "fr", "Le temps d'attente est d'environ %d minutes.",
            "es", "El tiempo de espera es de unos %d minutos.",
            "pl", "Czas oczekiwania w minutach: około %d.",
            "ru", "Время ожидания в минутах: около %d.",
            "ua", "Час очікування у хвилинах: близько %d.")),
    SOON(Map.of(
            "en", "It will take less than two minutes.",
            "de", "Es dauert weniger als zwei Minuten.",
            "fr", "Cela prendra moins de deux minutes.",
            "es", "Tardará menos de dos minutos.",
            "pl", "To potrwa mniej niż dwie minuty.",
            "ru", "Это займёт меньше двух минут.",
            "ua", "Це займе менше двох хвилин."));

    private static final String OTHERWISE = "en";

    private final Map<String, String> texts;

    QueueWords(Map<String, String> texts) {
        this.texts = texts;
    }

    static SayText position(int position, Language language) {
        return POSITION.in(language, position);
    }

    static SayText waitingTime(Duration time, Language language) {
        int minutes = (int) time.plusSeconds(59).toMinutes();
        return minutes < 2 ? SOON.in(language, minutes) : MINUTES.in(language, minutes);
    }

    /** In English where there is no translation. */
    private SayText in(Language language, int number) {
        String text = texts.get(language.code());
        return text != null
                ? new SayText(String.format(Locale.ROOT, text, number), language, null)
                : new SayText(
                        String.format(Locale.ROOT, Objects.requireNonNull(texts.get(OTHERWISE)), number),
                        Language.EN,
                        null);
    }
}
