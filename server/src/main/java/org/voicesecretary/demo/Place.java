package org.voicesecretary.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the demo listens.
 *
 * @param port of SIP, for UDP and TCP alike
 */
record Place(InetAddress address, int port) {
    static final int SIP = 5060;
    private static final int LAST = 5160;

    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");
    /** RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291: networks of one's own. */
    private static final List<String> PRIVATE = List.of(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "fc00::/7",
            "fe80::/10");

    /** The port of SIP if it is free, else the next even one that is. */
    static Place at(InetAddress address) throws IOException {
        for (int port = SIP; port <= LAST; port += 2) {
            if (isFree(address, port)) {
                return new Place(address, port);
            }
        }
        throw new IOException("no port for SIP is free at " + address.getHostAddress() + " between " + SIP + " and "
                + LAST + "; is it an address of this machine?");
    }

    private static boolean isFree(InetAddress address, int port) {
        try (var udp = new DatagramSocket(null);
                var tcp = new ServerSocket()) {
            udp.bind(new InetSocketAddress(address, port));
            tcp.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    boolean isUsual() {
        return port == SIP;
    }

    /** Where the demo's own phone calls. */
    InetAddress near() {
        return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    }

    /** Who may call. */
    List<String> allowed() {
        return address.isLoopbackAddress()
                ? LOOPBACK
                : Stream.concat(LOOPBACK.stream(), PRIVATE.stream()).toList();
    }

    String uri(InetAddress host, String number) {
        return "sip:" + number + "@" + written(host) + (port == SIP ? "" : ":" + port);
    }

    String listening() {
        return written(address) + ":" + port;
    }

    /** The addresses under which others reach this machine. */
    List<InetAddress> reachable() throws SocketException {
        if (!address.isAnyLocalAddress()) {
            return List.of(address);
        }
        List<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
                .toList();
        return outside.isEmpty() ? List.of(near()) : outside;
    }

    private static String written(InetAddress address) {
        String text = address.getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text.replaceFirst("%.*", "") + "]";
    }
}
