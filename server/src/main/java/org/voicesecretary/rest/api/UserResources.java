package org.voicesecretary.rest.api;

import java.util.Arrays;
import java.util.List;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.account.User;
import org.voicesecretary.account.Users;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/users}: the people who look after the account. */
final class UserResources {
    private static final List<String> FIELDS = List.of("login", "name", "role", "password");

    private final Users users;

    UserResources(Users users) {
        this.users = users;
    }

    private static Schema roles() {
        return Schema.text(
                        "admin: everything; operator: sees everything, redirects and hangs up; viewer: sees everything.")
                .oneOf(Arrays.stream(User.Role.values()).map(User.Role::word).toList());
    }

    static Schema schema() {
        return Schema.object("A person who looks after the account.")
                .field("id", Schema.text("Names them in lists."))
                .field("login", Schema.text("In lower case."))
                .field("name", Schema.text("For people; may be empty."))
                .field("role", roles())
                .field("created_at", Schema.time("When they were made."));
    }

    List<Operation> operations() {
        Schema wish = Schema.object("What they are to be.")
                .field("login", Schema.text("2 to 100 letters, digits or . _ @ + -"))
                .maybe("name", Schema.text("For people."))
                .field("role", roles())
                .maybe("password", Schema.text("At least 10 characters; left out, it stays. It is never shown."));
        String id = "The id of a user.";
        return List.of(
                Operation.of(
                                "GET",
                                "/users",
                                ApiScope.USERS_READ,
                                "listUsers",
                                "Users of the account, by their logins.")
                        .gives(
                                200,
                                "All of them.",
                                Schema.object("Users.").field("items", Schema.list("Each.", Schema.ref("User"))))
                        .by(this::list),
                Operation.of("POST", "/users", ApiScope.USERS_WRITE, "createUser", "Makes a user.")
                        .takes(wish)
                        .gives(201, "The user.", Schema.ref("User"))
                        .by(this::create),
                Operation.of("GET", "/users/{id}", ApiScope.USERS_READ, "getUser", "One user.")
                        .part("id", id)
                        .gives(200, "The user.", Schema.ref("User"))
                        .by(call -> Reply.ok(json(find(call)))),
                Operation.of("PUT", "/users/{id}", ApiScope.USERS_WRITE, "putUser", "Makes a user what is sent.")
                        .part("id", id)
                        .takes(wish)
                        .conditional()
                        .gives(200, "The user.", Schema.ref("User"))
                        .by(this::change),
                Operation.of("DELETE", "/users/{id}", ApiScope.USERS_WRITE, "deleteUser", "Removes a user.")
                        .part("id", id)
                        .conditional()
                        .gives(204, "They are gone.")
                        .by(this::remove));
    }

    private Reply list(ApiCall call) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode items = reply.putArray("items");
        users.of(call.pbxId()).forEach(user -> items.add(json(user)));
        return Reply.ok(reply);
    }

    private User find(ApiCall call) throws ApiProblem {
        return users.find(call.pbxId(), call.path("id"))
                .orElseThrow(() -> ApiProblem.notFound("there is no user " + call.path("id")));
    }

    private static Users.Wish wish(ApiCall call) throws ApiProblem {
        for (String field : call.body().propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw ApiProblem.of(
                        ApiProblem.Kind.UNPROCESSABLE,
                        "\"" + field + "\" is unknown; expected " + String.join(", ", FIELDS));
            }
        }
        String role = call.requiredText("role");
        return new Users.Wish(
                call.requiredText("login"),
                call.text("name").orElse(""),
                User.Role.of(role)
                        .orElseThrow(() -> ApiProblem.of(
                                ApiProblem.Kind.UNPROCESSABLE,
                                "role is \"" + role + "\"; expected admin, operator or viewer")),
                call.text("password").orElse(null));
    }

    private Reply create(ApiCall call) throws ApiProblem {
        try {
            User user = users.create(call.pbxId(), wish(call));
            return Reply.created(Api.PREFIX + "/users/" + user.id(), json(user));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.of(ApiProblem.Kind.UNPROCESSABLE, String.valueOf(e.getMessage()));
        }
    }

    private Reply change(ApiCall call) throws ApiProblem {
        User before = find(call);
        call.checkUnchanged(Etag.of(json(before).toString()));
        try {
            return Reply.ok(json(users.change(before, wish(call))));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.of(ApiProblem.Kind.UNPROCESSABLE, String.valueOf(e.getMessage()));
        }
    }

    private Reply remove(ApiCall call) throws ApiProblem {
        User user = find(call);
        call.checkUnchanged(Etag.of(json(user).toString()));
        try {
            users.remove(user);
            return Reply.nothing();
        } catch (IllegalArgumentException e) {
            throw ApiProblem.of(ApiProblem.Kind.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode json(User user) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", user.id());
        json.put("login", user.login());
        json.put("name", user.name());
        json.put("role", user.role().word());
        json.put("created_at", user.createdAt().toString());
        return json;
    }
}
