package org.voicesecretary.pbx.office;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.YamlValue;
import org.voicesecretary.pbx.office.Extension.Forward;
import org.voicesecretary.pbx.office.Extension.VoicemailBox;
import org.voicesecretary.pbx.office.References.Kind;
import org.voicesecretary.pbx.outgoing.OutgoingReader;

/** Reads one item of {@code extensions:}. */
final class ExtensionReader {
    private static final Duration RINGS = Duration.ofSeconds(20);

    private ExtensionReader() {}

    static @Nullable Extension read(String path, YamlValue item, Reading reading) {
        Fields fields = reading.fields(
                path,
                item,
                "number",
                "name",
                "password",
                "digest",
                "caller-id",
                "lines",
                "enabled",
                "do-not-disturb",
                "devices",
                "forward",
                "voicemail",
                "recording",
                "srtp",
                "outgoing");
        fields.required("number");
        String number = fields.parsed("number", Syntax::extension);
        String name = fields.parsed("name", Notation::name);
        String password = fields.parsed("password", Notation::password);
        var digest = fields.constant("digest", Extension.Digest.class);
        var recording = fields.constant("recording", Extension.Recording.class);
        var srtp = fields.constant("srtp", Srtp.class);
        if (number == null) {
            return null;
        }
        YamlValue forward = fields.value("forward");
        YamlValue voicemail = fields.value("voicemail");
        return new Extension(
                number,
                name == null ? "" : name,
                password == null ? null : new Secret(password),
                digest == null ? Extension.Digest.MD5 : digest,
                fields.parsed("caller-id", Syntax::number),
                fields.whole("lines", 1, 100, 2),
                fields.flag("enabled", true),
                fields.flag("do-not-disturb", false),
                fields.whole("devices", 1, 50, 5),
                forward == null ? null : forward(number, fields.path("forward"), forward, reading),
                voicemail == null ? null : voicemail(fields.path("voicemail"), voicemail, reading),
                recording == null ? Extension.Recording.OFF : recording,
                srtp == null ? Srtp.OFF : srtp,
                outgoing(fields, reading));
    }

    private static Extension.Outgoing outgoing(Fields extension, Reading reading) {
        YamlValue value = extension.value("outgoing");
        if (value == null) {
            return new Extension.Outgoing(true, null);
        }
        String path = extension.path("outgoing");
        Fields fields = reading.fields(path, value, "allowed", "limits");
        YamlValue limits = fields.value("limits");
        return new Extension.Outgoing(
                fields.flag("allowed", true),
                limits == null ? null : new OutgoingReader(reading.problems()).limits(path + ".limits", limits));
    }

    private static @Nullable Forward forward(String extension, String path, YamlValue value, Reading reading) {
        Fields fields = reading.fields(path, value, "to", "target", "when", "after", "enabled");
        fields.required("to");
        var kind = fields.constant("to", Destination.Kind.class);
        var when = fields.constant("when", Forward.When.class);
        Duration after = fields.duration("after", "1s", "5m");
        if (kind == null) {
            return null;
        }
        Destination to = kind == Destination.Kind.VOICEMAIL && !fields.has("target")
                ? new Destination.Voicemail(extension)
                : target(kind, fields);
        if (to == null) {
            return null;
        }
        reading.note(to, fields, "target");
        if (!fields.flag("enabled", true)) {
            return null;
        }
        return new Forward(to, when == null ? Forward.When.NO_ANSWER : when, after == null ? RINGS : after);
    }

    private static @Nullable Destination target(Destination.Kind kind, Fields fields) {
        fields.required("target");
        return fields.parsed("target", kind::read);
    }

    private static VoicemailBox voicemail(String path, YamlValue value, Reading reading) {
        Fields fields = reading.fields(path, value, "greeting", "sound", "email", "attach");
        var greeting = fields.constant("greeting", VoicemailBox.Greeting.class);
        String sound = reading.name(fields, "sound", Kind.SOUND);
        if (greeting == VoicemailBox.Greeting.OWN && !fields.has("sound")) {
            fields.complain("greeting", "is \"own\", but \"sound\" does not say which");
        } else if (greeting != null && greeting != VoicemailBox.Greeting.OWN && sound != null) {
            fields.complain("sound", "is not heard, for greeting is not \"own\"");
        }
        List<String> emails = fields.values("email", Notation::email);
        var attach = fields.constant("attach", VoicemailBox.Attach.class);
        return new VoicemailBox(
                greeting != null
                        ? greeting
                        : sound != null ? VoicemailBox.Greeting.OWN : VoicemailBox.Greeting.STANDARD,
                sound,
                emails,
                attach == null ? VoicemailBox.Attach.MP3 : attach);
    }
}
