package org.voicesecretary.pbx.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.config.Secret;
import org.voicesecretary.pbx.office.Extension.Forward;
import org.voicesecretary.pbx.office.Extension.VoicemailBox;

@Tag("db")
@Timeout(60)
class ExtensionTest {
    @TempDir
    Path path;

    private AppliedOffice applied;

    @BeforeEach
    void open() {
        applied = new AppliedOffice(path);
    }

    @AfterEach
    void close() {
        applied.close();
    }

    @Test
    void everythingThatAnExtensionCanSayIsRead() {
        applied.apply(ACCOUNT + """
                sounds: [{id: away, text: "I am away."}]
                extensions:
                  - number: 101
                    name: Anna
                    password: "p: {quoted} # \\"secret\\""
                    digest: sha-256
                    caller-id: "+442037691880"
                    lines: 3
                    enabled: false
                    do-not-disturb: true
                    devices: 2
                    forward: {to: sip-uri, target: "sip:anna@example.net", when: always, after: 30s}
                    voicemail: {greeting: own, sound: away, email: [Anna@example.net], attach: wav}
                    recording: on-demand
                """);
        assertThat(applied.office().extension("101"))
                .contains(new Extension(
                        "101",
                        "Anna",
                        new Secret("p: {quoted} # \"secret\""),
                        Extension.Digest.SHA_256,
                        "442037691880",
                        3,
                        false,
                        true,
                        2,
                        new Forward(
                                new Destination.Uri("sip:anna@example.net"),
                                Forward.When.ALWAYS,
                                Duration.ofSeconds(30)),
                        new VoicemailBox(
                                VoicemailBox.Greeting.OWN,
                                "away",
                                List.of("anna@example.net"),
                                VoicemailBox.Attach.WAV),
                        Extension.Recording.ON_DEMAND,
                        Srtp.OFF,
                        new Extension.Outgoing(true, null)));
    }

    @Test
    void whatItDoesNotSayIsAsUsual() {
        applied.apply(ACCOUNT + "extensions: [{number: 101, voicemail: {}, forward: {to: voicemail}}, {number: 102}]");
        assertThat(applied.office().extensions())
                .containsExactly(
                        new Extension(
                                "101",
                                "",
                                null,
                                Extension.Digest.MD5,
                                null,
                                2,
                                true,
                                false,
                                5,
                                new Forward(
                                        new Destination.Voicemail("101"),
                                        Forward.When.NO_ANSWER,
                                        Duration.ofSeconds(20)),
                                new VoicemailBox(
                                        VoicemailBox.Greeting.STANDARD, null, List.of(), VoicemailBox.Attach.MP3),
                                Extension.Recording.OFF,
                                Srtp.OFF,
                                new Extension.Outgoing(true, null)),
                        new Extension(
                                "102",
                                "",
                                null,
                                Extension.Digest.MD5,
                                null,
                                2,
                                true,
                                false,
                                5,
                                null,
                                null,
                                Extension.Recording.OFF,
                                Srtp.OFF,
                                new Extension.Outgoing(true, null)));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsLine() {
        assertThat(applied.problems(ACCOUNT + """
                        extensions:
                          - {number: 99}
                          - {number: 101, digets: md5}
                          - {number: 101}
                          - {name: Anna}
                          - {number: 102, password: short, digest: sha, lines: 0, devices: many, enabled: yes}
                          - {number: 103, forward: {to: phone}}
                          - {number: 104, forward: {to: nowhere, target: 101}}
                          - {number: 105, forward: {to: sip-uri, target: "anna"}}
                          - {number: 106, forward: {to: voicemail, target: 199}}
                          - {number: 107, voicemail: {greeting: own}}
                          - {number: 108, voicemail: {sound: nothing, email: [anna]}}
                          - just text
                          - {number: 109, caller-id: "44 20", password: }
                        """))
                .containsExactly(
                        "account.yaml:3: extensions[1].number: \"99\" is no extension; expected 100 to 999",
                        "account.yaml:4: unknown key \"digets\" in extensions[2]; did you mean \"digest\"?",
                        "account.yaml:5: extensions has \"101\" twice; the first is at account.yaml:4",
                        "account.yaml:6: extensions[4] lacks \"number\"",
                        "account.yaml:7: extensions[5].password: the password has 5 characters; expected 8 to 200:"
                                + " whoever guesses it calls at your cost",
                        "account.yaml:7: extensions[5].digest: \"sha\" is not one of md5, sha-256",
                        "account.yaml:7: extensions[5].lines: \"0\" is out of range; expected a whole number, 1 to 100",
                        "account.yaml:7: extensions[5].enabled: \"yes\" is neither true nor false",
                        "account.yaml:7: extensions[5].devices: \"many\" is out of range; expected a whole number, 1 to"
                                + " 50",
                        "account.yaml:8: extensions[6].forward lacks \"target\"",
                        "account.yaml:9: extensions[7].forward.to: \"nowhere\" is not one of phone, voicemail, menu,"
                                + " sip-uri",
                        "account.yaml:10: extensions[8].forward.target: \"anna\" is no SIP address; expected one such as"
                                + " sip:anna@example.net",
                        "account.yaml:11: extensions[9].forward.target: there is no extension \"199\"; did you mean"
                                + " \"109\"?",
                        "account.yaml:12: extensions[10].voicemail.greeting: is \"own\", but \"sound\" does not say"
                                + " which",
                        "account.yaml:13: extensions[11].voicemail.email: \"anna\" is no e-mail address; expected one"
                                + " such as anna@example.net",
                        "account.yaml:13: extensions[11].voicemail.sound: there is no sound \"nothing\"; this account"
                                + " has none",
                        "account.yaml:14: extensions[12] is \"just text\"; expected keys: number, name, password,"
                                + " digest, caller-id, lines, enabled, do-not-disturb, devices, forward, voicemail,"
                                + " recording, srtp, outgoing",
                        "account.yaml:15: extensions[13].password: is empty; expected a value, or leave the key out",
                        "account.yaml:15: extensions[13].caller-id: \"44 20\" is no telephone number; expected 1 to 20"
                                + " digits, with or without a leading +, without spaces, in quotes");
    }
}
