package org.voicesecretary.sip.resolve;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Asks DNS by dnsjava; answers are kept as long as their time to live, and the hosts file is looked into first. */
public final class DnsClient implements DnsRecords {
    private final LookupSession session;
    private final Duration patience;

    private DnsClient(Resolver resolver, Duration timeout) {
        resolver.setTimeout(timeout);
        this.patience = timeout.multipliedBy(4);
        this.session = LookupSession.builder()
                .resolver(resolver)
                .cache(new Cache(DClass.IN))
                .defaultHostsFileParser()
                .build();
    }

    /** With the name servers of the machine. {@code timeout} is for one try of one server. */
    public static DnsClient ofSystem(Duration timeout) {
        return new DnsClient(new ExtendedResolver(), timeout);
    }

    public static DnsClient of(InetSocketAddress nameServer, Duration timeout) {
        return new DnsClient(new SimpleResolver(nameServer), timeout);
    }

    @Override
    public List<Naptr> naptr(String name) throws IOException {
        var records = new ArrayList<Naptr>();
        for (Record record : ask(name, Type.NAPTR)) {
            if (!(record instanceof NAPTRRecord naptr)) continue;
            records.add(new Naptr(
                    naptr.getOrder(),
                    naptr.getPreference(),
                    naptr.getFlags(),
                    naptr.getService(),
                    naptr.getReplacement().toString(true)));
        }
        return records;
    }

    @Override
    public List<Srv> srv(String name) throws IOException {
        var records = new ArrayList<Srv>();
        for (Record record : ask(name, Type.SRV)) {
            if (!(record instanceof SRVRecord srv)) continue;
            Name target = srv.getTarget();
            records.add(new Srv(
                    srv.getPriority(),
                    srv.getWeight(),
                    srv.getPort(),
                    target.equals(Name.root) ? "" : target.toString(true)));
        }
        return records;
    }

    /** IPv4 first: behind a home router it is the family that works both ways for RTP. */
    @Override
    public List<InetAddress> addresses(String name) throws IOException {
        var addresses = new ArrayList<InetAddress>();
        IOException failure = null;
        for (int type : new int[] {Type.A, Type.AAAA}) {
            try {
                for (Record record : ask(name, type)) {
                    if (record instanceof ARecord a) addresses.add(a.getAddress());
                    if (record instanceof AAAARecord aaaa) addresses.add(aaaa.getAddress());
                }
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failure = e; // one family is enough
            }
        }
        if (addresses.isEmpty() && failure != null) throw failure;
        return addresses;
    }

    private List<Record> ask(String name, int type) throws IOException {
        Name absolute;
        try {
            absolute = Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new IOException("host name " + name + " cannot stand in DNS: " + e.getMessage(), e);
        }
        try {
            return session.lookupAsync(absolute, type)
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .getRecords();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) return List.of();
            throw new IOException("DNS did not answer for " + name + " " + Type.string(type) + ": " + cause, cause);
        } catch (TimeoutException e) {
            throw new IOException(
                    "DNS did not answer for " + name + " " + Type.string(type) + " within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking DNS for " + name);
        }
    }
}
