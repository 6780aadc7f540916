package org.voicesecretary.sip.transport;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;

/**
 * Whom a certificate speaks for (RFC 5922 §7.1).
 *
 * @param domains of sip URIs in subjectAltName; where there is one, the others do not count
 * @param hosts of DNS names there, or the Common Name of a certificate without any
 * @param addresses IP addresses there
 */
record CertificateNames(List<String> domains, List<String> hosts, List<String> addresses) {

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)\\s*CN=([^,+]+)");

    static CertificateNames of(X509Certificate certificate) {
        var domains = new ArrayList<String>();
        var hosts = new ArrayList<String>();
        var addresses = new ArrayList<String>();
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            names = List.of();
        }
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            String value = String.valueOf(name.get(1));
            switch ((Integer) name.get(0)) {
                case DNS -> hosts.add(value);
                case URI -> addDomain(value, domains);
                case ADDRESS -> addresses.add(value);
                default -> {}
            }
        }
        if (names == null) {
            Matcher subject =
                    COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
            while (subject.find()) {
                hosts.add(subject.group(1).strip());
            }
        }
        return new CertificateNames(domains, hosts, addresses);
    }

    private static void addDomain(String uri, List<String> domains) {
        try {
            // RFC 5922 §7.1: a URI with a user speaks for that user, not for the domain.
            SipUri parsed = SipUri.parse(uri);
            if (parsed.user() == null) {
                domains.add(parsed.host().name());
            }
        } catch (SipParseException e) {
            // A URI of something else.
        }
    }

    /** @param wildcards whether {@code *.example.com} speaks for {@code sip.example.com}; RFC 5922 §7.2 forbids it */
    boolean cover(String domain, boolean wildcards) {
        if (isAddress(domain)) {
            return addresses.stream().anyMatch(address -> sameAddress(address, domain));
        }
        List<String> candidates = domains.isEmpty() ? hosts : domains;
        return candidates.stream()
                .anyMatch(name -> name.equalsIgnoreCase(domain) || wildcards && wildcardCovers(name, domain));
    }

    static boolean isAddress(String domain) {
        return domain.indexOf(':') >= 0 || domain.matches("[0-9.]+");
    }

    private static boolean sameAddress(String one, String other) {
        try {
            return InetAddress.ofLiteral(one).equals(InetAddress.ofLiteral(other));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean wildcardCovers(String name, String domain) {
        int dot = domain.indexOf('.');
        return name.startsWith("*.")
                && dot > 0
                && name.substring(1)
                        .toLowerCase(Locale.ROOT)
                        .equals(domain.substring(dot).toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        var all = new ArrayList<>(domains);
        all.addAll(hosts);
        all.addAll(addresses);
        return all.isEmpty() ? "nobody" : String.join(", ", all);
    }
}
