package org.voicesecretary.media;

import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Spectrum;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.sdp.LocalCapabilities;

/** Somebody at a phone, and the session that serves them. */
final class Party {
    final Keys keys = new Keys();
    final Keys phoneKeys = new Keys();
    final Ear ear = new Ear();
    final MediaSession session;
    final MediaSession phone;

    Party(MediaEngine engine, MediaEngine phones, LocalCapabilities spoken) throws Exception {
        session = engine.open(keys, SessionOptions.of(engine.config()).withCapabilities(spoken));
        phone = phones.open(phoneKeys, SessionOptions.of(phones.config()).withCapabilities(spoken));
        phone.accept(session.answer(phone.offer()));
        phone.receive(ear);
    }

    static Party with(MediaEngine engine, MediaEngine phones, AudioCodec codec) throws Exception {
        return new Party(engine, phones, LocalCapabilities.DEFAULT.withCodecs(codec));
    }

    /** Says a tone for a minute. */
    void says(double hertz) {
        phone.play(tone(hertz, 60_000));
    }

    void hears(double hertz) {
        Await.until("a tone of " + hertz + " Hz is heard", () -> isHeard(hertz));
    }

    void hearsSilence() {
        Await.until(
                "nothing is heard",
                () -> ear.heardMillis() > 300 && ear.last(200).peak() < 100);
    }

    /** Whether the last 200 ms are nothing but this tone, after all that was heard before was forgotten. */
    boolean isHeard(double hertz) {
        if (ear.heardMillis() < 300) {
            return false;
        }
        Pcm last = ear.last(200);
        return last.rms() > 1000 && Spectrum.of(last).share(hertz - 25, hertz + 25) > 0.95;
    }

    static Prompt tone(double hertz, int millis) {
        return new PcmPrompt(Tones.sine(hertz, 8000, millis, 16_000));
    }
}
