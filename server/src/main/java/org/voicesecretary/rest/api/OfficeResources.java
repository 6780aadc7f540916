package org.voicesecretary.rest.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.AccountEdit;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.ApiScope;
import org.voicesecretary.account.Network;
import org.voicesecretary.account.OfficeItem;
import org.voicesecretary.account.Trunk;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlFile;
import org.voicesecretary.config.YamlValue;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/menus}, {@code /api/hours} and their like: the settings of an office, one by one, by the rules of {@code account.yaml}. */
final class OfficeResources {
    private static final Set<String> HIDDEN = Set.of("password", "pin");
    private static final Origin HERE = new Origin.Key("the request");

    private final Accounts accounts;
    private final AccountDirectory directory;

    /** @param accounts changes them, {@code directory} then takes that up */
    OfficeResources(Accounts accounts, AccountDirectory directory) {
        this.accounts = accounts;
        this.directory = directory;
    }

    /** A problem inside a transaction. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient ApiProblem problem;

        RefusedException(ApiProblem problem) {
            super(problem.detail());
            this.problem = problem;
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        OfficeSection.all().forEach(section -> operations.addAll(operations(section)));
        return operations;
    }

    private List<Operation> operations(OfficeSection section) {
        String path = "/" + section.section();
        String name = section.name();
        String part = "Which: its id, number or name; of a scenario MENU-KEY.";
        Schema item = Schema.object("One of them.")
                .field("key", Schema.text("Its last part of the path."))
                .field("settings", Schema.ref(name));
        return List.of(
                Operation.of("GET", path, ApiScope.OFFICE_READ, "list" + name, "All, in the order of the account.")
                        .gives(200, "All of them.", Schema.object("A list.").field("items", Schema.list("Each.", item)))
                        .by(call -> list(call, section)),
                Operation.of("GET", path + "/{key}", ApiScope.OFFICE_READ, "get" + name, "One of them.")
                        .part("key", part)
                        .gives(200, "Its settings.", Schema.ref(name))
                        .by(call -> get(call, section)),
                Operation.of(
                                "PUT",
                                path + "/{key}",
                                ApiScope.OFFICE_WRITE,
                                "put" + name,
                                "Makes it what is sent, whole; a password or PIN that is left out stays as it is. Running calls notice"
                                        + " nothing, later ones do.")
                        .part("key", part)
                        .takes(Schema.ref(name))
                        .conditional()
                        .gives(200, "It was changed.", Schema.ref(name))
                        .gives(201, "It was made.", Schema.ref(name))
                        .by(call -> put(call, section)),
                Operation.of("DELETE", path + "/{key}", ApiScope.OFFICE_WRITE, "delete" + name, "Removes it.")
                        .part("key", part)
                        .conditional()
                        .gives(204, "It is gone.")
                        .by(call -> delete(call, section)));
    }

    private static Reply list(ApiCall call, OfficeSection section) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ArrayNode items = reply.putArray("items");
        keys(call.data(), section).forEach(key -> {
            ObjectNode item = items.addObject();
            item.put("key", key);
            item.set("settings", settings(call.data(), section, key).orElseThrow());
        });
        return Reply.ok(reply);
    }

    private static List<String> keys(AccountData data, OfficeSection section) {
        return isTrunks(section)
                ? data.trunks().stream().map(Trunk::name).toList()
                : data.office().stream()
                        .filter(item -> item.section().equals(section.section()))
                        .map(OfficeItem::key)
                        .toList();
    }

    private static boolean isTrunks(OfficeSection section) {
        return section.section().equals(OfficeItem.TRUNKS);
    }

    private static Reply get(ApiCall call, OfficeSection section) throws ApiProblem {
        return Reply.ok(settings(call.data(), section, call.path("key")).orElseThrow(() -> missing(call, section)));
    }

    private static ApiProblem missing(ApiCall call, OfficeSection section) {
        return ApiProblem.notFound("there is no " + section.noun() + " " + call.path("key"));
    }

    /** As it is shown. */
    private static Optional<ObjectNode> settings(AccountData data, OfficeSection section, String key) {
        return whole(data, section, key).map(value ->
                (ObjectNode) TypedSettings.of(value, section.settings().json(), HIDDEN));
    }

    /** As it is stored; of a trunk, with its addresses, which are kept elsewhere. */
    private static Optional<YamlValue.Mapping> whole(AccountData data, OfficeSection section, String key) {
        Optional<YamlValue.Mapping> stored = data.office().stream()
                .filter(item ->
                        item.section().equals(section.section()) && item.key().equals(key))
                .findFirst()
                .flatMap(item -> item.value(new Problems()) instanceof YamlValue.Mapping mapping
                        ? Optional.of(mapping)
                        : Optional.empty());
        if (!isTrunks(section)) {
            return stored;
        }
        return data.trunks().stream()
                .filter(trunk -> trunk.name().equals(key))
                .findFirst()
                .map(trunk -> withAllow(trunk, stored.orElse(null)));
    }

