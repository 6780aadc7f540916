package org.voicesecretary.rest.office;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.voicesecretary.account.AccountNumber;
import org.voicesecretary.account.NumberOffice;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.registrar.WebPhoneKeys;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;

/** The account's telephone numbers, and keys for telephones in browsers. */
public final class NumberMethods {
    /** Numbers are the operator's as long as their provider says so, which nobody tells this server. */
    private static final String SINCE = "1970-01-01 00:00:00";

    private static final String UNTIL = "2099-12-31 23:59:59";

    private final Extensions extensions;
    private final WebPhoneKeys keys;
    private final String currency;
    private final int channels;

    /** @param channels calls at the same time */
    public NumberMethods(Extensions extensions, WebPhoneKeys keys, String currency, int channels) {
        this.extensions = extensions;
        this.keys = keys;
        this.currency = currency;
        this.channels = channels;
    }

    public List<Route> routes() {
        return List.of(
                Route.read(
                        "direct_numbers",
                        "`numbers` of the account; what they cost and how long they are yours, only your provider knows",
                        this::list),
                Route.read("direct_numbers/number", "number*", this::one),
                Route.write(
                        Verb.PUT,
                        "direct_numbers/set_sip_id",
                        "number*, sip_id* (an extension), test_mode (ignored): calls that no script steers go there",
                        this::setSip),
                Route.absent(
                        Verb.PUT,
                        "direct_numbers/set_caller_name",
                        "numbers have no name to be shown; a script says `caller_name` call by call"),
                Route.absent(
                        Verb.POST,
                        "direct_numbers/order",
                        "numbers are bought from a provider; so are all other methods of buying"),
                Route.write(
                        Verb.GET,
                        "webrtc/get_key",
                        "sip* (an extension or its login): valid for 72 hours, or until its password changes",
                        this::key),
                Route.absent(
                        Verb.GET,
                        "webrtc",
                        "there is no widget to be configured; the same holds for webrtc/create and webrtc/domain"),
                Route.absent(Verb.GET, "speech_recognition", "speech is not recognised here"),
                Route.absent(Verb.PUT, "speech_recognition", "speech is not recognised here"),
                Route.absent(
                        Verb.POST,
                        "sms/send",
                        "telephone calls only; the same holds for sms/templates and sms/senderid"),
                Route.absent(Verb.POST, "verify", "request/checknumber does it; the same holds for verify/check"),
                Route.absent(
                        Verb.GET,
                        "reseller/account/info",
                        "nobody resells here; the same holds for all of reseller/, esim/ and documents/"),
                Route.absent(Verb.GET, "zcrm/customers", "another product; the same holds for all of zcrm/"));
    }

    private Answer list(RestCall call) {
        return Answer.empty()
                .groups("info", call.data().numbers().stream().map(this::row).toList());
    }

    private Answer one(RestCall call) throws RestFault {
        return Answer.empty().group("info", row(find(call)).text("receive_sms", null));
    }

    private AccountNumber find(RestCall call) throws RestFault {
        String written = call.parameters().required("number");
        String bare = written.startsWith("+") ? written.substring(1) : written;
        return call.data().numbers().stream()
                .filter(number -> number.number().equals(bare))
                .findFirst()
                .orElseThrow(() -> RestFault.wrong("number", "\"" + written + "\" is no number of this account"));
    }

    private Answer row(AccountNumber number) {
        String own = number.office().own();
        boolean extension = own != null && own.matches("\\d{3}");
        return Answer.empty()
                .text("number", number.number())
                .text("status", "on")
                .text("country", country(number.number()))
                .text("description", own == null ? "" : extension ? "extension " + own : own)
                .text("number_name", null)
                .text("sip", extension ? own : "")
                .text("sip_name", null)
                .text("start_date", SINCE)
                .text("stop_date", UNTIL)
                .decimal("monthly_fee", BigDecimal.ZERO)
                .text("currency", currency)
                .whole("channels", channels)
                .whole("minutes", 0)
                .flag("autorenew", true)
                .flag("is_on_test", false)
                .text("type", "common");
    }

    /** In English, as the protocol has it; empty if the number begins with no country code. */
    private static String country(String number) {
        try {
            PhoneNumberUtil util = PhoneNumberUtil.getInstance();
            String region = util.getRegionCodeForNumber(util.parse("+" + number, null));
            return region == null || !region.matches("[A-Z]{2}")
                    ? ""
                    : Locale.of("", region).getDisplayCountry(Locale.ENGLISH);
        } catch (NumberParseException e) {
            return "";
        }
    }

    private Answer setSip(RestCall call) throws RestFault {
        AccountNumber number = find(call);
        Extension extension = extensions.named(call, "sip_id");
        extensions
                .changes()
                .change(
                        call.pbxId(),
                        edit -> edit.number(
                                number.number(),
                                old -> new AccountNumber(
                                        old.number(),
                                        old.webhook(),
                                        old.caller(),
                                        new NumberOffice(
                                                extension.number(),
                                                old.office().hours(),
                                                old.office().recording()))));
        return Answer.empty().text("number", number.number()).text("sip_id", extension.number());
    }

    private Answer key(RestCall call) throws RestFault {
        Extension extension = extensions.named(call, "sip");
        Optional<String> key = keys.issue(extensions.office(call).login(extension));
        return Answer.empty()
                .text(
                        "key",
                        key.orElseThrow(() -> RestFault.wrong(
                                "sip", "extension " + extension.number() + " is switched off or has no password")));
    }
}
