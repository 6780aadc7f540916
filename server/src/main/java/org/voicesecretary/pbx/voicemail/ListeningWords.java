package org.voicesecretary.pbx.voicemail;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.Language;

/** What is said to who listens to messages. */
enum ListeningWords {
    INTRO(Map.of(
            "en", "Key 1 says it again, key 2 goes on, key 7 deletes, key 9 keeps the message.",
            "de", "Taste 1 wiederholt, Taste 2 geht weiter, Taste 7 löscht, Taste 9 behält die Nachricht.",
            "fr", "La touche 1 répète, la touche 2 passe au suivant, la touche 7 efface, la touche 9 garde le message.",
            "es", "La tecla 1 repite, la tecla 2 sigue, la tecla 7 borra, la tecla 9 guarda el mensaje.",
            "pl", "Klawisz 1 powtarza, klawisz 2 przechodzi dalej, klawisz 7 usuwa, klawisz 9 zachowuje wiadomość.",
            "ru", "Клавиша 1 — повторить, 2 — дальше, 7 — удалить, 9 — сохранить сообщение.",
            "ua", "Клавіша 1 — повторити, 2 — далі, 7 — видалити, 9 — зберегти повідомлення.")),
    WHEN(Map.of(
            "en", "Message of {1}, at {0}.",
            "de", "Nachricht vom {1}, {0} Uhr.",
            "fr", "Message du {1}, à {0}.",
            "es", "Mensaje del {1}, a las {0}.",
            "pl", "Wiadomość z {1}, godzina {0}.",
            "ru", "Сообщение от {1}, {0}.",
            "ua", "Повідомлення від {1}, {0}.")),
    NONE(Map.of(
            "en", "You have no messages.",
            "de", "Sie haben keine Nachrichten.",
            "fr", "Vous n'avez pas de message.",
            "es", "No tiene mensajes.",
            "pl", "Nie masz żadnych wiadomości.",
            "ru", "У вас нет сообщений.",
            "ua", "У вас немає повідомлень.")),
    DELETED(Map.of(
            "en", "Deleted.",
            "de", "Gelöscht.",
            "fr", "Effacé.",
            "es", "Borrado.",
            "pl", "Usunięto.",
            "ru", "Удалено.",
            "ua", "Видалено.")),
    KEPT(Map.of(
            "en", "Kept.",
            "de", "Behalten.",
            "fr", "Gardé.",
            "es", "Guardado.",
            "pl", "Zachowano.",
            "ru", "Сохранено.",
            "ua", "Збережено.")),
    LAST(Map.of(
            "en", "There are no more messages.",
            "de", "Keine weiteren Nachrichten.",
            "fr", "Il n'y a plus de message.",
            "es", "No hay más mensajes.",
            "pl", "Nie ma więcej wiadomości.",
            "ru", "Больше сообщений нет.",
            "ua", "Більше повідомлень немає."));

    private static final String OTHERWISE = "en";

    private final Map<String, String> texts;

    ListeningWords(Map<String, String> texts) {
        this.texts = texts;
    }

    /**
     * In English where there is no translation.
     *
     * @param values of {@code {0}}, {@code {1}} …
     */
    SayText in(Language language, Object... values) {
        String text = texts.get(language.code());
        return text != null
                ? new SayText(filled(text, values), language, null)
                : new SayText(filled(Objects.requireNonNull(texts.get(OTHERWISE)), values), Language.EN, null);
    }

    private static String filled(String text, Object... values) {
        return values.length == 0 ? text : new MessageFormat(text, Locale.ROOT).format(values);
    }
}