    private static YamlValue.Mapping withAllow(Trunk trunk, YamlValue.@Nullable Mapping stored) {
        var entries = new LinkedHashMap<String, YamlValue.Entry>();
        entries.put("name", new YamlValue.Entry("name", HERE, new YamlValue.Scalar(HERE, trunk.name(), false)));
        if (!trunk.allow().isEmpty()) {
            List<YamlValue> allow = trunk.allow().stream()
                    .<YamlValue>map(network -> new YamlValue.Scalar(HERE, network.toString(), false))
                    .toList();
            entries.put("allow", new YamlValue.Entry("allow", HERE, new YamlValue.Sequence(HERE, allow)));
        }
        if (stored != null) {
            entries.putAll(stored.entries());
        }
        return new YamlValue.Mapping(HERE, entries);
    }

    private Reply put(ApiCall call, OfficeSection section) throws ApiProblem {
        String key = call.path("key");
        String label = section.noun() + " " + key;
        var problems = new Problems();
        YamlValue.Mapping sent = YamlFile.parse(call.body().toString(), new Origin.Key(label), problems);
        problems.stopIfAny(label);
        if (sent == null) {
            throw ApiProblem.of(ApiProblem.Kind.BAD_REQUEST, "the body has no settings");
        }
        var made = new AtomicBoolean();
        AccountData after = change(call, edit -> {
            AccountData before = edit.data();
            made.set(checked(call, before, section).isEmpty());
            YamlValue.Mapping settings =
                    withSecrets(sent, whole(before, section, key).orElse(null));
            if (isTrunks(section)) {
                putTrunk(edit, key, label, settings);
            } else {
                edit.put(section.section(), label, settings);
            }
            if (!keys(edit.data(), section).contains(key)
                    || keys(edit.data(), section).size() > keys(before, section).size() + (made.get() ? 1 : 0)) {
                edit.complain(
                        label,
                        "the settings are those of another " + section.noun() + " than " + key
                                + "; the path and the settings must name the same one");
            }
        });
        ObjectNode shown = settings(after, section, key).orElseThrow();
        String path = Api.PREFIX + "/" + section.section() + "/" + key;
        return made.get() ? Reply.created(path, shown) : Reply.ok(shown);
    }

    /** What is left out of what is secret stays as it was. */
    private static YamlValue.Mapping withSecrets(YamlValue.Mapping sent, YamlValue.@Nullable Mapping before) {
        var entries = new LinkedHashMap<>(sent.entries());
        for (String key : HIDDEN) {
            YamlValue.Entry old = before == null ? null : before.entries().get(key);
            if (old != null) {
                entries.putIfAbsent(key, old);
            }
            YamlValue.Entry now = entries.get(key);
            if (now != null && now.value() instanceof YamlValue.Scalar scalar && scalar.absent()) {
                entries.remove(key); // null takes it away
            }
        }
        return new YamlValue.Mapping(sent.origin(), entries);
    }

    private static void putTrunk(AccountEdit edit, String key, String label, YamlValue.Mapping settings) {
        List<Network> allow = new ArrayList<>();
        YamlValue.Entry written = settings.entries().get("allow");
        if (written != null && written.value() instanceof YamlValue.Sequence list) {
            for (YamlValue each : list.items()) {
                try {
                    allow.add(Network.parse(each instanceof YamlValue.Scalar one ? one.text() : ""));
                } catch (IllegalArgumentException e) {
                    edit.complain(label, label + ".allow: " + e.getMessage());
                }
            }
        }
        edit.trunks(trunks -> {
            List<Trunk> others = new ArrayList<>(trunks);
            others.removeIf(trunk -> trunk.name().equals(key));
            others.add(new Trunk(key, allow));
            return others;
        });
        edit.remove(OfficeItem.TRUNKS, key);
        edit.put(OfficeItem.TRUNKS, label, settings);
    }

    private Reply delete(ApiCall call, OfficeSection section) throws ApiProblem {
        String key = call.path("key");
        change(call, edit -> {
            if (checked(call, edit.data(), section).isEmpty()) {
                throw new RefusedException(missing(call, section));
            }
            edit.remove(section.section(), key);
            if (isTrunks(section)) {
                edit.trunks(trunks -> trunks.stream()
                        .filter(trunk -> !trunk.name().equals(key))
                        .toList());
            }
        });
        return Reply.nothing();
    }

    /** What is there, if the request may change it. */
    private static Optional<ObjectNode> checked(ApiCall call, AccountData data, OfficeSection section) {
        Optional<ObjectNode> there = settings(data, section, call.path("key"));
        try {
            call.checkUnchanged(there.map(json -> Etag.of(json.toString())).orElse(null));
        } catch (ApiProblem problem) {
            throw new RefusedException(problem);
        }
        return there;
    }

    private AccountData change(ApiCall call, java.util.function.Consumer<AccountEdit> change) throws ApiProblem {
        var done = new AtomicReference<AccountData>();
        try {
            done.set(accounts.edit(call.pbxId(), change));
        } catch (RefusedException refused) {
            throw refused.problem;
        }
        directory.refresh();
        return java.util.Objects.requireNonNull(done.get(), "the change was made");
    }
}
