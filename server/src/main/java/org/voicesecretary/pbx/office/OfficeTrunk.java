package org.voicesecretary.pbx.office;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Network;
import org.voicesecretary.config.Secret;

/**
 * A line to the telephone network, in both directions.
 *
 * @param allow addresses that calls may come from; empty = those of {@code host}
 * @param host where calls out and the registration go; null = calls only come in
 * @param port 0 = as the DNS says, else the usual one of the transport
 * @param user name at the provider; null = it knows us by our address
 * @param register whether we register there
 * @param order of the trunks that a call out tries; those with the same are tried in the order of their names
 * @param probe how often OPTIONS asks whether it is alive; zero = never
 * @param callerId shown outside where the extension has none, without {@code +}; null = as the provider sets it
 */
public record OfficeTrunk(
        String name,
        List<Network> allow,
        @Nullable String host,
        int port,
        Transport transport,
        @Nullable String user,
        @Nullable Secret password,
        boolean register,
        Srtp srtp,
        int order,
        Duration probe,
        @Nullable String callerId) {

    /** How SIP travels. */
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    public OfficeTrunk {
        allow = List.copyOf(allow);
    }

    /** Whether calls can go out by it. */
    public boolean callsOut() {
        return host != null;
    }

    public boolean allows(InetAddress source) {
        return allow.stream().anyMatch(network -> network.contains(source));
    }
}
