package org.voicesecretary.speech;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;

/** An engine in memory: a tone whose pitch depends on voice and text, or a failure. */
public final class FakeEngine implements SpeechEngine {
    private final String id;
    private final List<Voice> voices;
    private final List<SpeechRequest> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Voice> prepared = Collections.synchronizedList(new ArrayList<>());
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile String version = "1";
    private volatile SpeechException failure;
    private volatile boolean silent;

    public FakeEngine(String id, Voice... voices) {
        this.id = id;
        this.voices = List.of(voices);
    }

    public void fail(SpeechException with) {
        failure = with;
    }

    public void recover() {
        failure = null;
        silent = false;
    }

    public void fallSilent() {
        silent = true;
    }

    public void upgrade(String to) {
        version = to;
    }

    public List<SpeechRequest> asked() {
        return List.copyOf(asked);
    }

    /** From now on it takes its time, until the latch is open. */
    public void hold(CountDownLatch until) {
        gate = until;
    }

    public List<Voice> prepared() {
        return List.copyOf(prepared);
    }

    @Override
    public void prepare(Voice voice) {
        prepared.add(voice);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<Voice> voices() {
        return voices;
    }

    @Override
    public Pcm render(SpeechRequest request) throws SpeechException, InterruptedException {
        asked.add(request);
        gate.await();
        if (failure != null) {
            throw failure;
        }
        if (silent) {
            return Pcm.silence(300, 22_050);
        }
        int pitch = 300 + Math.floorMod((request.voice().id() + request.text()).hashCode(), 800);
        return Tones.sine(pitch, 6_000, 200 + 10L * request.text().length(), 22_050);
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
