package org.voicesecretary.account;

import java.net.InetAddress;
import java.util.List;

/**
 * A line to the telephone network: whoever calls from one of these blocks may call the account's numbers.
 *
 * @param allow empty: the office knows where its provider is
 */
public record Trunk(String name, List<Network> allow) {
    public boolean allows(InetAddress source) {
        return allow.stream().anyMatch(network -> network.contains(source));
    }
}
