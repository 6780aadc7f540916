package org.voicesecretary.rest.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.ApiTokens;
import org.voicesecretary.account.Users;
import org.voicesecretary.call.CallRegistry;
import org.voicesecretary.cdr.CallRecords;
import org.voicesecretary.speech.Speaker;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.timeline.TimelineRepository;
import org.voicesecretary.webhook.Deliveries;
import org.voicesecretary.webhook.EventOutbox;

/** The API, wired: which operations there are, and what they work with. */
public final class ApiRoom {
    private ApiRoom() {}

    /**
     * What the operations need of the rest of the server.
     *
     * @param version of the program
     * @param accounts to change them; {@code directory} to see them
     */
    public record Surroundings(
            String version,
            Database database,
            GroupCommitWriter writer,
            InstantSource wall,
            RandomGenerator random,
            AccountDirectory directory,
            Accounts accounts,
            KnownReplies replies,
            CallRegistry calls,
            CallRecords records,
            TimelineRepository timelines,
            EventOutbox events,
            Speaker speaker,
            MeterRegistry meters) {}

    public static Api open(Surroundings around) {
        var tokens = new ApiTokens(around.database(), around.writer(), around.wall(), around.random());
        var users = new Users(around.database(), around.writer(), around.wall(), around.random());
        List<Operation> operations = new ArrayList<>();
        operations.addAll(new CallResources(around.calls()).operations());
        operations.addAll(new TimelineResources(around.records(), around.timelines()).operations());
        operations.addAll(new OfficeResources(around.accounts(), around.directory()).operations());
        operations.addAll(new HoursResources(around.directory(), around.wall()).operations());
        operations.addAll(new WordResources(around.accounts(), around.directory()).operations());
        operations.addAll(new SpeechResources(around.speaker()).operations());
        operations.addAll(new DeliveryResources(new Deliveries(around.database(), around.writer(), around.events()))
                .operations());
        operations.addAll(new UserResources(users).operations());
        operations.addAll(new TokenResources(tokens).operations());
        operations.addAll(OpenApi.operations(new OpenApi(around.version(), schemas()), operations));
        return new Api(around.directory()::snapshot, tokens, around.replies(), operations, around.meters());
    }

    private static Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        schemas.put("LiveCall", CallResources.schema());
        schemas.put("RecordedCall", TimelineResources.callSchema());
        schemas.put("TimelineEntry", TimelineResources.entrySchema());
        OfficeSection.all().forEach(section -> schemas.put(section.name(), section.settings()));
        schemas.put("HoursReport", HoursResources.schema());
        schemas.put("Phrase", WordResources.phraseSchema());
        schemas.put("Sound", WordResources.soundSchema());
        schemas.put("Voice", SpeechResources.voiceSchema());
        schemas.put("Delivery", DeliveryResources.schema());
        schemas.put("Attempt", DeliveryResources.attemptSchema());
        schemas.put("User", UserResources.schema());
        schemas.put("Token", TokenResources.schema());
        schemas.put("NewToken", TokenResources.madeSchema());
        schemas.put("Problem", ApiProblem.schema());
        return schemas;
    }
}
