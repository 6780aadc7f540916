package org.voicesecretary.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.ApiKeys;
import org.voicesecretary.call.CallClock;
import org.voicesecretary.cdr.CallStatistics;
import org.voicesecretary.cdr.recording.Recordings;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.config.Secret;
import org.voicesecretary.pbx.callback.Callbacks;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.pbx.office.OfficeDirectory;
import org.voicesecretary.pbx.office.Offices;
import org.voicesecretary.pbx.registrar.WebPhoneKeys;
import org.voicesecretary.rest.RestApi;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Routes;
import org.voicesecretary.rest.calls.CallMethods;
import org.voicesecretary.rest.hooks.HookMethods;
import org.voicesecretary.rest.info.InfoMethods;
import org.voicesecretary.rest.menus.MenuMethods;
import org.voicesecretary.rest.menus.ScenarioMethods;
import org.voicesecretary.rest.office.Extensions;
import org.voicesecretary.rest.office.InternalMethods;
import org.voicesecretary.rest.office.NumberMethods;
import org.voicesecretary.rest.office.RedirectionMethods;
import org.voicesecretary.rest.office.SipMethods;
import org.voicesecretary.rest.records.RecordMethods;
import org.voicesecretary.rest.sounds.SoundMethods;
import org.voicesecretary.rest.statistics.StatisticsMethods;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.webhook.EndpointCheck;
import org.voicesecretary.webhook.WebhookClient;

/** The REST API, wired: which methods there are, and what they work with. */
final class RestRoom {
    private RestRoom() {}

    /**
     * What the methods need of the rest of the server.
     *
     * @param accounts to change them; {@code directory} to see them
     * @param client asks scripts
     * @param wall the time of day
     */
    record Surroundings(
            InstallationConfig config,
            AccountDirectory directory,
            Accounts accounts,
            OfficeRoom office,
            Callbacks callbacks,
            Database database,
            GroupCommitWriter writer,
            Recordings recordings,
            WebhookClient client,
            MeterRegistry meters,
            CallClock clock,
            InstantSource wall,
            SecureRandom random) {}

    static RestApi open(Surroundings around) {
        var records = new RecordMethods(around.recordings(), around.wall());
        return new RestApi(
                around.directory()::snapshot,
                new ApiKeys(around.database(), around.writer(), around.wall(), around.random()),
                new Routes(routes(around, records)),
                List.of(records.download()),
                around.config().rest(),
                around.clock()::nanoTime,
                around.meters());
    }

    /** In the order of docs/rest.md. */
    private static List<Route> routes(Surroundings around, RecordMethods records) {
        InstallationConfig config = around.config();
        OfficeDirectory offices = around.office().offices();
        var changes = new OfficeChanges(around.accounts(), around.directory(), around.random());
        var extensions = new Extensions(
                around.directory(), offices, changes, around.office().registrar());
        var webPhones = new WebPhoneKeys(
                login -> offices.offices()
                        .login(login)
                        .map(Offices.Login::extension)
                        .filter(Extension::enabled)
                        .flatMap(extension -> Optional.ofNullable(extension.password()))
                        .map(Secret::value),
                around.wall());
        List<Route> routes = new ArrayList<>();
        routes.addAll(new InfoMethods(config.rest(), around.wall()).routes());
        routes.addAll(new CallMethods(around.callbacks()).routes());
        routes.addAll(new SipMethods(extensions).routes());
        routes.addAll(new InternalMethods(extensions).routes());
        routes.addAll(new RedirectionMethods(extensions).routes());
        routes.addAll(new HookMethods(
                        around.directory(),
                        changes,
                        new EndpointCheck(around.client(), around.random()),
                        config.webhook().timeout())
                .routes());
        routes.addAll(records.routes());
        routes.addAll(new SoundMethods(changes, around.random()).routes());
        routes.addAll(new MenuMethods(offices, changes).routes());
        routes.addAll(new ScenarioMethods(changes).routes());
        routes.addAll(new StatisticsMethods(
                        new CallStatistics(around.database()), config.rest().currency(), around.wall())
                .routes());
        routes.addAll(new NumberMethods(extensions, webPhones, config.rest().currency(), config.maxCalls()).routes());
        return routes;
    }
}
