package org.voicesecretary.rest.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.cdr.CallRecord;
import org.voicesecretary.cdr.CallRecords;
import org.voicesecretary.timeline.StoredEntry;
import org.voicesecretary.timeline.TimelineRepository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/timelines}: what happened in calls, those that are up and those that are over. */
final class TimelineResources {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final CallRecords records;
    private final TimelineRepository timelines;

    TimelineResources(CallRecords records, TimelineRepository timelines) {
        this.records = records;
        this.timelines = timelines;
    }

    static Schema callSchema() {
        return Schema.object("A call of the records.")
                .field("id", Schema.text("pbx_call_id."))
                .field("caller", Schema.text("Digits, 0 if anonymous."))
                .field("called", Schema.text("What was called, without +."))
                .field("started_at", Schema.time("When it came."))
                .field(
                        "answered_at",
                        Schema.time("When it was answered; null = never.").orNull())
                .field(
                        "ended_at",
                        Schema.time("When it ended; null = it is up.").orNull())
                .field(
                        "duration",
                        Schema.integer("Whole seconds since the answer; null = it is up.")
                                .orNull())
                .field(
                        "disposition",
                        Schema.text("answered, busy, cancel …; null = it is up.")
                                .orNull())
                .field("cause", Schema.integer("Q.931; null = it is up.").orNull())
                .field(
                        "ended_by",
                        Schema.text("caller, robot …; null = it is up.").orNull())
                .field("fault", Schema.text("Whose fault; null = nobody's.").orNull());
    }

    static Schema entrySchema() {
        return Schema.object("Something that happened in a call.")
                .field("seq", Schema.integer("Its place in the call, from 1; above 1000000 after the call."))
                .field("at", Schema.time("By the clock."))
                .field("offset_ms", Schema.integer("Since the start of the call."))
                .field("kind", Schema.text("Name of the event, such as webhook-reply."))
                .field("line", Schema.text("For people."))
                .field("detail", Schema.any("What is known of it, by the kind."));
    }

    List<Operation> operations() {
        return List.of(
                Operation.of("GET", "/timelines", ApiScope.TIMELINES_READ, "listTimelines", "Calls, the newest first.")
                        .paged()
                        .gives(
                                200,
                                "A page.",
                                Schema.object("Calls.")
                                        .field("items", Schema.list("The calls.", Schema.ref("RecordedCall")))
                                        .field(
                                                "next",
                                                Schema.text("cursor of the next page; null = this is the last.")
                                                        .orNull()))
                        .by(this::list),
                Operation.of(
                                "GET",
                                "/timelines/{id}",
                                ApiScope.TIMELINES_READ,
                                "getTimeline",
                                "Everything that happened in a call, in order. What was sensitive is hidden.")
                        .part("id", "The id of a call.")
                        .paged()
                        .gives(
                                200,
                                "A page.",
                                Schema.object("A timeline.")
                                        .field("call", Schema.ref("RecordedCall"))
                                        .field("items", Schema.list("What happened.", Schema.ref("TimelineEntry")))
                                        .field(
                                                "next",
                                                Schema.text("cursor of the next page; null = this is the last.")
                                                        .orNull()))
                        .by(this::timeline));
    }

    private Reply list(ApiCall call) throws ApiProblem {
        int limit = call.limit();
        List<CallRecord> found = records.newest(call.pbxId(), call.cursor(Long.MAX_VALUE), limit + 1);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode items = reply.putArray("items");
        found.stream().limit(limit).forEach(record -> items.add(json(record)));
        reply.put(
                "next",
                found.size() > limit ? String.valueOf(found.get(limit - 1).callNo()) : null);
        return Reply.ok(reply);
    }

    private Reply timeline(ApiCall call) throws ApiProblem {
        int limit = call.limit();
        long after = call.cursor(0);
        CallRecord record = records.find(call.path("id"))
                .filter(found -> found.pbxId() == call.pbxId())
                .orElseThrow(() -> ApiProblem.notFound("there is no call " + call.path("id")));
        List<StoredEntry> entries = timelines.ofCall(record.callId()).stream()
                .filter(entry -> entry.seq() > after)
                .limit(limit + 1L)
                .toList();
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.set("call", json(record));
        ArrayNode items = reply.putArray("items");
        entries.stream().limit(limit).forEach(entry -> items.add(json(entry)));
        reply.put(
                "next",
                entries.size() > limit ? String.valueOf(entries.get(limit - 1).seq()) : null);
        return Reply.ok(reply);
    }

    private static ObjectNode json(StoredEntry entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("seq", entry.seq());
        json.put("at", entry.at().toString());
        json.put("offset_ms", entry.offsetMillis());
        json.put("kind", entry.kind());
        json.put("line", entry.line());
        json.set("detail", MAPPER.readTree(entry.detail()));
        return json;
    }

    private static ObjectNode json(CallRecord record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        CallRecord.End end = record.end();
        json.put("id", record.callId());
        json.put("caller", record.caller());
        json.put("called", record.called());
        json.put("started_at", record.startedAt().toString());
        json.put("answered_at", text(record.answeredAt()));
        json.put("ended_at", end == null ? null : end.at().toString());
        json.put("duration", end == null ? null : (Long) end.durationSeconds());
        json.put("disposition", end == null ? null : end.disposition());
        json.put("cause", end == null ? null : (Integer) end.cause());
        json.put("ended_by", end == null ? null : end.endedBy());
        json.put("fault", end == null ? null : end.fault());
        return json;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
