package org.voicesecretary.pbx.transfer;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.NumberSettings;
import org.voicesecretary.call.Spoken;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.call.connect.FakeDialer;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.pbx.queue.WaitingRoom;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.protocol.Instruction.Announcement;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;

/** An office from {@code account.yaml} that a simulated call is redirected in. Trunks and voicemail boxes only take notes. */
public final class OfficeOnTheLine implements AutoCloseable {
    public final FakeDialer phones;
    public final Set<String> offline = new HashSet<>();
    /** {@code "1200 voicemail of 101"}: milliseconds, where the call went. */
    public final List<String> elsewhere = new ArrayList<>();

    public final AgentBook agents;
    public final WaitingRoom room;
    /** Of the number that was called. */
    public @Nullable String numberHours;
    /** What working hours are compared with. */
    public Instant now = TestCall.START;

    private final AppliedOffice applied;

    public OfficeOnTheLine(Path directory, TestCall call) {
        applied = new AppliedOffice(directory);
        phones = new FakeDialer(call.time);
        var connector = new Connector(phones, Connector.HoldSounds.NONE);
        var random = new Random(7);
        ExtensionPhones ringing = (talk, office, extension) -> party(extension.number());
        agents = new AgentBook(call.time::now);
        room = new WaitingRoom(connector, ringing, agents, SILENT, random);
        call.targets = new OfficeTargets(new OfficeTargets.Services(
                context -> Optional.of(applied.office()),
                context -> Optional.ofNullable(numberHours),
                () -> now,
                ringing,
                (talk, office, number, by, longest) -> {
                    elsewhere.add(call.time.millis() + " outside " + number + " by " + by + " for "
                            + longest.toSeconds() + " s");
                    return new OutsideLines.Reached.Nobody(EndStatus.NO_ANSWER);
                },
                connector,
                (talk, office, owner) -> {
                    elsewhere.add(call.time.millis() + " voicemail of " + owner.number());
                    return new CallEnd.CallerHungUp();
                },
                (talk, office, conference) -> {
                    elsewhere.add(call.time.millis() + " conference " + conference.number());
                    return new CallEnd.CallerHungUp();
                },
                room,
                agents,
                random));
    }

    public void apply(String yaml) {
        applied.apply(yaml);
    }

    private Party party(String extension) {
        return new Party(
                extension,
                extension,
                offline.contains(extension)
                        ? List.of()
                        : List.of(new DialOrder(
                                extension, new DialOrder.To.Address(uri(extension)), InviteOptions.DEFAULTS)));
    }

    /** Nothing that it says can be heard. */
    private static final Announcer SILENT = new Announcer() {
        @Override
        public Spoken announce(Announcement announcement, NumberSettings number, boolean secret) {
            return new Spoken(null, "", "", List.of());
        }

        @Override
        public Spoken apology(NumberSettings number) {
            return new Spoken(null, "", "", List.of());
        }

        @Override
        public Spoken signal(NumberSettings number) {
            return new Spoken(null, "", "", List.of());
        }

        @Override
        public Spoken filler(NumberSettings number) {
            return new Spoken(null, "", "", List.of());
        }
    };

    private static SipUri uri(String user) {
        try {
            return SipUri.parse("sip:" + user + "@192.0.2.1");
        } catch (SipParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        applied.close();
    }
}
