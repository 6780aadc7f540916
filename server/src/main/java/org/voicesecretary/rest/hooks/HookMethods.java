package org.voicesecretary.rest.hooks;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.account.UrlSetting;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.pbx.office.OtherEvents;
import org.voicesecretary.protocol.EventType;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;
import org.voicesecretary.webhook.AskOutcome;
import org.voicesecretary.webhook.EndpointCheck;

/** Where the account's script is, and which events it is told. */
public final class HookMethods {
    /** Those that the answer always has, in its order. */
    private static final List<EventType> NOTIFICATIONS = List.of(
            EventType.NOTIFY_START,
            EventType.NOTIFY_INTERNAL,
            EventType.NOTIFY_END,
            EventType.NOTIFY_OUT_START,
            EventType.NOTIFY_OUT_END,
            EventType.NOTIFY_ANSWER);

    private final AccountDirectory accounts;
    private final OfficeChanges changes;
    private final EndpointCheck check;
    private final Duration patience;

    /** @param patience for the script to echo */
    public HookMethods(AccountDirectory accounts, OfficeChanges changes, EndpointCheck check, Duration patience) {
        this.accounts = accounts;
        this.changes = changes;
        this.check = check;
        this.patience = patience;
    }

    public List<Route> routes() {
        return List.of(
                Route.read("pbx/callinfo", "`webhook` of the account", call -> callInfo(call.data())),
                Route.write(
                        Verb.POST,
                        "pbx/callinfo/url",
                        "url*: must echo `zd_echo`, unless unchecked=1 says that it need not",
                        this::setUrl),
                Route.write(Verb.DELETE, "pbx/callinfo/url", "no script is asked from then on", this::removeUrl),
                Route.write(
                        Verb.POST,
                        "pbx/callinfo/notifications",
                        "notify_start, notify_internal, notify_end, notify_out_start, notify_out_end, notify_answer, notify_record (true, false); without notify_start no script is asked; notify_ivr comes with it",
                        this::notifications),
                Route.read(
                        "pbx/webhooks",
                        "kept, but none of these events ever happens here",
                        call -> others(OtherEvents.of(call.data()))),
                Route.read("pbx/webhooks/url", "the same", call -> others(OtherEvents.of(call.data()))),
                Route.write(Verb.POST, "pbx/webhooks/url", "url*", this::setOther),
                Route.write(Verb.DELETE, "pbx/webhooks/url", "", this::removeOther),
                Route.write(
                        Verb.POST,
                        "pbx/webhooks/hooks",
                        "number_lookup, call_tracking, sms, speech_recognition, document (true, false)",
                        this::hooks));
    }

    private static Answer url(AccountData data) {
        return Answer.empty()
                .text("url", data.account().webhook().url() instanceof UrlSetting.Url url ? url.toString() : "");
    }

    private static Answer callInfo(AccountData data) {
        return url(data).group("notifications", flags(data, NOTIFICATIONS));
    }

    private static Answer flags(AccountData data, List<EventType> events) {
        Set<EventType> mute = mute(data);
        Answer flags = Answer.empty();
        for (EventType event : events) {
            flags.flag(name(event), !mute.contains(event));
        }
        return flags;
    }

    private static String name(EventType event) {
        return event.name().toLowerCase(Locale.ROOT);
    }

    private static Set<EventType> mute(AccountData data) {
        Set<EventType> mute = data.account().webhook().mute();
        return mute == null ? Set.of() : mute;
    }

    private AccountData now(RestCall call) {
        return accounts.snapshot().account(call.pbxId()).orElseThrow();
    }

    private Answer setUrl(RestCall call) throws RestFault, InterruptedException {
        UrlSetting url = readUrl(call);
        if (url instanceof UrlSetting.Url(URI address) && !call.parameters().isSet("unchecked")) {
            refuseUnlessItEchoes(address);
        }
        changes.change(call.pbxId(), edit -> edit.webhook(webhook -> webhook.withUrl(url)));
        return url(now(call));
    }

    private static UrlSetting readUrl(RestCall call) throws RestFault {
        call.parameters().required("url");
        return call.parameters().parsed("url", Syntax::url).orElseThrow();
    }

    private void refuseUnlessItEchoes(URI address) throws RestFault, InterruptedException {
        switch (check.check(address, patience)) {
            case EndpointCheck.Result.Echoed() -> {}
            case EndpointCheck.Result.Different(var status, var _) ->
                throw RestFault.wrong(
                        "url",
                        "it answers zd_echo with status " + status
                                + " and something else than the token; expected the token alone");
            case EndpointCheck.Result.Unreachable(AskOutcome.UrlRefused(var what)) ->
                throw RestFault.wrong("url", what);
            case EndpointCheck.Result.Unreachable(var _) ->
                throw RestFault.wrong("url", "it could not be reached to ask for zd_echo");
        }
    }

    private Answer removeUrl(RestCall call) {
        changes.change(call.pbxId(), edit -> edit.webhook(webhook -> webhook.withUrl(null)));
        return url(now(call));
    }

    private Answer notifications(RestCall call) throws RestFault {
        Set<EventType> mute = EnumSet.noneOf(EventType.class);
        mute.addAll(mute(call.data()));
        List<EventType> shown = new ArrayList<>(NOTIFICATIONS);
        for (EventType event : EventType.values()) {
            var wanted = call.parameters().flag(name(event));
            if (wanted.isEmpty()) {
                continue;
            }
            if (event == EventType.NOTIFY_IVR) {
                if (!wanted.get()) {
                    throw RestFault.wrong("notify_ivr", "comes with notify_start and cannot be switched off alone");
                }
                continue;
            }
            if (wanted.get()) {
                mute.remove(event);
            } else {
                mute.add(event);
            }
            if (!shown.contains(event)) {
                shown.add(event);
            }
        }
        changes.change(call.pbxId(), edit -> edit.webhook(webhook -> webhook.withMute(mute)));
        return Answer.empty().group("notifications", flags(now(call), shown));
    }

    private static Answer others(OtherEvents events) {
        return Answer.empty()
                .text("url", events.url() == null ? "" : events.url())
                .group("hooks", hooks(events));
    }

    private static Answer hooks(OtherEvents events) {
        Answer hooks = Answer.empty();
        for (String hook : OtherEvents.HOOKS) {
            hooks.flag(hook, events.hooks().contains(hook));
        }
        return hooks;
    }

    private Answer setOther(RestCall call) throws RestFault {
        String url = readUrl(call).toString();
        put(call, new OtherEvents(url, OtherEvents.of(call.data()).hooks()));
        return Answer.empty().text("url", url);
    }

    private Answer removeOther(RestCall call) {
        put(call, new OtherEvents(null, OtherEvents.of(call.data()).hooks()));
        return Answer.empty().text("url", "");
    }

    private Answer hooks(RestCall call) throws RestFault {
        OtherEvents before = OtherEvents.of(call.data());
        List<String> on = new ArrayList<>(before.hooks());
        for (String hook : OtherEvents.HOOKS) {
            var wanted = call.parameters().flag(hook);
            if (wanted.isPresent()) {
                on.remove(hook);
                if (wanted.get()) {
                    on.add(hook);
                }
            }
        }
        OtherEvents after = new OtherEvents(before.url(), on);
        put(call, after);
        return Answer.empty().group("hooks", hooks(after));
    }

    private void put(RestCall call, OtherEvents events) {
        changes.change(call.pbxId(), edit -> edit.put(OtherEvents.SECTION, OtherEvents.SECTION, events.document()));
    }
}
