package org.voicesecretary.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.NumberOffice;
import org.voicesecretary.call.Announcer;
import org.voicesecretary.call.CallClock;
import org.voicesecretary.call.RedirectTargets;
import org.voicesecretary.call.SipDialer;
import org.voicesecretary.call.connect.Connector;
import org.voicesecretary.cdr.recording.Recordings;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.media.Conference;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.observe.Health;
import org.voicesecretary.pbx.callback.Callbacks;
import org.voicesecretary.pbx.conference.Meetings;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeDirectory;
import org.voicesecretary.pbx.outgoing.OutgoingGuard;
import org.voicesecretary.pbx.queue.HoldMelodies;
import org.voicesecretary.pbx.queue.WaitingRoom;
import org.voicesecretary.pbx.recording.RecordingDesk;
import org.voicesecretary.pbx.registrar.DeviceAddresses;
import org.voicesecretary.pbx.registrar.OfficeSubscribers;
import org.voicesecretary.pbx.registrar.PhoneRegistrar;
import org.voicesecretary.pbx.registrar.WrongPasswords;
import org.voicesecretary.pbx.transfer.AgentBook;
import org.voicesecretary.pbx.transfer.ExtensionPhones;
import org.voicesecretary.pbx.transfer.Lines;
import org.voicesecretary.pbx.transfer.OfficeTargets;
import org.voicesecretary.pbx.transfer.RegisteredPhones;
import org.voicesecretary.pbx.trunk.TrunkLines;
import org.voicesecretary.pbx.trunk.TrunkRegistrations;
import org.voicesecretary.pbx.trunk.TrunkSources;
import org.voicesecretary.pbx.trunk.TrunkWatch;
import org.voicesecretary.pbx.voicemail.MessageLights;
import org.voicesecretary.pbx.voicemail.MessageMailer;
import org.voicesecretary.pbx.voicemail.MessageStore;
import org.voicesecretary.pbx.voicemail.Voicemail;
import org.voicesecretary.prompt.Ffmpeg;
import org.voicesecretary.reception.OfficeCallbacks;
import org.voicesecretary.reception.Reception;
import org.voicesecretary.reception.TelephoneCalls;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.MessageSummary;
import org.voicesecretary.sip.SubscribeHandler;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.time.WheelTimers;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.Retention;

/** The office, wired: where its telephones are, what they may do, and where calls can be handed over to. */
final class OfficeRoom implements AutoCloseable {
    private final Surroundings around;
    private final OfficeDirectory offices;
    private final WheelTimers timers;
    private final MessageMailer mailer;
    private final MessageLights lights;
    private final Retention retention;
    private final PhoneRegistrar registrar;
    private final TelephoneCalls telephones;
    private final OfficeTargets targets;
    private final TrunkWatch trunks;
    private final RecordingDesk recordingDesk;

    /**
     * What the office needs of the rest of the server.
     *
     * @param recordings of calls
     * @param addresses is told where telephones are
     * @param trunkSources is told where providers are
     * @param sip asked for with the first call
     * @param wall the time of day
     */
    record Surroundings(
            InstallationConfig config,
            AccountDirectory accounts,
            Announcer announcer,
            DataDirectory data,
            Database database,
            GroupCommitWriter writer,
            Recordings recordings,
            DeviceAddresses addresses,
            TrunkSources trunkSources,
            WrongPasswords wrongPasswords,
            MediaEngine media,
            Supplier<UserAgent> sip,
            MeterRegistry meters,
            CallClock clock,
            InstantSource wall,
            SecureRandom random) {}

    private OfficeRoom(
            Surroundings around,
            OfficeDirectory offices,
            WheelTimers timers,
            MessageMailer mailer,
            MessageLights lights,
            Retention retention,
            PhoneRegistrar registrar,
            TelephoneCalls telephones,
            OfficeTargets targets,
            TrunkWatch trunks,
            RecordingDesk recordingDesk) {
        this.around = around;
        this.offices = offices;
        this.timers = timers;
        this.mailer = mailer;
        this.lights = lights;
        this.retention = retention;
        this.registrar = registrar;
        this.telephones = telephones;
        this.targets = targets;
        this.trunks = trunks;
        this.recordingDesk = recordingDesk;
    }

