package org.voicesecretary.pbx.voicemail;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.SmtpConfig;

/** Sends e-mails by a mail server (RFC 5321). */
final class SmtpPost {
    private static final String TIMEOUT_MILLIS = "30000";

    private final Session session;

    /** @param config with a host */
    SmtpPost(SmtpConfig config) {
        Properties wanted = new Properties();
        wanted.setProperty("mail.transport.protocol", "smtp");
        wanted.setProperty("mail.smtp.host", config.host().orElseThrow());
        wanted.setProperty("mail.smtp.port", String.valueOf(config.port()));
        wanted.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        wanted.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        wanted.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        wanted.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        switch (config.tls()) {
            case STARTTLS -> {
                wanted.setProperty("mail.smtp.starttls.enable", "true");
                wanted.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> wanted.setProperty("mail.smtp.ssl.enable", "true");
            case NONE -> {}
        }
        String user = config.user().orElse("");
        String password = config.password().map(Secret::value).orElse("");
        wanted.setProperty("mail.smtp.auth", String.valueOf(!user.isEmpty()));
        this.session = Session.getInstance(wanted, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password);
            }
        });
    }

    /**
     * Gives a letter to the mail server; waits for its receipt.
     *
     * @throws IOException where it did not take it
     */
    void send(Letter letter) throws IOException {
        try {
            var message = new MimeMessage(session);
            message.setFrom(new InternetAddress(letter.from()));
            for (String to : letter.to()) {
                message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
            }
            message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
            var text = new MimeBodyPart();
            text.setText(letter.text(), StandardCharsets.UTF_8.name());
            var parts = new MimeMultipart(text);
            Letter.Attachment attachment = letter.attachment();
            if (attachment != null) {
                var sound = new MimeBodyPart();
                sound.attachFile(attachment.file().toFile(), attachment.type(), "base64");
                sound.setFileName(attachment.name());
                parts.addBodyPart(sound);
            }
            message.setContent(parts);
            Transport.send(message);
        } catch (MessagingException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
