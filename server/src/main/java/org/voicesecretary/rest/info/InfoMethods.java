package org.voicesecretary.rest.info;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.voicesecretary.config.RestConfig;
import org.voicesecretary.protocol.Language;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;
import org.voicesecretary.rest.Verb;

/** Balance, time zone, price, tariff and languages: nobody is charged here, but client libraries ask. */
public final class InfoMethods {
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{7,15}");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final RestConfig config;
    private final InstantSource clock;

    public InfoMethods(RestConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.read("info/balance", "`rest.balance` and `rest.currency` of the configuration", call -> balance())
                        .constant(),
                Route.read("info/timezone", "time and time zone of the account", this::timezone),
                Route.read(
                                "info/price",
                                "number*, caller_id; the price is 0: your provider charges you, not this server",
                                this::price)
                        .constant(),
                Route.read("tariff", "`rest.tariff`; nothing is charged, nothing is used up", call -> tariff())
                        .constant(),
                Route.read("info/lists/languages", "the seven of the protocol", call -> languages())
                        .constant(),
                Route.read("info/lists/currencies", "`rest.currency` alone", call -> currencies())
                        .constant(),
                Route.absent(Verb.GET, "info/lists/tariffs", "there are no tariffs to choose from"),
                Route.absent(Verb.GET, "info/number_lookup", "needs a service that knows who owns a number"));
    }

    private Answer balance() {
        return Answer.empty()
                .decimal("balance", new BigDecimal(config.balance()))
                .text("currency", config.currency());
    }

    private Answer timezone(RestCall call) {
        ZonedDateTime now = clock.instant().atZone(call.account().timeZone());
        return Answer.empty()
                .whole("unixtime", now.toEpochSecond())
                .text("datetime", now.format(DATE_TIME))
                .text("timezone", offset(now.getOffset().getTotalSeconds()));
    }

    /** {@code UTC+0}, {@code UTC-3}, {@code UTC+5:30}. */
    private static String offset(int seconds) {
        int minutes = Math.abs(seconds) / 60;
        return "UTC" + (seconds < 0 ? "-" : "+") + minutes / 60
                + (minutes % 60 == 0 ? "" : ":%02d".formatted(minutes % 60));
    }

    private Answer price(RestCall call) throws RestFault {
        String number = call.parameters().required("number");
        if (!NUMBER.matcher(number).matches()) {
            throw RestFault.wrong("number", "expected 7 to 15 digits, with or without +, not \"" + number + "\"");
        }
        String digits = number.startsWith("+") ? number.substring(1) : number;
        String prefix = prefix(digits);
        return Answer.empty()
                .group(
                        "info",
                        Answer.empty()
                                .text("prefix", prefix)
                                .text("description", country(prefix))
                                .text("price", "0")
                                .text("currency", config.currency()));
    }

    /** The country code that the number begins with; empty if none does. */
    private static String prefix(String digits) {
        for (int length = 1; length <= 3; length++) {
            String code = digits.substring(0, length);
            if (PhoneNumberUtil.getInstance().getSupportedCallingCodes().contains(Integer.valueOf(code))) {
                return code;
            }
        }
        return "";
    }

    private static String country(String prefix) {
        String region = prefix.isEmpty()
                ? ""
                : PhoneNumberUtil.getInstance().getRegionCodeForCountryCode(Integer.parseInt(prefix));
        return region.matches("[A-Z]{2}") && !region.equals("ZZ")
                ? Locale.of("", region).getDisplayCountry(Locale.ENGLISH)
                : "";
    }

    private Answer tariff() {
        return Answer.empty()
                .group(
                        "info",
                        Answer.empty()
                                .whole("tariff_id", 0)
                                .text("tariff_name", config.tariff())
                                .bool("is_active", true)
                                .decimal("cost", BigDecimal.ZERO)
                                .text("currency", config.currency())
                                .whole("used_seconds", 0)
                                .whole("used_seconds_mobile", 0)
                                .whole("used_seconds_fix", 0)
                                .whole("used_seconds_speech_recognition", 0)
                                .whole("tariff_id_for_next_period", 0)
                                .text("tariff_for_next_period", config.tariff()));
    }

    private static Answer languages() {
        return Answer.empty()
                .texts(
                        "languages",
                        Language.PROTOCOL.stream().map(Language::code).toList());
    }

    private Answer currencies() {
        return Answer.empty().texts("currencies", List.of(config.currency()));
    }
}
