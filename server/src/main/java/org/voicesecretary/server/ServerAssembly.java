package org.voicesecretary.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.ApplyPlan;
import org.voicesecretary.account.SoundFiles;
import org.voicesecretary.call.CallRegistry;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Pressure;
import org.voicesecretary.call.PressureGauge;
import org.voicesecretary.call.SystemCallClock;
import org.voicesecretary.cdr.CallLedger;
import org.voicesecretary.cdr.CallRecords;
import org.voicesecretary.cdr.recording.Recordings;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.media.MediaEngine;
import org.voicesecretary.media.clock.ThreadUrgency;
import org.voicesecretary.observe.CallMeters;
import org.voicesecretary.observe.Health;
import org.voicesecretary.observe.Metrics;
import org.voicesecretary.observe.OperationsServer;
import org.voicesecretary.pbx.office.OfficeReader;
import org.voicesecretary.pbx.registrar.DeviceAddresses;
import org.voicesecretary.pbx.trunk.TrunkSources;
import org.voicesecretary.prompt.AccountPrompts;
import org.voicesecretary.prompt.PromptAnnouncer;
import org.voicesecretary.prompt.PromptFollower;
import org.voicesecretary.prompt.PromptLibrary;
import org.voicesecretary.prompt.VoiceDoubts;
import org.voicesecretary.reception.FullHouse;
import org.voicesecretary.reception.NumberSettingsReader;
import org.voicesecretary.reception.Reception;
import org.voicesecretary.reception.Refusals;
import org.voicesecretary.reception.SipTimelines;
import org.voicesecretary.reception.StrangerGate;
import org.voicesecretary.reception.TrunkCalls;
import org.voicesecretary.rest.RestDoor;
import org.voicesecretary.rest.api.ApiDoor;
import org.voicesecretary.rest.api.ApiRoom;
import org.voicesecretary.rest.api.KnownReplies;
import org.voicesecretary.sip.UserAgent;
import org.voicesecretary.sip.UserAgentConfig;
import org.voicesecretary.sip.transport.ListeningPoint;
import org.voicesecretary.speech.SpeechEngine;
import org.voicesecretary.speech.SpeechEngines;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.Retention;
import org.voicesecretary.storage.ServerLock;
import org.voicesecretary.timeline.TimelineRepository;
import org.voicesecretary.timeline.TimelineSink;
import org.voicesecretary.webhook.EventOutbox;

/**
 * The server, wired: the only place that knows all rooms. Read {@link #start} from top to bottom to see what is made of what;
 * what was started last is stopped first.
 */
