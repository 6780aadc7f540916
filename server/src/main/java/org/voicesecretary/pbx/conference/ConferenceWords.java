package org.voicesecretary.pbx.conference;

import java.util.Map;
import java.util.Objects;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.Language;

/** What a conference says to those who come in. */
enum ConferenceWords {
    PIN(Map.of(
            "en", "Please enter the PIN, then press the hash key.",
            "de", "Bitte geben Sie die PIN ein und drücken Sie die Rautetaste.",
            "fr", "Veuillez saisir le code, puis appuyez sur la touche dièse.",
            "es", "Introduzca el PIN y pulse la tecla almohadilla.",
            "pl", "Proszę wprowadzić PIN i nacisnąć krzyżyk.",
            "ru", "Введите PIN-код и нажмите решётку.",
            "ua", "Введіть PIN-код і натисніть решітку.")),
    WRONG(Map.of(
            "en", "That PIN is not right.",
            "de", "Diese PIN ist falsch.",
            "fr", "Ce code est incorrect.",
            "es", "El PIN no es correcto.",
            "pl", "Nieprawidłowy PIN.",
            "ru", "Неверный PIN-код.",
            "ua", "Неправильний PIN-код.")),
    FULL(Map.of(
            "en", "The conference is full.",
            "de", "Die Konferenz ist voll.",
            "fr", "La conférence est complète.",
            "es", "La conferencia está completa.",
            "pl", "Konferencja jest pełna.",
            "ru", "Конференция заполнена.",
            "ua", "Конференція заповнена.")),
    FIRST(Map.of(
            "en", "You are the first in the conference.",
            "de", "Sie sind als Erster in der Konferenz.",
            "fr", "Vous êtes le premier dans la conférence.",
            "es", "Es el primero en la conferencia.",
            "pl", "Jesteś pierwszą osobą w konferencji.",
            "ru", "Вы первый в конференции.",
            "ua", "Ви перший у конференції.")),
    ENTER(Map.of(
            "en", "You enter the conference.",
            "de", "Sie betreten die Konferenz.",
            "fr", "Vous entrez dans la conférence.",
            "es", "Entra en la conferencia.",
            "pl", "Wchodzisz do konferencji.",
            "ru", "Вы входите в конференцию.",
            "ua", "Ви входите до конференції."));

    private static final String OTHERWISE = "en";

    private final Map<String, String> texts;

    ConferenceWords(Map<String, String> texts) {
        this.texts = texts;
    }

    /** In English where there is no translation. */
    SayText in(Language language) {
        String text = texts.get(language.code());
        return text != null
                ? new SayText(text, language, null)
                : new SayText(Objects.requireNonNull(texts.get(OTHERWISE)), Language.EN, null);
    }
}
