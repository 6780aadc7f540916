package org.voicesecretary.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.pbx.office.AppliedOffice.ACCOUNT;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.account.RouteDecision;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.pbx.trunk.FoundTrunks;
import org.voicesecretary.sip.message.SipRequest;

@Tag("db")
class TrunkCallsTest {
    private static final InetAddress PROVIDER = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("203.0.113.5");

    @TempDir
    Path path;

    private AppliedOffice applied;
    private FoundTrunks found;
    private TrunkCalls calls;

    @BeforeEach
    void open() {
        applied = new AppliedOffice(path);
        found = new FoundTrunks();
        calls = new TrunkCalls(found.sources());
    }

    @AfterEach
    void close() {
        applied.close();
    }

    private void office(String trunk, String... numbers) {
        applied.apply(ACCOUNT + "trunks: [{name: main, " + trunk + "}]\nnumbers: ["
                + String.join(
                        ", ",
                        List.of(numbers).stream()
                                .map(number -> "{number: \"" + number + "\"}")
                                .toList())
                + "]");
        found.follow(applied.office(), "main", PROVIDER);
    }

    private RouteDecision route(String uri, InetAddress source, String... more) {
        return calls.route(invite(uri, more), source, applied.accountsNow());
    }

    private static SipRequest invite(String uri, String... more) {
        return Invites.invite(uri, "<sip:030999@provider.example>", more);
    }

    private void isFor(String number, RouteDecision decision) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        RouteDecision.Admitted.class,
                        admitted -> assertThat(admitted.number().number()).isEqualTo(number));
    }

    @Test
    void whatIsAtTheHostOfATrunkMayCallItsNumbers() {
        office("host: sip.example.net", "4930123456", "4930123457");

        isFor("4930123456", route("sip:+4930123456@192.0.2.9", PROVIDER));
        assertThat(route("sip:+4930123456@192.0.2.9", ELSEWHERE)).isInstanceOf(RouteDecision.SourceRefused.class);
        assertThat(route("sip:4930123458@192.0.2.9", PROVIDER)).isInstanceOf(RouteDecision.NumberUnknown.class);
    }

    @Test
    void aNumberMayBeWrittenAsInItsCountry() {
        office("host: sip.example.net", "4930123456", "4930123457");

        isFor("4930123457", route("sip:030123457@192.0.2.9", PROVIDER));
        isFor("4930123457", route("sip:004930123457@192.0.2.9", PROVIDER));
    }

    @Test
    void aCallToTheContactIsOfItsTrunkWhereverItComesFromAndNamesTheNumberElsewhere() {
        office("host: sip.example.net, register: true, user: me, password: secret-secret", "4930123456", "4930123457");
        String contact = "sip:" + found.contact(applied.office(), "main") + "@192.0.2.9";

        assertThat(calls.isExpected(invite(contact), ELSEWHERE)).isTrue();
        isFor("4930123457", route(contact, ELSEWHERE, "P-Called-Party-ID: <sip:030123457@provider.example>"));
        assertThat(found.sources().has(ELSEWHERE))
                .as("what follows comes from there")
                .isTrue();
        assertThat(route(contact, ELSEWHERE)).as("To says nothing").isInstanceOf(RouteDecision.NumberUnknown.class);
    }

    @Test
    void whereAnAccountHasOneNumberTheContactMeansIt() {
        office("host: sip.example.net, register: true, user: me, password: secret-secret", "4930123456");

        isFor("4930123456", route("sip:me@192.0.2.9", PROVIDER));
        assertThat(route("sip:me@192.0.2.9", ELSEWHERE)).isInstanceOf(RouteDecision.SourceRefused.class);
        isFor("4930123456", route("sip:" + found.contact(applied.office(), "main") + "@192.0.2.9", ELSEWHERE));
    }
}
