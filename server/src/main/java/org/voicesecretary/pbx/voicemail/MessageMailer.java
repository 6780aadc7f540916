package org.voicesecretary.pbx.voicemail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.config.SmtpConfig;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Extension.VoicemailBox;
import org.voicesecretary.pbx.office.Office;

/** Sends messages by e-mail to their owners, one after another, again where that fails, and after a restart what is still due. */
public final class MessageMailer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MessageMailer.class);
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int AT_ONCE = 1000;
    private static final List<Duration> AGAIN = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12));

    private final MessageStore store;
    private final SmtpConfig config;
    private final @Nullable SmtpPost post;
    private final Mp3 mp3;
    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("voicemail-mail").factory());

    /** Makes an MP3 of a WAV file. */
    @FunctionalInterface
    public interface Mp3 {
        /** @throws IOException where it cannot be made; then the WAV file is sent */
        void encode(Path wav, Path mp3) throws IOException, InterruptedException;
    }

    private MessageMailer(MessageStore store, SmtpConfig config, Mp3 mp3) {
        this.store = store;
        this.config = config;
        this.post = config.host().isPresent() ? new SmtpPost(config) : null;
        this.mp3 = mp3;
    }

    /**
     * Sends from now on, first what an earlier run left.
     *
     * @param offices the office of an account; empty once it is gone
     */
    public static MessageMailer start(
            MessageStore store, SmtpConfig config, Mp3 mp3, Function<Long, Optional<Office>> offices) {
        var mailer = new MessageMailer(store, config, mp3);
        for (VoicemailMessage left : store.mailDue(AT_ONCE)) {
            Optional<Office> office = offices.apply(left.pbxId());
            Optional<Extension> owner = office.flatMap(found -> found.extension(left.extension()));
            if (office.isPresent() && owner.isPresent()) {
                mailer.send(new Voicemail.Arrived(left, office.get(), owner.get()));
            }
        }
        return mailer;
    }

    /** Returns at once. */
    public void send(Voicemail.Arrived arrived) {
        VoicemailBox box = arrived.owner().voicemail();
        if (box == null || box.emails().isEmpty()) {
            return;
        }
        if (post == null) {
            LOG.warn(
                    "a voicemail message for {} is kept, but not sent to {}: smtp.host is not set",
                    arrived.owner().number(),
                    box.emails());
            return;
        }
        work.execute(() -> attempt(post, arrived, box, 0));
    }

    private void attempt(SmtpPost by, Voicemail.Arrived arrived, VoicemailBox box, int failures) {
        try {
            deliver(by, arrived, box);
            store.mailed(arrived.message());
        } catch (IOException e) {
            String whom = arrived.owner().number() + " to " + box.emails();
            if (failures < AGAIN.size()) {
                Duration wait = AGAIN.get(failures);
                LOG.warn(
                        "voicemail message for {} could not be sent, next try in {} minutes: {}",
                        whom,
                        wait.toMinutes(),
                        e.getMessage());
                work.schedule(() -> attempt(by, arrived, box, failures + 1), wait.toSeconds(), TimeUnit.SECONDS);
            } else {
                LOG.error("voicemail message for {} is given up: {}", whom, e.getMessage());
                store.mailed(arrived.message());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error(
                    "voicemail message for {} could not be sent",
                    arrived.owner().number(),
                    e);
        }
    }

    private void deliver(SmtpPost by, Voicemail.Arrived arrived, VoicemailBox box)
            throws IOException, InterruptedException {
        Path wav = store.file(arrived.message());
        String name = "message-" + arrived.message().messageNo();
        switch (box.attach()) {
            case NONE -> by.send(letter(arrived, box, null));
            case WAV -> by.send(letter(arrived, box, new Letter.Attachment(wav, name + ".wav", "audio/wav")));
            case MP3 -> {
                Path made = Files.createTempFile("voice-secretary-message", ".mp3");
                try {
                    by.send(letter(arrived, box, encoded(wav, made, name)));
                } finally {
                    Files.deleteIfExists(made);
                }
            }
        }
    }

    private Letter.Attachment encoded(Path wav, Path made, String name) throws InterruptedException {
        try {
            mp3.encode(wav, made);
            return new Letter.Attachment(made, name + ".mp3", "audio/mpeg");
        } catch (IOException e) {
            LOG.warn("a message is sent as WAV: {}", e.getMessage());
            return new Letter.Attachment(wav, name + ".wav", "audio/wav");
        }
    }

    private Letter letter(Voicemail.Arrived arrived, VoicemailBox box, Letter.@Nullable Attachment attachment) {
        VoicemailMessage message = arrived.message();
        String caller = (message.caller().equals("0") ? "an unknown number" : message.caller())
                + (message.callerName().isEmpty() ? "" : " (" + message.callerName() + ")");
        String from = arrived.office().voicemail().emailFrom();
        String when = WHEN.format(
                message.receivedAt().atZone(arrived.office().account().timeZone()));
        return new Letter(
                from == null ? config.from().orElseThrow() : from,
                box.emails(),
                "Voicemail for " + message.extension() + " from " + caller,
                "At " + when + " " + caller + " left a message of "
                        + message.length().toSeconds() + " s for extension " + message.extension() + ".\n",
                attachment);
    }

    /** What is not sent by then is sent after the next start. */
    @Override
    public void close() {
        work.shutdownNow();
    }
}
