package org.voicesecretary.doctor;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** The addresses of this machine, and those of names; a port, so that a check is tested for machines that are not this one. */
interface Network {
    /** What stands for a name or an address in text. */
    InetAddress named(String name) throws UnknownHostException;

    /** All addresses of all interfaces. */
    List<InetAddress> own() throws SocketException;

    /** This machine's. */
    static Network ofSystem() {
        return new Network() {
            @Override
            public InetAddress named(String name) throws UnknownHostException {
                return InetAddress.getByName(name);
            }

            @Override
            public List<InetAddress> own() throws SocketException {
                return NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .toList();
            }
        };
    }
}
