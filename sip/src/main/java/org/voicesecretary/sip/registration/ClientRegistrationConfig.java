package org.voicesecretary.sip.registration;

import java.time.Duration;
import java.util.Optional;
import org.voicesecretary.sip.auth.DigestClient;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.SipUri;

/**
 * One account with a provider.
 *
 * @param registrar whom to tell, such as {@code sip:sip.example.com}
 * @param addressOfRecord who we are there: To and From
 * @param contactUser the user part of our Contact, by which calls of this account are told from others
 * @param route where to send it first (an outbound proxy); empty: to the registrar
 * @param expires how long we ask for; the registrar decides
 * @param firstRetry the pause after the first failure, doubled with each further one (RFC 5626 §4.5)
 * @param longestRetry no pause is longer, unless a Retry-After says so
 * @param keepAlive how often line ends are sent over UDP, so that a NAT in between keeps its mapping; zero: never
 */
public record ClientRegistrationConfig(
        SipUri registrar,
        NameAddr addressOfRecord,
        String contactUser,
        Optional<SipUri> route,
        DigestClient.Logins logins,
        Duration expires,
        Duration firstRetry,
        Duration longestRetry,
        Duration keepAlive) {

    /** With the times that suit most providers: an hour, retries after 30 s to 30 min, a keep-alive each 25 s. */
    public static ClientRegistrationConfig of(
            SipUri registrar, NameAddr addressOfRecord, String contactUser, DigestClient.Logins logins) {
        return new ClientRegistrationConfig(
                registrar,
                addressOfRecord,
                contactUser,
                Optional.empty(),
                logins,
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(30),
                Duration.ofSeconds(25));
    }

    public ClientRegistrationConfig withRoute(SipUri proxy) {
        return new ClientRegistrationConfig(
                registrar,
                addressOfRecord,
                contactUser,
                Optional.of(proxy),
                logins,
                expires,
                firstRetry,
                longestRetry,
                keepAlive);
    }

    public ClientRegistrationConfig withExpires(Duration asked) {
        return new ClientRegistrationConfig(
                registrar, addressOfRecord, contactUser, route, logins, asked, firstRetry, longestRetry, keepAlive);
    }
}
