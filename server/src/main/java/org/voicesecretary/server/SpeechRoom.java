package org.voicesecretary.server;

import java.io.IOException;
import java.time.InstantSource;
import org.voicesecretary.config.SpeechConfig;
import org.voicesecretary.prompt.PromptLibrary;
import org.voicesecretary.prompt.SoundImport;
import org.voicesecretary.prompt.SoundStore;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.speech.SpeechCache;
import org.voicesecretary.speech.SpeechEngines;
import org.voicesecretary.speech.VoiceCatalog;
import org.voicesecretary.speech.phrase.Phrases;
import org.voicesecretary.speech.spell.Spelling;
import org.voicesecretary.storage.DataDirectory;

/** What is heard, wired: engines, cache and prompts in a data directory. Several processes may have one there at once. */
record SpeechRoom(SpeechEngines engines, VoiceCatalog voices, Speaker speaker, PromptLibrary library)
        implements AutoCloseable {
    private static final long PROMPT_BYTES = 256L << 20;
    private static final long MEMORY_BYTES = 64L << 20;

    /** Engines that do not open are among {@link SpeechEngines#failures}. */
    static SpeechRoom open(SpeechConfig config, DataDirectory data, InstantSource clock)
            throws IOException, InterruptedException {
        SoundImport imports = SoundImport.onThisMachine(SoundImport.Limits.DEFAULT);
        SpeechEngines engines = SpeechEngines.open(config, file -> imports.decode(file, "speech"));
        VoiceCatalog voices = engines.catalog(config);
        SpeechCache cache = SpeechCache.open(data.speech(), config.cache().bytes(), MEMORY_BYTES, clock);
        var speaker = new Speaker(voices, cache, clock);
        PromptLibrary library = new PromptLibrary(
                speaker,
                new Spelling(),
                Phrases.shipped(),
                new SoundStore(data.path().resolve("masters")),
                imports,
                PROMPT_BYTES);
        return new SpeechRoom(engines, voices, speaker, library);
    }

    @Override
    public void close() {
        engines.close();
    }
}
