package org.voicesecretary.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("unit")
@Timeout(30)
class LegTest {

    private static final DialogEnd END = new DialogEnd.LocalBye();

    private final Leg leg = new Leg();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch over = new CountDownLatch(1);

    private final CallListener listener = new CallListener() {
        @Override
        public void onEnded(DialogEnd end) {
            told.add("ended");
            over.countDown();
        }
    };

    @Test
    void whatHappenedBeforeSomebodyListensIsToldInOrderAndTheEndIsLast() throws Exception {
        leg.post(to -> told.add("one"));
        leg.post(to -> told.add("two"));
        assertThat(leg.end(END)).isTrue();
        leg.listen(listener);
        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(told).containsExactly("one", "two", "ended");
    }

    @Test
    void theEndIsToldOnceAndNothingAfterIt() throws Exception {
        leg.listen(listener);
        assertThat(leg.end(END)).isTrue();
        assertThat(leg.end(new DialogEnd.LocalCancel())).isFalse();
        assertThat(leg.post(to -> told.add("late"))).isFalse();
        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(leg.ended()).contains(END);
        assertThat(told).containsExactly("ended");
    }

    @Test
    void aListenerThatFailsHearsTheNextEventAllTheSame() throws Exception {
        leg.listen(listener);
        leg.post(to -> {
            throw new IllegalStateException("this test wants it so");
        });
        leg.end(END);
        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFloodOfEventsIsCutOffButTheEndComesThrough() throws Exception {
        int taken = 0;
        while (taken < 10_000 && leg.post(to -> told.add("event"))) {
            taken++;
        }
        assertThat(taken).isLessThan(1_000);
        leg.end(END);
        leg.listen(listener);
        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(told).hasSize(taken + 1);
    }
}