    /** @throws IOException where messages cannot be kept */
    static OfficeRoom open(Surroundings around) throws IOException {
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
        var connector = new Connector(
                dialer,
                new HoldMelodies(
                        call -> offices.offices().ofAccount(call.number().accountKey()), around.announcer()));
        var agents = new AgentBook(around.wall());
        MessageStore messages = MessageStore.open(around.data(), around.database(), around.writer(), around.wall());
        MessageMailer mailer = MessageMailer.start(
                messages,
                around.config().smtp(),
                OfficeRoom::encode,
                pbxId -> offices.offices().office(pbxId));
        Retention retention = Retention.start(
                List.of(
                        new Retention.Shelf("voicemail messages", Duration.ZERO, messages::forgetExpired),
                        new Retention.Shelf("recordings", Duration.ZERO, around.recordings()::forgetExpired)),
                around.wall());
        var trunks = new TrunkWatch(new TrunkNetwork(around.sip()), around.trunkSources(), timers, around.meters());
        var targets = new OfficeTargets(new OfficeTargets.Services(
                call -> offices.offices().ofAccount(call.number().accountKey()),
                call -> around.accounts()
                        .snapshot()
                        .number(call.number().number())
                        .map(number -> number.office().hours()),
                around.wall(),
                phones,
                new TrunkLines(new OutgoingGuard(around.wall()), connector, around.meters(), trunks::isUp),
                connector,
                new Voicemail(messages, mailer::send),
                new Meetings(() -> Conference.open(around.media(), true)),
                new WaitingRoom(connector, phones, agents, around.announcer(), around.random()),
                agents,
                around.random()));
        var telephones = new TelephoneCalls(
                registrar,
                around.addresses(),
                offices,
                lines,
                around.clock(),
                around.random(),
                around.config().calls());
        var desk = new RecordingDesk(new RecordingDesk.Services(
                around.recordings(),
                around.announcer(),
                call -> offices.offices().ofAccount(call.number().accountKey()),
                call -> around.accounts()
                        .snapshot()
                        .number(call.number().number())
                        .map(number -> number.office().recording())
                        .orElse(NumberOffice.Recording.OFF),
                work -> Thread.ofVirtual().name("recorder").start(work)));
        var lights = MessageLights.start(
                messages,
                registrar,
                registrar::telephone,
                (telephone, waiting) -> around.sip()
                        .get()
                        .notify(telephone, InviteOptions.DEFAULTS, MessageSummary.EVENT, waiting.notification()));
        return new OfficeRoom(
                around, offices, timers, mailer, lights, retention, registrar, telephones, targets, trunks, desk);
    }

    static void encode(Path wav, Path mp3) throws IOException, InterruptedException {
        Ffmpeg.find("ffmpeg")
                .orElseThrow(() -> new IOException("there is no ffmpeg to make an MP3 with"))
                .encodeMp3(wav, mp3);
    }

    /** Registers with the providers of trunks and looks after them, from now on until that is closed. */
    TrunkRegistrations serveTrunks(UserAgent agent) {
        var registrations =
                new TrunkRegistrations((config, listener) -> agent.register(config, listener)::close, around.meters());
        around.accounts().onChange(changed -> follow(registrations, changed));
        follow(registrations, around.accounts().snapshot());
        return registrations;
    }

    /** First where providers are and by what they call us, then whoever makes them call. */
    private void follow(TrunkRegistrations registrations, AccountSnapshot accounts) {
        List<Office> now = offices(accounts);
        trunks.follow(now);
        registrations.follow(now);
    }

    /** For the health of the server: trunks that do not answer keep no call from coming in. */
    Health.Check trunks() {
        List<String> troubles = trunks.troubles();
        return troubles.isEmpty()
                ? new Health.Check.Fine(trunks.size() + " trunks for calls out, none known to be silent")
                : new Health.Check.Impaired(String.join("; ", troubles)
                        + ": calls out go by other trunks; ./voice-secretary doctor says more");
    }

    private List<Office> offices(AccountSnapshot accounts) {
        return accounts.accounts().stream()
                .flatMap(data -> offices.offices().office(data.account().pbxId()).stream())
                .toList();
    }

    OfficeDirectory offices() {
        return offices;
    }

    PhoneRegistrar registrar() {
        return registrar;
    }

    TelephoneCalls telephones() {
        return telephones;
    }

    /** Who decides about SUBSCRIBEs. */
    SubscribeHandler lights() {
        return lights;
    }

    RedirectTargets targets() {
        return targets;
    }

    RecordingDesk recordingDesk() {
        return recordingDesk;
    }

    /** Calls that begin here, for whoever may ask for one. */
    Callbacks callbacks(Reception.Services services) {
        return new OfficeCallbacks(
                services, offices, targets::becoming, around.config().calls());
    }

    @Override
    public void close() {
        retention.close();
        lights.close();
        mailer.close();
        trunks.close();
        timers.close();
    }
}
