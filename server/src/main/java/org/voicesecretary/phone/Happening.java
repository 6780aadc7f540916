package org.voicesecretary.phone;

import org.voicesecretary.protocol.JsonText;

/** One thing that happens in a scripted call, as the phone sees it. */
public sealed interface Happening {
    record Dialling(String uri, String from) implements Happening {}

    /** 180, 183 and their like. */
    record Progress(int status, String reason) implements Happening {}

    record Answered(String codec) implements Happening {}

    record Pressed(char key) implements Happening {}

    /** Something is heard that is no silence. */
    record SpeechStarted() implements Happening {}

    /** @param millis how long it was heard */
    record SpeechEnded(long millis) implements Happening {}

    /** This phone hangs up, or gives up. */
    record HangingUp(String why) implements Happening {}

    /** @param how in words */
    record Ended(String how) implements Happening {}

    /** {@code speech-started}. */
    default String kind() {
        return switch (this) {
            case Dialling _ -> "dialling";
            case Progress(var status, var _) -> status == 180 ? "ringing" : "progress";
            case Answered _ -> "answered";
            case Pressed _ -> "key";
            case SpeechStarted _ -> "speech-started";
            case SpeechEnded _ -> "speech-ended";
            case HangingUp _ -> "hanging-up";
            case Ended _ -> "ended";
        };
    }

    /** For people. */
    default String text() {
        return switch (this) {
            case Dialling(var uri, var from) -> "calling " + uri + " as " + from;
            case Progress(var status, var reason) ->
                (status == 180 ? "ringing (180 " : "progress (" + status + " ") + reason + ")";
            case Answered(var codec) -> "answered, " + codec;
            case Pressed(var key) -> "key " + key;
            case SpeechStarted() -> "speech";
            case SpeechEnded(var millis) -> "silence, after %.1f s of speech".formatted(millis / 1000.0);
            case HangingUp(var why) -> "hanging up: " + why;
            case Ended(var how) -> how;
        };
    }

    /** One object; {@code at} in milliseconds since dialling. */
    default String json(long at) {
        var json = new JsonText().number("at", at).text("event", kind());
        switch (this) {
            case Dialling(var uri, var from) -> json.text("uri", uri).text("from", from);
            case Progress(var status, var reason) ->
                json.number("status", status).text("reason", reason);
            case Answered(var codec) -> json.text("codec", codec);
            case Pressed(var key) -> json.text("key", String.valueOf(key));
            case SpeechStarted() -> {}
            case SpeechEnded(var millis) -> json.number("millis", millis);
            case HangingUp(var why) -> json.text("why", why);
            case Ended(var how) -> json.text("how", how);
        }
        return json.close();
    }
}
