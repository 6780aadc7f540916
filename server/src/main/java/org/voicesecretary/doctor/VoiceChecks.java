package org.voicesecretary.doctor;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.prompt.SoundImport;
import org.voicesecretary.prompt.VoiceDoubts;
import org.voicesecretary.speech.SpeechEngines;
import org.voicesecretary.speech.VoiceCatalog;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.StorageException;

/** Whether the voices and languages that the configuration and the accounts name exist here. */
record VoiceChecks(InstallationConfig config) implements Check {
    @Override
    public void run(Consumer<Finding> tell) throws InterruptedException {
        SoundImport imports = SoundImport.onThisMachine(SoundImport.Limits.DEFAULT);
        List<String> doubts;
        try (SpeechEngines engines = SpeechEngines.open(config.speech(), file -> imports.decode(file, "speech"))) {
            if (engines.engines().isEmpty()) {
                return; // which is told as a failure of speech
            }
            VoiceCatalog voices = engines.catalog(config.speech());
            doubts = new ArrayList<>(VoiceDoubts.in(config.speech(), voices));
            for (AccountData account : accounts()) {
                doubts.addAll(VoiceDoubts.in(account, voices));
            }
        }
        if (doubts.isEmpty()) {
            tell.accept(Finding.ok("voices", "every voice and language that is named has one who speaks it"));
        }
        doubts.forEach(
                doubt -> tell.accept(Finding.warn("voices", doubt, "correct the name, or install the engine's voice")));
    }

    /** None where there is no database yet or it does not open, which is told by another check. */
    private List<AccountData> accounts() {
        DataDirectory data = new DataDirectory(config.dataDir());
        if (config.database().url().isEmpty() && !Files.exists(data.database())) {
            return List.of();
        }
        try (Database database = Database.open(config.database(), data);
                AccountDirectory directory = AccountDirectory.start(database, config.webhook())) {
            return directory.snapshot().accounts();
        } catch (StorageException e) {
            return List.of();
        }
    }
}
