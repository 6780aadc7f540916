package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voicesecretary.e2e.TelephoneOffice.MUSIC;
import static org.voicesecretary.e2e.TelephoneOffice.OUTSIDE;
import static org.voicesecretary.e2e.TelephoneOffice.SOON;
import static org.voicesecretary.e2e.TelephoneOffice.hears;
import static org.voicesecretary.e2e.TelephoneOffice.hum;
import static org.voicesecretary.e2e.TelephoneOffice.toneOf;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voicesecretary.sip.RequestOutcome;
import org.voicesecretary.testkit.PhoneCall;
import org.voicesecretary.testkit.TestPhone;

/** Who hears what while telephones hold. */
@Tag("e2e")
@Timeout(120)
class HoldTest {
    private static final double ANN = toneOf("101");

    @TempDir
    Path directory;

    private TelephoneOffice office;

    @BeforeEach
    void open() throws Exception {
        office = new TelephoneOffice(directory, "");
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void whoeverIsOnHoldHearsMusicAndTheHolderNothing() throws Exception {
        TestPhone telephone = office.telephone("101");
        PhoneCall caller = office.callFor("101");
        PhoneCall ann = office.pickUp(telephone, "101");
        caller.answered();
        hum(caller, OUTSIDE);
        assertThat(hears(caller, ANN)).as("the caller hears Ann").isTrue();
        assertThat(hears(ann, OUTSIDE)).as("Ann hears the caller").isTrue();

        assertThat(ann.hold()).isInstanceOf(RequestOutcome.Success.class);
        assertThat(hears(caller, MUSIC)).as("music on hold").isTrue();
        int held = ann.heard().mark();
        assertThat(ann.resume()).isInstanceOf(RequestOutcome.Success.class);
        assertThat(hears(caller, ANN)).as("the caller hears Ann again").isTrue();
        assertThat(hears(ann, OUTSIDE)).as("Ann hears the caller again").isTrue();
        assertThat(ann.heard().awaitTone(MUSIC, held, Duration.ZERO))
                .as("music for the one who held")
                .isFalse();

        ann.holdInSilence();
        assertThat(hears(caller, MUSIC)).as("music while nobody says anything").isTrue();
        caller.hold();
        ann.resume();
        assertThat(hears(ann, MUSIC)).as("now the caller holds").isTrue();
        caller.resume();
        assertThat(hears(ann, OUTSIDE)).isTrue();
        assertThat(hears(caller, ANN)).isTrue();
        for (int i = 0; i < 30; i++) {
            ann.hold();
            ann.resume();
        }
        assertThat(hears(caller, ANN)).as("after a storm of holds").isTrue();
        assertThat(hears(ann, OUTSIDE)).as("after a storm of holds").isTrue();
        caller.hangUp();
        assertThat(ann.awaitEnd(SOON)).isPresent();
        assertThat(office.eventsToTheEnd())
                .containsExactly("NOTIFY_START", "NOTIFY_INTERNAL 101", "NOTIFY_ANSWER 101", "NOTIFY_END 101");
    }
}
