package org.voicesecretary.pbx.voicemail;

import java.util.Map;
import java.util.Objects;
import org.voicesecretary.protocol.Instruction.SayText;
import org.voicesecretary.protocol.Language;

/** What a voicemail box says to callers. */
enum VoicemailWords {
    GREETING(Map.of(
            "en", "Nobody can take your call now. Please leave a message after the tone.",
            "de", "Ihr Anruf kann gerade nicht angenommen werden. Bitte sprechen Sie nach dem Ton.",
            "fr", "Personne ne peut prendre votre appel. Veuillez laisser un message après le signal sonore.",
            "es", "Nadie puede atender su llamada. Deje un mensaje después de la señal.",
            "pl", "Nikt nie może teraz odebrać. Proszę zostawić wiadomość po sygnale.",
            "ru", "Сейчас никто не может ответить. Пожалуйста, оставьте сообщение после сигнала.",
            "ua", "Зараз ніхто не може відповісти. Будь ласка, залиште повідомлення після сигналу.")),
    THANKS(Map.of(
            "en", "Thank you. Your message has been kept.",
            "de", "Vielen Dank. Ihre Nachricht ist gespeichert.",
            "fr", "Merci. Votre message est enregistré.",
            "es", "Gracias. Su mensaje ha sido guardado.",
            "pl", "Dziękujemy. Wiadomość została zapisana.",
            "ru", "Спасибо. Ваше сообщение сохранено.",
            "ua", "Дякуємо. Ваше повідомлення збережено.")),
    NOT_KEPT(Map.of(
            "en", "We are sorry. Your message could not be kept. Please call again later.",
            "de", "Es tut uns leid. Ihre Nachricht konnte nicht gespeichert werden. Bitte rufen Sie später wieder an.",
            "fr", "Nous sommes désolés. Votre message n'a pas pu être enregistré. Veuillez rappeler plus tard.",
            "es", "Lo sentimos. Su mensaje no se ha podido guardar. Vuelva a llamar más tarde.",
            "pl", "Przepraszamy. Nie udało się zapisać wiadomości. Proszę zadzwonić później.",
            "ru", "Извините. Ваше сообщение не удалось сохранить. Пожалуйста, перезвоните позже.",
            "ua", "Вибачте. Ваше повідомлення не вдалося зберегти. Будь ласка, зателефонуйте пізніше."));

    private static final String OTHERWISE = "en";

    private final Map<String, String> texts;

    VoicemailWords(Map<String, String> texts) {
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
