package org.voicesecretary.rest.statistics;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.cdr.CallDirection;
import org.voicesecretary.cdr.CallFilter;
import org.voicesecretary.cdr.CallRecord;
import org.voicesecretary.cdr.CallStatistics;
import org.voicesecretary.cdr.CallTotals;
import org.voicesecretary.rest.Answer;
import org.voicesecretary.rest.Parameters;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;
import org.voicesecretary.rest.Route;

/** The statistics methods: calls out, calls in, all calls of the PBX, and the callback widget that there is none of. */
public final class StatisticsMethods {
    private static final String PAGING = "start, end (YYYY-MM-DD HH:MM:SS, at most a month), skip, limit (1000)";
    /** Whole numbers that a client may read as a float without losing a digit. */
    private static final int EXACT_DIGITS = 15;

    private final CallStatistics statistics;
    private final String currency;
    private final InstantSource clock;

    /** @param currency ISO 4217, of costs that are always nothing */
    public StatisticsMethods(CallStatistics statistics, String currency, InstantSource clock) {
        this.statistics = statistics;
        this.currency = currency;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.statistics(
                        "statistics",
                        PAGING + ", sip (an extension), cost_only, type; calls out; nothing costs anything here",
                        this::calls),
                Route.statistics(
                        "statistics/pbx",
                        PAGING + ", version (1, 2: the same here), call_type (in, out); all calls",
                        this::pbx),
                Route.statistics(
                        "statistics/incoming-calls", PAGING + ", sip (an extension); calls in", this::incoming),
                Route.statistics(
                                "statistics/callback_widget",
                                "start, end, widget_id; there is no widget, so there are no sessions",
                                this::widget)
                        .constant());
    }

    private record Page(long skip, int limit) {
        static Page of(Parameters parameters) throws RestFault {
            long limit = parameters.whole("limit", 1, Integer.MAX_VALUE, CallStatistics.LARGEST_PAGE);
            return new Page(parameters.whole("skip", 0, Integer.MAX_VALUE, 0), (int)
                    Math.min(limit, CallStatistics.LARGEST_PAGE));
        }
    }

    private Span span(RestCall call) throws RestFault {
        return Span.of(call.parameters(), call.account().timeZone(), clock.instant());
    }

    private List<CallRecord> page(RestCall call, CallFilter filter) throws RestFault {
        Page page = Page.of(call.parameters());
        return statistics.page(filter, page.skip(), page.limit());
    }

    /** An extension as clients name it: its number, or the login of its telephones with or without the dash. */
    private static @Nullable String extension(RestCall call) {
        return call.parameters()
                .filled("sip")
                .map(sip -> {
                    String login = String.valueOf(call.pbxId());
                    return sip.startsWith(login) && sip.length() > login.length() + 2
                            ? sip.substring(login.length()).replaceFirst("^-", "")
                            : sip;
                })
                .orElse(null);
    }

    private Answer calls(RestCall call) throws RestFault {
        Span span = span(call);
        Parameters parameters = call.parameters();
        // Numbers that cost nothing to call are no kind of their own here.
        parameters.choice("type", "overall", "common", "toll-free", "toll", "ru495", "cost_only");
        CallFilter filter = span.filter(call.pbxId()).of(CallDirection.OUT).ofExtension(extension(call));
        if (parameters.isSet("cost_only") || parameters.filled("type").equals(java.util.Optional.of("cost_only"))) {
            CallTotals totals = statistics.totals(filter);
            return span.envelope()
                    .groups(
                            "stats",
                            List.of(Answer.empty()
                                    .decimal("cost", BigDecimal.ZERO)
                                    .text("currency", currency)
                                    .whole("seconds", totals.seconds())));
        }
        return span.envelope()
                .groups(
                        "stats",
                        page(call, filter).stream().map(each -> out(each, span)).toList());
    }

    private Answer out(CallRecord call, Span span) {
        Answer row = Answer.empty()
                .text("id", id(call))
                .text("sip", call.extension() == null ? "" : call.extension())
                .text("callstart", span.text(call.startedAt()));
        number(row, "from", call.caller());
        number(row, "to", call.called());
        return row.text("description", country(call.called()))
                .text("disposition", disposition(call))
                .whole("billseconds", seconds(call))
                .decimal("cost", BigDecimal.ZERO)
                .decimal("billcost", BigDecimal.ZERO)
                .text("currency", currency)
                .text(
                        "hangupcause",
                        call.end() == null ? "" : String.valueOf(call.end().cause()));
    }

    private Answer incoming(RestCall call) throws RestFault {
        Span span = span(call);
        CallFilter filter = span.filter(call.pbxId()).of(CallDirection.IN).ofExtension(extension(call));
        return span.envelope()
                .groups(
                        "stats",
                        page(call, filter).stream().map(each -> in(each, span)).toList());
    }

    private static Answer in(CallRecord call, Span span) {
        Answer row = Answer.empty()
                .text("id", id(call))
                .text("sip", call.extension() == null ? "" : call.extension())
                .text("callstart", span.text(call.startedAt()));
        number(row, "from", call.caller());
        number(row, "to", call.called());
        return row.whole("billseconds", seconds(call))
                .text("disposition", disposition(call))
                .text("description", country(call.caller()));
    }

    private Answer pbx(RestCall call) throws RestFault {
        Span span = span(call);
        Parameters parameters = call.parameters();
        long version = parameters.whole("version", 1, 2, 2);
        CallFilter filter = span.filter(call.pbxId());
        var type = parameters.choice("call_type", "in", "out");
        if (type.isPresent()) {
            filter = filter.of(type.get().equals("in") ? CallDirection.IN : CallDirection.OUT);
        }
        List<CallRecord> page = page(call, filter);
        Map<Long, String> recorded = statistics.recorded(page);
        return span.envelope()
                .whole("version", version)
                .groups(
                        "stats",
                        page.stream().map(each -> pbx(each, span, recorded)).toList());
    }

    private static Answer pbx(CallRecord call, Span span, Map<Long, String> recorded) {
        String recording = recorded.get(call.callNo());
        return Answer.empty()
                .text("call_id", recording == null ? CallStatistics.shortId(call) : recording)
                .text("sip", call.extension() == null ? "" : call.extension())
                .text("callstart", span.text(call.startedAt()))
                .text("clid", call.caller())
                .text("destination", call.called())
                .text("disposition", disposition(call))
                .whole("seconds", seconds(call))
                .bool("is_recorded", recording != null)
                .text("pbx_call_id", call.callId());
    }

    private Answer widget(RestCall call) throws RestFault {
        return span(call).envelope().groups("stats", List.of());
    }

    /** 24 hexadecimal digits: the second, then the number of the call. */
    private static String id(CallRecord call) {
        return "%08x%016x".formatted(call.startedAt().getEpochSecond(), call.callNo());
    }

    private static long seconds(CallRecord call) {
        return call.end() == null ? 0 : call.end().durationSeconds();
    }

    /** The statistics have a word of their own for one of them. */
    private static String disposition(CallRecord call) {
        String word = call.end() == null ? "" : call.end().disposition();
        return word.equals("failed") ? "call failed" : word;
    }

    /** Telephone numbers are numbers in this protocol, where they can be. */
    private static void number(Answer row, String name, String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        if (digits.matches("0|[1-9]\\d{0," + (EXACT_DIGITS - 1) + "}")) {
            row.whole(name, Long.parseLong(digits));
        } else {
            row.text(name, text);
        }
    }

    /** The country of a number that has its country code, in English; empty where there is none. */
    private static String country(String number) {
        try {
            PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
            String region = numbers.getRegionCodeForNumber(numbers.parse("+" + number.replaceFirst("^\\+", ""), null));
            return region == null || region.equals("001")
                    ? ""
                    : Locale.of("", region).getDisplayCountry(Locale.ENGLISH);
        } catch (NumberParseException e) {
            return "";
        }
    }
}
