package org.voicesecretary.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where host names are resolved. The addresses it gives are the ones that are connected to. */
public interface AddressSource {
    InetAddress[] resolve(String host) throws UnknownHostException;

    /** The machine's own resolver. */
    static AddressSource system() {
        return InetAddress::getAllByName;
    }
}
