package org.voicesecretary.sip.resolve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.sip.message.Host;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;

/**
 * Finds the servers for a URI, best first (RFC 3263 §4). A host that is an address is answered at once, without DNS.
 * A NAPTR or SRV question that fails counts as unanswered: many a resolver in front of a private network cannot do
 * them, and the addresses will tell.
 */
public final class ServerLocator {
    private static final int MAX_LOCATIONS = 32;
    private static final int MAX_RECORDS = 16;

    private final DnsRecords dns;
    private final List<String> transports;
    private final Predicate<InetAddress> usable;
    private final RandomGenerator random;

    /**
     * @param transports of ours in order of preference: {@code UDP}, {@code TCP}, {@code TLS}
     * @param usable whether we have a socket that can reach the address, e.g. none for IPv6
     * @param random spreads the load over SRV records of one priority
     */
    public ServerLocator(
            DnsRecords dns, List<String> transports, Predicate<InetAddress> usable, RandomGenerator random) {
        this.dns = dns;
        this.transports = List.copyOf(transports);
        this.usable = usable;
        this.random = random;
    }

    /** A transport and the name whose SRV records lead to its servers. */
    private record Choice(String transport, String srvName) {}

    /**
     * At least one location.
     *
     * @throws UnknownHostException when DNS knows no usable address
     * @throws IOException when DNS cannot be asked, or the URI wants a transport we lack
     */
    public List<ServerLocation> locate(SipUri uri) throws IOException {
        Host target = target(uri);
        Optional<InetAddress> literal = target.address();
        String wanted = wantedTransport(uri);
        var found = new LinkedHashSet<ServerLocation>();
        if (literal.isPresent() || uri.port() > 0) {
            String transport = wanted != null ? wanted : defaultTransport(uri);
            int port = uri.port() > 0 ? uri.port() : defaultPort(transport);
            if (literal.isPresent()) {
                found.add(new ServerLocation(transport, new InetSocketAddress(literal.get(), port)));
            } else {
                addHost(target.name(), transport, port, found);
            }
        } else {
            for (Choice choice : choices(uri, target.name(), wanted)) addServers(choice, found);
            if (found.isEmpty()) { // RFC 3263 §4.2: no SRV records
                String transport = wanted != null ? wanted : defaultTransport(uri);
                addHost(target.name(), transport, defaultPort(transport), found);
            }
        }
        found.removeIf(location -> !usable.test(location.address().getAddress()));
        if (found.isEmpty()) {
            throw new UnknownHostException("host " + target.text() + " has no address we can reach");
        }
        return found.stream().limit(MAX_LOCATIONS).toList();
    }

    private static Host target(SipUri uri) throws IOException {
        String maddr = uri.params().value("maddr");
        if (maddr == null) return uri.host();
        try {
            return Host.parse(maddr);
        } catch (SipParseException e) {
            throw new IOException("maddr of " + uri.text() + " is no host: " + e.getMessage(), e);
        }
    }

    /** The transport the URI names, or null; of ours, or the request cannot be sent. */
    private @Nullable String wantedTransport(SipUri uri) throws IOException {
        String named = uri.params().value("transport");
        if (named == null) return null;
        String transport = named.toUpperCase(Locale.ROOT);
        if (uri.secure() && transport.equals("TCP")) transport = "TLS"; // RFC 3261 §26.2.2
        if (!transports.contains(transport) || uri.secure() && !transport.equals("TLS")) {
            throw new IOException("transport " + named + " of " + uri.text() + " is not offered here, expected one of "
                    + String.join(", ", transports));
        }
        return transport;
    }

    /** RFC 3263 §4.1: UDP for sip, TLS for sips; the first of ours where we have no UDP. */
    private String defaultTransport(SipUri uri) throws IOException {
        String transport = uri.secure() ? "TLS" : "UDP";
        if (transports.contains(transport)) return transport;
        if (!uri.secure() && !transports.isEmpty()) return transports.getFirst();
        throw new IOException("no transport fits " + uri.text() + ", expected " + transport);
    }

    private static int defaultPort(String transport) {
        return transport.equals("TLS") ? 5061 : 5060; // RFC 3261 §18.1.1
    }

    /** Which SRV names to ask for, best first. */
    private List<Choice> choices(SipUri uri, String host, @Nullable String wanted) {
        if (wanted != null) return List.of(new Choice(wanted, srvName(wanted, host)));
        var choices = new ArrayList<Choice>();
        for (DnsRecords.Naptr naptr : naptr(host)) {
            String transport = transportOf(naptr.service());
            if (transport == null || !transports.contains(transport)) continue;
            if (uri.secure() && !transport.equals("TLS")) continue; // RFC 3263 §4.1
            choices.add(new Choice(transport, naptr.replacement()));
        }
        if (!choices.isEmpty()) return choices;
        for (String transport : transports) {
            if (!uri.secure() || transport.equals("TLS")) choices.add(new Choice(transport, srvName(transport, host)));
        }
        return choices;
    }

    private List<DnsRecords.Naptr> naptr(String host) {
        try {
            return dns.naptr(host).stream()
                    .filter(record -> record.flags().equalsIgnoreCase("s")
                            && !record.replacement().isEmpty())
                    .sorted(Comparator.comparingInt(DnsRecords.Naptr::order)
                            .thenComparingInt(DnsRecords.Naptr::preference))
                    .limit(MAX_RECORDS)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static @Nullable String transportOf(String service) {
        return switch (service.toUpperCase(Locale.ROOT)) {
            case "SIP+D2U" -> "UDP";
            case "SIP+D2T" -> "TCP";
            case "SIPS+D2T" -> "TLS";
            default -> null;
        };
    }

    private static String srvName(String transport, String host) {
        return switch (transport) {
            case "TLS" -> "_sips._tcp." + host;
            case "TCP" -> "_sip._tcp." + host;
            default -> "_sip._udp." + host;
        };
    }

    private void addServers(Choice choice, LinkedHashSet<ServerLocation> found) {
        List<DnsRecords.Srv> servers;
        try {
            servers = inOrder(dns.srv(choice.srvName()));
        } catch (IOException e) {
            return;
        }
        for (DnsRecords.Srv server : servers) {
            if (server.target().isEmpty() || found.size() >= MAX_LOCATIONS) continue;
            try {
                addHost(server.target(), choice.transport(), server.port(), found);
            } catch (IOException e) {
                continue; // the next server may have an address
            }
        }
    }

    private void addHost(String host, String transport, int port, LinkedHashSet<ServerLocation> found)
            throws IOException {
        for (InetAddress address : dns.addresses(host)) {
            found.add(new ServerLocation(transport, new InetSocketAddress(address, port)));
        }
    }

    /** Priorities in order, and within one by chance in proportion to the weights (RFC 2782). */
    private List<DnsRecords.Srv> inOrder(List<DnsRecords.Srv> records) {
        var left = new ArrayList<>(records.stream()
                .sorted(Comparator.comparingInt(DnsRecords.Srv::priority).thenComparingInt(DnsRecords.Srv::weight))
                .limit(MAX_RECORDS)
                .toList());
        var ordered = new ArrayList<DnsRecords.Srv>(left.size());
        while (!left.isEmpty()) {
            int priority = left.getFirst().priority();
            int total = 0;
            for (DnsRecords.Srv record : left) {
                if (record.priority() == priority) total += record.weight();
            }
            int ball = random.nextInt(total + 1);
            int picked = 0;
            for (int sum = left.getFirst().weight();
                    sum < ball;
                    sum += left.get(picked).weight()) picked++;
            ordered.add(left.remove(picked));
        }
        return ordered;
    }
}