public final class ServerAssembly implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerAssembly.class);
    private static final Duration API_REPLIES = Duration.ofDays(1);
    private static final Duration UNUSED_SOUNDS = Duration.ofDays(1);
    /** Calls wait for so long at the start until what they say is rendered; a dead engine must not keep them away. */
    private static final Duration RENDER_FIRST = Duration.ofSeconds(30);

    private static final Duration RENDER_AGAIN = Duration.ofSeconds(30);
    private static final Duration FLUSH = Duration.ofSeconds(10);
    private static final Duration STALLED = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final InstallationConfig config;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Health health = new Health();
    private final SystemCallClock clock = new SystemCallClock();
    private @Nullable AccountDirectory directory;
    private @Nullable CallRegistry calls;
    private volatile @Nullable UserAgent sip;
    private volatile @Nullable SpeechEngines speech;
    private volatile @Nullable PromptFollower prompts;
    private @Nullable EventOutbox outbox;
    private @Nullable OperationsServer operations;
    private @Nullable ApplyPlan applied;

    private ServerAssembly(InstallationConfig config) {
        this.config = config;
    }

    /**
     * Starts the whole server.
     *
     * @param account an {@code account.yaml} to apply first; null for none
     * @param watchers who wants to see the timeline of every call, live
     * @throws IOException when a port or a directory cannot be had
     */
    public static ServerAssembly start(InstallationConfig config, @Nullable Path account, List<TimelineSink> watchers)
            throws IOException, InterruptedException {
        var server = new ServerAssembly(config);
        try {
            server.startAll(account, watchers);
            return server;
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    private void startAll(@Nullable Path account, List<TimelineSink> watchers)
            throws IOException, InterruptedException {
        SecureRandom random = new SecureRandom();
        InstantSource wall = InstantSource.system();
        Metrics metrics = own(new Metrics());
        MeterRegistry meters = metrics.registry();

        // What is kept
        DataDirectory data = DataDirectory.prepare(config.dataDir());
        own(ServerLock.take(data));
        watchHealth();
        RestDoor rest = new RestDoor();
        ApiDoor api = new ApiDoor();
        operations = own(OperationsServer.start(config.http().listen(), health, metrics.registry(), http -> {
            rest.addTo(http);
            api.addTo(http);
        }));
        Database database = own(Database.openAlone(config.database(), data));
        GroupCommitWriter writer = own(GroupCommitWriter.start(
                database, config.database().queue(), config.database().patience(), meters));

        // What is heard
        SpeechRoom room = own(SpeechRoom.open(config.speech(), data, wall));
        speech = room.engines();
        room.engines().failures().forEach(failure -> LOG.error("speech engine: {}", failure.getMessage()));
        VoiceDoubts.in(config.speech(), room.voices()).forEach(doubt -> LOG.warn("{}", doubt));
        PromptLibrary library = room.library();
        Accounts accounts = new Accounts(database, writer, data, library::problem, new OfficeReader(), wall, random);
        accounts.ensureFirst();
        if (account != null) {
            ApplyPlan plan = accounts.apply(account, account.toString());
            VoiceDoubts.in(plan.after(), room.voices()).forEach(doubt -> LOG.warn("{}: {}", account, doubt));
            applied = plan;
        }
        AccountDirectory directory = own(AccountDirectory.start(database, config.webhook()));
        this.directory = directory;
        SoundFiles soundFiles = new SoundFiles(data);
        AccountPrompts accountPrompts = new AccountPrompts(library, soundFiles);
        PromptFollower follower = own(new PromptFollower(accountPrompts, RENDER_AGAIN));
        prompts = follower;
        directory.onChange(follower::follow);
        follower.follow(directory.snapshot());
        if (!follower.awaitFirst(RENDER_FIRST)) {
            LOG.warn("speech is slow: calls are taken now, and hear tones where words are not rendered yet");
        }

        // Who is asked and told
        TimelineRepository timelines = own(new TimelineRepository(database, writer, meters));
        ScriptRoom scriptRoom = own(ScriptRoom.open(new ScriptRoom.Basis(
                config,
                directory,
                database,
                writer,
                timelines,
                room.voices()::speaks,
                watchers,
                meters,
                clock,
                wall,
                random)));
        EventOutbox events = scriptRoom.outbox();
        outbox = events;
        scriptRoom.watch(health);
        CallRecords records = new CallRecords(database, writer, events, wall);
        NumberSettingsReader settings = new NumberSettingsReader(config.calls());
        int unfinished = records.closeUnfinished(
                call -> directory.snapshot().number(call.called()).map(settings::of));
        if (unfinished > 0) {
            LOG.warn("{} calls were cut off when the server stopped last time; their scripts are told", unfinished);
        }
        Recordings recordings = own(new Recordings(data, database, writer, events, OfficeRoom::encode, wall, random));
        int torn = recordings.recover(left -> settings.script(directory.snapshot(), left.pbxId(), left.number()));
        if (torn > 0) {
            LOG.warn("{} recordings were cut off when the server stopped last time and are closed now", torn);
        }
        KnownReplies replies = new KnownReplies(database, writer, wall);
        own(Retention.start(
                List.of(
                        new Retention.Shelf("replies of the API", API_REPLIES, replies::forgetBefore),
                        new Retention.Shelf("timeline entries", config.keep().timelines(), timelines::forgetBefore),
                        new Retention.Shelf(
                                "unused sound files",
                                UNUSED_SOUNDS,
                                time -> soundFiles.forgetBefore(time, directory.snapshot())),
                        new Retention.Shelf(
                                "unused imported sounds",
                                UNUSED_SOUNDS,
                                time -> accountPrompts.forgetBefore(time, directory.snapshot())),
                        new Retention.Shelf("events", config.keep().events(), events::forgetBefore),
                        new Retention.Shelf("call records", config.keep().calls(), records::forgetBefore),
                        new Retention.Shelf(
                                "counters of calls", config.keep().counters(), records::forgetCountersBefore)),
                wall));

        // Who calls
        Pressure pressure =
                new Pressure(config.overload().waits(), config.overload().packetsLate());
        CallRegistry registry = new CallRegistry(config.maxCalls(), pressure);
        calls = registry;
        MediaEngine media = own(MediaEngine.start(Lines.media(config)));
        health.check("media", () -> working(media.stalled(STALLED.toNanos()), "packets leave on time"));
        own(PressureGauge.start(pressure, clock, () -> media.stats().lateness()));
        Refusals refusals = new Refusals();
        DeviceAddresses addresses = new DeviceAddresses();
        TrunkSources providers = new TrunkSources(wall);
        TrunkCalls trunkCalls = new TrunkCalls(providers);
        StrangerGate gate = new StrangerGate(
                config.limits(),
                source -> directory.snapshot().isTrunk(source) || addresses.has(source) || providers.has(source),
                trunkCalls::isExpected,
                clock::nanoTime,
                refusals);
        var announcer = new PromptAnnouncer(library, accountPrompts::voiceOf);
        OfficeRoom office = own(OfficeRoom.open(new OfficeRoom.Surroundings(
                config,
                directory,
                announcer,
                data,
                database,
                writer,
                recordings,
                addresses,
                providers,
                gate::wrongPassword,
                media,
                () -> Objects.requireNonNull(sip, "calls come in after the start"),
                meters,
                clock,
                wall,
                random)));
        SipTimelines sipTimelines = new SipTimelines();
        List<TimelineSink> watching = new ArrayList<>(watchers);
        watching.add(new CallMeters(meters));
        var services = new Reception.Services(
                directory::snapshot,
                office.telephones(),
                trunkCalls,
                registry,
                media,
                scriptRoom.scripts(),
                announcer,
                office.targets(),
                (call, number, source) -> {
                    CallLedger ledger =
                            CallLedger.open(records, call, number.account().pbxId(), source);
                    return new Reception.Books.Opened(
                            ledger,
                            List.of(ledger, timelines.sink(ledger.callNo())),
                            office.recordingDesk().recorder(call, ledger::origin));
                },
                watching,
                clock,
                random);
        Reception reception = new Reception(services, refusals, sipTimelines, config);
        FullHouse house = new FullHouse(gate, registry, refusals, clock::nanoTime);
        UserAgent agent = own(startFirst(Lines.sip(config, house, sipTimelines, office, random, data), reception));
        sip = agent;
        own(office.serveTrunks(agent));
        health.check("trunks", office::trunks);

        // What programs may ask and change
        rest.open(own(RestRoom.open(new RestRoom.Surroundings(
                config,
                directory,
                accounts,
                office,
                office.callbacks(services),
                database,
                writer,
                recordings,
                scriptRoom.client(),
                meters,
                clock,
                wall,
                random))));

        // What programs may ask and change
        api.open(ApiRoom.open(new ApiRoom.Surroundings(
                VersionCommand.version(),
                database,
                writer,
                wall,
                random,
                directory,
                accounts,
                replies,
                registry,
                records,
                timelines,
                events,
                room.speaker(),
                meters)));

        // Who watches
        new ServerMeters(meters).bind(registry, pressure, media, agent, gate, refusals);
        ServerMeters.bind(meters, office.registrar());
        LOG.info("ready: SIP on {}, HTTP on port {}", listening(agent), httpPort());
    }

    /** What is open for SIP, with the real ports. */
    public List<ListeningPoint> sipListening() {
        return sip == null ? List.of() : sip.listeningPoints();
    }

    /** The port of health and metrics. */
    public int httpPort() {
        return operations == null ? 0 : operations.port();
    }

    /** The accounts that calls see. */
    AccountDirectory accounts() {
        return Objects.requireNonNull(directory, "the server is started");
    }

    /** What the account file given at the start changed. */
    public Optional<ApplyPlan> applied() {
        return Optional.ofNullable(applied);
    }

    /**
     * Takes no new calls, lets those that run finish, ends what is left after {@code drain-timeout}, and tells the scripts.
     *
     * @return whether all calls ended by themselves
     */
    public boolean drain() throws InterruptedException {
        health.drain();
        CallRegistry registry = calls;
        UserAgent agent = sip;
        if (registry == null || agent == null) {
            return true;
        }
        registry.drain();
        agent.drain();
        LOG.info(
                "draining: {} calls are up, they have {} s",
                registry.size(),
                config.drainTimeout().toSeconds());
        boolean finished = registry.awaitEmpty(config.drainTimeout().toNanos());
        if (!finished) {
            LOG.warn("{} calls did not end in time and are ended now", registry.size());
            registry.terminateAll(CallSignal.Terminate.Reason.SHUTDOWN);
            registry.awaitEmpty(FLUSH.toNanos());
        }
        agent.awaitIdle(Duration.ofSeconds(1));
        EventOutbox events = outbox;
        if (events != null && !events.flush(FLUSH)) {
            LOG.warn("some events could not be delivered yet; they are kept for the next start");
        }
        return finished;
    }

    @Override
    public void close() {
        hangUpWhatIsLeft();
        while (!started.isEmpty()) {
            AutoCloseable last = started.pop();
            try {
                last.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly: {}", last.getClass().getSimpleName(), e.toString());
            }
        }
    }

    /** Without a {@link #drain} before, or with calls that outlived it: callers are told, and their scripts too. */
    private void hangUpWhatIsLeft() {
        CallRegistry registry = calls;
        if (registry == null) {
            return;
        }
        registry.drain();
        registry.terminateAll(CallSignal.Terminate.Reason.SHUTDOWN);
        try {
            if (!registry.awaitEmpty(LAST_WORDS.toNanos())) {
                LOG.warn("{} calls are cut off", registry.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        started.push(part);
        return part;
    }

    /** Asked from the first moment of the start on: what is not there yet is what is missing. */
    private void watchHealth() {
        health.check("sip", () -> {
            UserAgent agent = sip;
            return agent == null
                    ? new Health.Check.Failing("the ports of sip.listen are not open yet: wait a moment")
                    : working(agent.stalled(), listening(agent));
        });
        health.check("speech", () -> {
            SpeechEngines engines = speech;
            if (engines == null) {
                return new Health.Check.Failing("speech engines are being started: wait a moment");
            }
            return engines.engines().isEmpty()
                    ? new Health.Check.Failing(
                            "no speech engine works: callers hear tones instead of words; run ./voice-secretary doctor")
                    : new Health.Check.Fine(
                            engines.engines().stream().map(SpeechEngine::id).collect(Collectors.joining(", ")));
        });
        health.check("prompts", () -> prompts(prompts));
    }

    private static Health.Check working(List<String> stalled, String note) {
        return stalled.isEmpty()
                ? new Health.Check.Fine(note)
                : new Health.Check.Failing(String.join("; ", stalled) + ": restart the server, and report its log");
    }

    private static Health.Check prompts(@Nullable PromptFollower follower) {
        if (follower == null) {
            return new Health.Check.Failing("accounts are being read: wait a moment");
        }
        return switch (follower.state()) {
            case PromptFollower.State.Following() ->
                new Health.Check.Failing("sounds and fixed texts are being made ready: wait a moment");
            case PromptFollower.State.Followed(var problems) ->
                problems.isEmpty()
                        ? new Health.Check.Fine("sounds and fixed texts of all accounts are ready")
                        : new Health.Check.Failing(problems.size()
                                + " sounds or fixed texts are not ready, the first: " + problems.getFirst()
                                + "; they are tried again every " + RENDER_AGAIN.toSeconds()
                                + " s; run ./voice-secretary doctor");
        };
    }

    /** With threads that go before those of the calls: a machine that is full must still be able to say so. */
    private static UserAgent startFirst(UserAgentConfig config, Reception reception)
            throws IOException, InterruptedException {
        try {
            return ThreadUrgency.inherited(ThreadUrgency.SIGNALLING, () -> UserAgent.start(config, reception));
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("SIP could not be started", e);
        }
    }

    private static String listening(UserAgent agent) {
        return agent.listeningPoints().stream().map(ListeningPoint::toString).collect(Collectors.joining(", "));
    }
}
