package org.voicesecretary.rest.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.account.ApiToken;
import org.voicesecretary.account.ApiTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/tokens}: what programs show to this API. */
final class TokenResources {
    private static final int LONGEST_NAME = 200;
    private static final int MOST_DAYS = 3_650;
    private static final List<String> FIELDS = List.of("name", "scopes", "expires_in_days");

    private final ApiTokens tokens;

    TokenResources(ApiTokens tokens) {
        this.tokens = tokens;
    }

    private static Schema base(String description) {
        return Schema.object(description)
                .field("id", Schema.text("Names it in lists."))
                .field("name", Schema.text("For people; may be empty."))
                .field("scopes", scopes())
                .field("created_at", Schema.time("When it was made."))
                .field(
                        "expires_at",
                        Schema.time("Until when it is good; null = until it is ended.")
                                .orNull())
                .field(
                        "last_used_at",
                        Schema.time("To the minute; null = never.").orNull());
    }

    private static Schema scopes() {
        return Schema.list(
                "What it may do.",
                Schema.text("A scope.")
                        .oneOf(Arrays.stream(ApiScope.values())
                                .map(ApiScope::word)
                                .toList()));
    }

    static Schema schema() {
        return base("A token, without what makes it one.");
    }

    static Schema madeSchema() {
        return base("A token that has just been made.")
                .field("token", Schema.text("What requests show: Authorization: Bearer …. It is told this once."));
    }

    List<Operation> operations() {
        return List.of(
                Operation.of(
                                "GET",
                                "/tokens",
                                ApiScope.TOKENS_READ,
                                "listTokens",
                                "The tokens of the account, the oldest first.")
                        .gives(
                                200,
                                "All of them.",
                                Schema.object("Tokens.")
                                        .field("items", Schema.list("The tokens.", Schema.ref("Token"))))
                        .by(this::list),
                Operation.of(
                                "POST",
                                "/tokens",
                                ApiScope.TOKENS_WRITE,
                                "createToken",
                                "Makes a token, which may do no more than the one that asks.")
                        .takes(Schema.object("A token.")
                                .maybe("name", Schema.text("For people."))
                                .field("scopes", scopes())
                                .maybe(
                                        "expires_in_days",
                                        Schema.integer("Unless said, it is good until it is ended.")
                                                .between(1, MOST_DAYS)))
                        .gives(201, "The token, with its secret.", Schema.ref("NewToken"))
                        .by(this::create),
                Operation.of("DELETE", "/tokens/{id}", ApiScope.TOKENS_WRITE, "endToken", "Ends a token at once.")
                        .part("id", "The id of a token.")
                        .gives(204, "It is ended.")
                        .by(this::end));
    }

    private Reply list(ApiCall call) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode items = reply.putArray("items");
        tokens.of(call.pbxId()).forEach(token -> items.add(json(token)));
        return Reply.ok(reply);
    }

    private Reply create(ApiCall call) throws ApiProblem {
        for (String field : call.body().propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw ApiProblem.of(
                        ApiProblem.Kind.UNPROCESSABLE,
                        "\"" + field + "\" is unknown; expected " + String.join(", ", FIELDS));
            }
        }
        String name = call.text("name").orElse("");
        if (name.length() > LONGEST_NAME) {
            throw ApiProblem.of(
                    ApiProblem.Kind.UNPROCESSABLE,
                    "name has " + name.length() + " characters; expected " + LONGEST_NAME + " at most");
        }
        ApiTokens.Made made = tokens.create(call.pbxId(), name, scopes(call), lives(call));
        ObjectNode json = json(made.token());
        json.put("token", made.secret());
        return Reply.created(Api.PREFIX + "/tokens/" + made.token().id(), json);
    }

    private static Set<ApiScope> scopes(ApiCall call) throws ApiProblem {
        Set<ApiScope> scopes = EnumSet.noneOf(ApiScope.class);
        List<JsonNode> wanted = new ArrayList<>();
        JsonNode list = call.body().get("scopes");
        if (list != null && list.isArray()) {
            list.forEach(wanted::add);
        }
        for (JsonNode each : wanted) {
            ApiScope scope = ApiScope.of(each.isString() ? each.stringValue() : "")
                    .orElseThrow(() -> ApiProblem.of(
                            ApiProblem.Kind.UNPROCESSABLE,
                            "scopes has " + each + "; expected some of " + ApiScope.words()));
            if (!call.token().may(scope)) {
                throw ApiProblem.of(
                        ApiProblem.Kind.FORBIDDEN,
                        "the token that asks lacks " + scope.word() + ", and cannot give it away");
            }
            scopes.add(scope);
        }
        if (scopes.isEmpty()) {
            throw ApiProblem.of(
                    ApiProblem.Kind.UNPROCESSABLE, "scopes is missing; expected some of " + ApiScope.words());
        }
        return scopes;
    }

    private static @org.jspecify.annotations.Nullable Duration lives(ApiCall call) throws ApiProblem {
        JsonNode days = call.body().get("expires_in_days");
        if (days == null || days.isNull()) {
            return null;
        }
        if (!days.isInt() || days.intValue() < 1 || days.intValue() > MOST_DAYS) {
            throw ApiProblem.of(
                    ApiProblem.Kind.UNPROCESSABLE, "expires_in_days is " + days + "; expected 1 to " + MOST_DAYS);
        }
        return Duration.ofDays(days.intValue());
    }

    private Reply end(ApiCall call) throws ApiProblem {
        if (!tokens.end(call.pbxId(), call.path("id"))) {
            throw ApiProblem.notFound("there is no token " + call.path("id"));
        }
        return Reply.nothing();
    }

    private static ObjectNode json(ApiToken token) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", token.id());
        json.put("name", token.name());
        ArrayNode scopes = json.putArray("scopes");
        token.scopes().stream().map(ApiScope::word).sorted().forEach(scopes::add);
        json.put("created_at", token.createdAt().toString());
        json.put(
                "expires_at",
                token.expiresAt() == null ? null : token.expiresAt().toString());
        json.put(
                "last_used_at",
                token.lastUsed() == null ? null : token.lastUsed().toString());
        return json;
    }
}
