package org.voicesecretary.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.call.CallClock;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.SipDialer;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.pbx.menu.MenuBook;
import org.voicesecretary.pbx.menu.MenuPage;
import org.voicesecretary.pbx.office.OfficeDirectory;
import org.voicesecretary.pbx.outgoing.OutgoingGuard;
import org.voicesecretary.pbx.registrar.DeviceAddresses;
import org.voicesecretary.pbx.registrar.OfficeSubscribers;
import org.voicesecretary.pbx.registrar.PhoneRegistrar;
import org.voicesecretary.pbx.registrar.WrongPasswords;
import org.voicesecretary.pbx.transfer.ExtensionPhones;
import org.voicesecretary.pbx.transfer.Lines;
import org.voicesecretary.pbx.transfer.OfficeTargets;
import org.voicesecretary.pbx.transfer.RegisteredPhones;
import org.voicesecretary.pbx.trunk.TrunkLines;
import org.voicesecretary.protocol.EndStatus;
import org.voicesecretary.reception.TelephoneCalls;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.time.WheelTimers;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;

/** The office, wired: where its telephones are, what they may do, and where calls can be handed over to. */
final class OfficeRoom implements AutoCloseable {
    private final WheelTimers timers;
    private final PhoneRegistrar registrar;
    private final TelephoneCalls telephones;
    private final RedirectTargets targets;

    /**
     * What the office needs of the rest of the server.
     *
     * @param addresses is told where telephones are
     * @param sip asked for with the first call
     * @param wall the time of day
     */
    record Surroundings(
            InstallationConfig config,
            AccountDirectory accounts,
            Database database,
            GroupCommitWriter writer,
            DeviceAddresses addresses,
            WrongPasswords wrongPasswords,
            MediaEngine media,
            Supplier<UserAgent> sip,
            MeterRegistry meters,
            CallClock clock,
            InstantSource wall,
            SecureRandom random) {}

    private OfficeRoom(
            WheelTimers timers, PhoneRegistrar registrar, TelephoneCalls telephones, RedirectTargets targets) {
        this.timers = timers;
        this.registrar = registrar;
        this.telephones = telephones;
        this.targets = targets;
    }

    static OfficeRoom open(Surroundings around) {
        OfficeDirectory offices = OfficeDirectory.following(around.accounts());
        var timers =
                new WheelTimers(task -> Thread.ofVirtual().name("registrar").start(task));
        PhoneRegistrar registrar = PhoneRegistrar.open(
                new OfficeSubscribers(offices),
                around.addresses(),
                around.wrongPasswords(),
                around.database(),
                around.writer(),
                new PhoneRegistrar.Surroundings(around.wall(), timers, around.random()));
        around.accounts().onChange(changed -> registrar.subscribersChanged());

        Lines lines = new Lines(login -> offices.offices()
                .login(login)
                .map(found -> found.extension().lines())
                .orElse(0));
        var place = new OutgoingMedia(around.config(), around.media().config());
        var dialer = new SipDialer(
                around.sip(),
                around.media(),
                place,
                around.clock(),
                around.config().rtp().timeout(),
                lines);
        ExtensionPhones phones = new RegisteredPhones(registrar, place::towards);
        var connector = new Connector(dialer);
        var targets = new OfficeTargets(new OfficeTargets.Services(
                call -> offices.offices().ofAccount(call.number().accountKey()),
                office -> new WithoutMenus(),
                phones,
                new TrunkLines(new OutgoingGuard(around.wall()), connector, around.meters()),
                connector,
                (talk, office, owner) -> new CallEnd.NobodyReached(EndStatus.NO_ANSWER, talk.answered())));
        var telephones = new TelephoneCalls(
                registrar,
                around.addresses(),
                offices,
                lines,
                around.clock(),
                around.random(),
                around.config().calls());
        return new OfficeRoom(timers, registrar, telephones, targets);
    }

    /** An office whose menus cannot be written yet. */
    private record WithoutMenus() implements MenuBook {
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
    }

    PhoneRegistrar registrar() {
        return registrar;
    }

    TelephoneCalls telephones() {
        return telephones;
    }

    RedirectTargets targets() {
        return targets;
    }

    @Override
    public void close() {
        timers.close();
    }
}
