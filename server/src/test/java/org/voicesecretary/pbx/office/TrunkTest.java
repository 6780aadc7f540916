package org.voicesecretary.pbx.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.account.Network;
import org.voicesecretary.account.Trunk;
import org.voicesecretary.config.Secret;

@Tag("db")
@Timeout(60)
class TrunkTest {
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
    void trunksAreTriedInTheirOrderAndPresetsFillTheGaps() {
        applied.apply(ACCOUNT + """
                trunks:
                  - {name: in, allow: [192.0.2.0/24]}
                  - {name: second, host: sip.example.net, port: 5081, transport: tls, srtp: required, order: 2, probe: off, allow: ["2001:db8::/32"]}
                  - {name: first, preset: messagenet, user: anna, password: secret, order: 1, caller-id: "+390212345", probe: 1m}
                """);
        assertThat(applied.office().trunks())
                .containsExactly(
                        new OfficeTrunk(
                                "first",
                                List.of(),
                                "sip.messagenet.it",
                                5061,
                                OfficeTrunk.Transport.UDP,
                                "anna",
                                new Secret("secret"),
                                true,
                                Srtp.OFF,
                                1,
                                Duration.ofMinutes(1),
                                "390212345"),
                        new OfficeTrunk(
                                "second",
                                List.of(Network.parse("2001:db8::/32")),
                                "sip.example.net",
                                5081,
                                OfficeTrunk.Transport.TLS,
                                null,
                                null,
                                false,
                                Srtp.REQUIRED,
                                2,
                                Duration.ZERO,
                                null),
                        TrunkReader.incoming("in", List.of(Network.parse("192.0.2.0/24"))));
        assertThat(applied.office().trunks().getLast().callsOut()).isFalse();
        assertThat(applied.office().trunks().getLast().allows(InetAddress.ofLiteral("192.0.2.9")))
                .isTrue();
        assertThat(applied.directory().snapshot().accounts().getFirst().trunks())
                .map(Trunk::name)
                .containsExactly("first", "in", "second");
    }

    @Test
    void aTrunkIsOneThingInAPlan() {
        applied.apply(ACCOUNT + "trunks: [{name: a, host: sip.example.net}, {name: b, allow: [\"::1\"]}]\n");
        assertThat(applied.changes("trunks: [{name: a, host: sip.example.net}, {name: b, allow: [\"::1\"]}]\n"))
                .isEmpty();
        assertThat(applied.changes(
                        "trunks: [{name: a, allow: [\"::1\"], host: sip.example.org}, {name: c, host: x, user: u,"
                                + " password: hunter2}]\n"))
                .containsExactly(
                        "~ trunk a  host sip.example.net → sip.example.org, allow (nothing) → [0:0:0:0:0:0:0:1]",
                        "+ trunk c  host x, password ***, user u",
                        "- trunk b");
        assertThat(applied.changes(
                        "trunks: [{name: a, allow: [\"::1\"]}, {name: c, host: x, user: u, password: other}]\n"))
                .containsExactly("~ trunk a  host sip.example.org → (nothing)", "~ trunk c  secret changed");
        assertThat(applied.changes("trunks: []")).containsExactly("- trunk a", "- trunk c");
        assertThat(applied.office().trunks()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsLine() {
        assertThat(applied.problems(ACCOUNT + """
                        trunks:
                          - {name: a}
                          - {name: b, user: u, password: p}
                          - {name: c, host: "sip:example.net", register: true}
                          - {name: d, preset: easybel, port: 0}
                          - {name: e, preset: easybell, user: u}
                          - {name: f, host: x, password: p, probe: 1s, transport: ws, srtp: dtls}
                          - {name: f, host: y}
                          - {host: z, hots: z}
                        """))
                .containsExactly(
                        "account.yaml:3: trunks[1] lacks \"allow\", the address blocks that calls may come from",
                        "account.yaml:4: trunks[2].user: is for a trunk with \"host\" or \"preset\"",
                        "account.yaml:4: trunks[2].password: is for a trunk with \"host\" or \"preset\"",
                        "account.yaml:4: trunks[2] lacks \"allow\", the address blocks that calls may come from",
                        "account.yaml:5: trunks[3].host: \"sip:example.net\" is no host; expected a name or an "
                                + "address, such as sip.example.net, without a port",
                        "account.yaml:5: trunks[3] registers, but lacks \"user\"; register: false if the provider "
                                + "knows us by our address",
                        "account.yaml:6: trunks[4].preset: \"easybel\" is no preset; did you mean \"easybell\"?; "
                                + "without one, write host, port and transport",
                        "account.yaml:6: trunks[4].port: \"0\" is out of range; expected a whole number, 1 to 65535",
                        "account.yaml:7: trunks[5] registers, but lacks \"password\"; register: false if the "
                                + "provider knows us by our address",
                        "account.yaml:8: trunks[6].transport: \"ws\" is not one of udp, tcp, tls",
                        "account.yaml:8: trunks[6].srtp: \"dtls\" is not one of off, optional, required",
                        "account.yaml:8: trunks[6].probe: 1s is out of range; expected 5s to 1h, or off",
                        "account.yaml:8: trunks[6].password: is of nobody, for there is no \"user\"",
                        "account.yaml:9: trunks has \"f\" twice; the first is at account.yaml:8",
                        "account.yaml:10: unknown key \"hots\" in trunks[8]; did you mean \"host\"?",
                        "account.yaml:10: trunks[8] lacks \"name\"");
    }

    @Test
    void thereArePresetsWithHostsOfTheirOwn() {
        assertThat(TrunkPreset.all()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(TrunkPreset.all())
                .map(TrunkPreset::name)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(TrunkPreset.all()).map(TrunkPreset::host).doesNotHaveDuplicates();
    }
}
