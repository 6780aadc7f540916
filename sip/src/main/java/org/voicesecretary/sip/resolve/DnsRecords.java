package org.voicesecretary.sip.resolve;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** The questions RFC 3263 has for DNS. No record is an empty list; only a failure to ask is an exception. */
public interface DnsRecords {
    /**
     * RFC 3403 §4.1.
     *
     * @param service e.g. {@code SIP+D2U}
     * @param replacement the name to ask for next, without a dot at its end
     */
    record Naptr(int order, int preference, String flags, String service, String replacement) {}

    /**
     * RFC 2782.
     *
     * @param target host name without a dot at its end; empty where the service is declared absent
     */
    record Srv(int priority, int weight, int port, String target) {}

    List<Naptr> naptr(String name) throws IOException;

    List<Srv> srv(String name) throws IOException;

    /** A and AAAA. */
    List<InetAddress> addresses(String name) throws IOException;
}
