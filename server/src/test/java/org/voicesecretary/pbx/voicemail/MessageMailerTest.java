package org.voicesecretary.pbx.voicemail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.SmtpConfig;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.audio.WavFile;
import org.voicesecretary.media.audio.WavWriter;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.prompt.Ffmpeg;

/** Messages by e-mail, through a mail server that is really spoken to. */
@Tag("db")
@Timeout(60)
class MessageMailerTest {
    @TempDir
    Path path;

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private AppliedOffice office;
    private MessageStore store;

    @BeforeEach
    void open() throws IOException {
        serve();
        office = new AppliedOffice(path);
        var db = office.database();
        store = MessageStore.open(
                db.directory(), db.database(), db.writer(), () -> Instant.parse("2026-11-24T12:00:00Z"));
    }

    @AfterEach
    void close() {
        server.stop();
        office.close();
    }

    private void serve() {
        server.start();
        server.setUser("robot@example.net", "robot", "pass word");
    }

    private void box(String attach) {
        office.apply(ACCOUNT
                + "extensions: [{number: 101, voicemail: {email: [anna@example.net, office@example.net], attach: "
                + attach + "}}]");
    }

    private SmtpConfig config(int port) {
        return new SmtpConfig(
                Optional.of("127.0.0.1"),
                port,
                Optional.of("robot"),
                Optional.of(new Secret("pass word")),
                Optional.of("voicemail@example.net"),
                SmtpConfig.Tls.NONE);
    }

    private MessageMailer mailer(int port) throws InterruptedException {
        Ffmpeg ffmpeg = Ffmpeg.find("ffmpeg").orElseThrow();
        return MessageMailer.start(store, config(port), ffmpeg::encodeMp3, pbxId -> Optional.of(office.office()));
    }

    private Voicemail.Arrived message() throws IOException {
        MessageStore.Draft draft = store.begin();
        short[] tone = Tones.sine(440, 8000, 3000, 8000).samples();
        try (WavWriter wav = WavWriter.stereo(draft.recording(), 8000)) {
            wav.write(tone, 0, new short[tone.length], 0, tone.length);
        }
        var sender = new MessageStore.Sender(123456, "101", "in_1", "442037691880", "Mr Smith");
        VoicemailMessage kept = store.keep(draft, sender, Duration.ofSeconds(3), Duration.ofDays(30), true);
        return new Voicemail.Arrived(
                kept, office.office(), office.office().extension("101").orElseThrow());
    }

    private MimeMessage received() {
        assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
        return server.getReceivedMessages()[0];
    }

    @Test
    void aMessageIsSentToAllItsAddressesWithItsSoundAsMp3() throws Exception {
        box("mp3");
        try (MessageMailer mailer = mailer(server.getSmtp().getPort())) {
            mailer.send(message());
            MimeMessage mail = received();

            assertThat(mail.getFrom()[0]).hasToString("voicemail@example.net");
            assertThat(mail.getAllRecipients())
                    .extracting(Object::toString)
                    .containsExactly("anna@example.net", "office@example.net");
            assertThat(mail.getSubject()).isEqualTo("Voicemail for 101 from 442037691880 (Mr Smith)");
            var parts = (MimeMultipart) mail.getContent();
            assertThat(String.valueOf(parts.getBodyPart(0).getContent()))
                    .startsWith("At 2026-11-24 ")
                    .contains("left a message of 3 s for extension 101.");
            BodyPart sound = parts.getBodyPart(1);
            assertThat(sound.getFileName()).endsWith(".mp3");
            assertThat(sound.getContentType()).startsWith("audio/mpeg");
            assertThat(sound.getInputStream().readAllBytes().length).isBetween(5_000, 40_000);
        }
    }

    @Test
    void theSoundMayBeAttachedAsWav() throws Exception {
        box("wav");
        try (MessageMailer mailer = mailer(server.getSmtp().getPort())) {
            mailer.send(message());

            byte[] sound = ((MimeMultipart) received().getContent())
                    .getBodyPart(1)
                    .getInputStream()
                    .readAllBytes();
            Path copy = Files.write(path.resolve("copy.wav"), sound);
            assertThat(WavFile.read(copy).durationMillis()).isEqualTo(3000);
        }
    }

    @Test
    void whatCouldNotBeSentIsSentAfterTheNextStart() throws Exception {
        box("none");
        server.stop();
        try (MessageMailer mailer = mailer(1)) {
            mailer.send(message());
        }
        serve();
        try (MessageMailer again = mailer(server.getSmtp().getPort())) {
            assertThat(((MimeMultipart) received().getContent()).getCount()).isEqualTo(1);
            assertThat(again).isNotNull();
        }
    }
}
