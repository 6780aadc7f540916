package org.voicesecretary.pbx.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.TestCall;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.call.connect.FakeDialer;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.pbx.menu.MenuBook;
import org.voicesecretary.pbx.menu.MenuPage;
import org.voicesecretary.pbx.office.AppliedOffice;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;

/** An office from {@code account.yaml} that a simulated call is redirected in. Trunks and voicemail boxes only take notes. */
final class OfficeOnTheLine implements AutoCloseable {
    final FakeDialer phones;
    final Set<String> offline = new HashSet<>();
    /** {@code "1200 voicemail of 101"}: milliseconds, where the call went. */
    final List<String> elsewhere = new ArrayList<>();

    private final AppliedOffice applied;

    OfficeOnTheLine(Path directory, TestCall call) {
        applied = new AppliedOffice(directory);
        phones = new FakeDialer(call.time);
        call.targets = new OfficeTargets(new OfficeTargets.Services(
                context -> Optional.of(applied.office()),
                office -> NO_MENUS,
                (talk, office, extension) -> party(extension.number()),
                (talk, office, number, by, longest) -> {
                    elsewhere.add(call.time.millis() + " outside " + number + " by " + by + " for "
                            + longest.toSeconds() + " s");
                    return new OutsideLines.Reached.Nobody(EndStatus.NO_ANSWER);
                },
                new Connector(phones),
                (talk, office, owner) -> {
                    elsewhere.add(call.time.millis() + " voicemail of " + owner.number());
                    return new CallEnd.CallerHungUp();
                }));
    }

    void apply(String yaml) {
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

    private static SipUri uri(String user) {
        try {
            return SipUri.parse("sip:" + user + "@192.0.2.1");
        } catch (SipParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final MenuBook NO_MENUS = new MenuBook() {
        @Override
        public Optional<MenuPage> page(int number) {
            return Optional.empty();
        }

        @Override
        public boolean isExtension(String number) {
            return false;
        }

        @Override
        public boolean beginsExtension(String digits) {
            return false;
        }
    };

    @Override
    public void close() {
        applied.close();
    }
}
