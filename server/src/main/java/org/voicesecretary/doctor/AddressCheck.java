package org.voicesecretary.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.voicesecretary.config.SipConfig;

/** Whether peers can reach the address that they are told. */
record AddressCheck(SipConfig sip, Network network) implements Check {
    private static final String SUBJECT = "public address";
    private static final String NAT =
            "if callers come from the internet, set sip.public-address to the address that they reach";

    @Override
    public void run(Consumer<Finding> tell) {
        tell.accept(sip.publicAddress().map(this::named).orElseGet(this::local));
    }

    private Finding named(String address) {
        try {
            InetAddress resolved = network.named(address);
            String found =
                    address + (address.equals(resolved.getHostAddress()) ? "" : " is " + resolved.getHostAddress());
            if (resolved.isAnyLocalAddress() || resolved.isMulticastAddress()) {
                return Finding.fail(SUBJECT, found + ", which no peer can send to", "set it to a real address");
            }
            if (resolved.isLoopbackAddress()) {
                return Finding.warn(SUBJECT, found + ", which only this machine reaches", NAT);
            }
            return isPrivate(resolved)
                    ? Finding.warn(SUBJECT, found + ", which only the local network reaches", NAT)
                    : Finding.ok(
                            SUBJECT,
                            found + "; forward the SIP ports and the whole range of rtp.ports to this machine");
        } catch (IOException e) {
            return Finding.fail(
                    SUBJECT, "\"" + address + "\" is not known", "write an IP address, or a name that DNS knows");
        }
    }

    private Finding local() {
        List<InetAddress> listening = sip.listen().stream()
                .map(listen -> literal(listen.address().host()))
                .toList();
        if (listening.stream().allMatch(InetAddress::isLoopbackAddress)) {
            return Finding.ok(SUBJECT, "not needed: SIP listens on loopback, only this machine can call");
        }
        try {
            List<InetAddress> own = network.own().stream()
                    .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                    .toList();
            String all = own.stream()
                    .map(a -> a.getHostAddress().replaceFirst("%.*", ""))
                    .collect(Collectors.joining(", "));
            if (own.isEmpty()) {
                return Finding.warn(SUBJECT, "this machine has no address but loopback", "connect it to a network");
            }
            return own.stream().allMatch(AddressCheck::isPrivate)
                    ? Finding.warn(SUBJECT, "not set, and this machine has private addresses only (" + all + ")", NAT)
                    : Finding.ok(SUBJECT, "not set, this machine has " + all);
        } catch (SocketException e) {
            return Finding.warn(SUBJECT, "the addresses of this machine cannot be read (" + e.getMessage() + ")", NAT);
        }
    }

    private InetAddress literal(String host) {
        try {
            return network.named(host);
        } catch (IOException e) {
            return InetAddress.getLoopbackAddress(); // the port check tells that it is not known
        }
    }

    /** RFC 1918, RFC 3927, RFC 6598 (carriers' NAT), RFC 4193. */
    private static boolean isPrivate(InetAddress address) {
        byte[] b = address.getAddress();
        boolean carrier = b.length == 4 && (b[0] & 0xff) == 100 && (b[1] & 0xc0) == 64;
        boolean unique = b.length == 16 && (b[0] & 0xfe) == 0xfc;
        return address.isSiteLocalAddress() || address.isLinkLocalAddress() || carrier || unique;
    }
}
