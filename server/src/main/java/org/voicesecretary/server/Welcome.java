package org.voicesecretary.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountNumber;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.config.PortRange;
import org.voicesecretary.sip.transport.ListeningPoint;

/** What an operator reads when the server is up: what listens where, which numbers there are, how to call them. */
final class Welcome {
    /** More would fill the screen; {@code apply --dry-run} shows them all. */
    private static final int MOST_NUMBERS = 20;

    private final InstallationConfig config;
    private final ServerAssembly server;

    Welcome(InstallationConfig config, ServerAssembly server) {
        this.config = config;
        this.server = server;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Voice Secretary " + VersionCommand.version() + " is up; Ctrl-C stops it.");
        row(
                lines,
                "SIP",
                server.sipListening().stream().map(ListeningPoint::toString).collect(Collectors.joining(", ")));
        PortRange rtp = config.rtp().ports();
        row(lines, "RTP", "UDP " + rtp + ", at most " + config.maxCalls() + " calls");
        row(
                lines,
                "HTTP",
                "http://%s:%d/health/ready, /metrics"
                        .formatted(bracketed(config.http().listen().host()), server.httpPort()));
        row(lines, "data", config.dataDir().toString());
        AccountSnapshot accounts = server.accounts().snapshot();
        accounts.accounts().forEach(data -> account(lines, data, accounts));
        return lines;
    }

    private void account(List<String> lines, AccountData data, AccountSnapshot accounts) {
        String name = data.account().name().isEmpty()
                ? "without a name"
                : data.account().name();
        row(lines, "account", "%s (key %s)".formatted(name, data.account().key()));
        if (data.numbers().isEmpty()) {
            row(
                    lines,
                    "",
                    "no numbers yet: write them into an account.yaml, then ./voice-secretary apply account.yaml");
            return;
        }
        data.numbers().stream()
                .limit(MOST_NUMBERS)
                .forEach(number -> row(lines, "", number.number() + "  " + script(accounts, number)));
        if (data.numbers().size() > MOST_NUMBERS) {
            row(lines, "", "and " + (data.numbers().size() - MOST_NUMBERS) + " more");
        }
        if (data.trunks().isEmpty()) {
            row(lines, "", "no trunks: every caller is refused until account.yaml lists whom to allow");
        } else {
            row(
                    lines,
                    "call it",
                    "./voice-secretary call " + uri(data.numbers().getFirst().number()));
        }
    }

    private static String script(AccountSnapshot accounts, AccountNumber number) {
        return accounts.number(number.number())
                .map(NumberRoute::webhook)
                .map(NumberRoute.Webhook::url)
                .map(url -> "asks " + url)
                .orElseGet(() -> number.office().own() == null
                        ? "has no script: give it a webhook url, or a menu, extension, scenario or queue"
                        : "goes to " + number.office().own());
    }

    private String uri(String number) {
        ListeningPoint point = server.sipListening().getFirst();
        InetAddress address = point.address().getAddress();
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        String tcp = point.transport() == org.voicesecretary.sip.transport.Transport.UDP ? "" : ";transport=tcp";
        return "sip:" + number + "@" + bracketed(host) + ":" + point.address().getPort() + tcp;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static void row(List<String> lines, String what, String text) {
        lines.add("  %-8s %s".formatted(what, text));
    }
}
