package org.voicesecretary.doctor;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;
import org.voicesecretary.config.HostPort;
import org.voicesecretary.config.InstallationConfig;
import org.voicesecretary.config.PortRange;
import org.voicesecretary.config.SipListen;

/** Whether the ports of the configuration can be had, or are held by our own server. */
record PortChecks(InstallationConfig config, RunningServer running) implements Check {
    @Override
    public void run(Consumer<Finding> tell) {
        for (SipListen listen : config.sip().listen()) {
            tell.accept(sip(listen));
        }
        tell.accept(http(config.http().listen()));
        tell.accept(rtp(config.rtp().ports()));
    }

    private Finding sip(SipListen listen) {
        String subject = "sip " + listen;
        try {
            switch (listen.transport()) {
                case UDP -> bindUdp(listen.address());
                case TCP, TLS -> bindTcp(listen.address());
            }
            return Finding.ok(subject, "free");
        } catch (IOException e) {
            return running.holds(listen)
                    ? Finding.ok(subject, "held by the running server")
                    : Finding.fail(
                            subject,
                            "cannot be opened (" + e.getMessage() + ")",
                            "stop the program that has it (`ss -lnp` shows which) or change sip.listen");
        }
    }

    private Finding http(HostPort listen) {
        String subject = "http " + listen;
        try {
            bindTcp(listen);
            return Finding.ok(subject, "free");
        } catch (IOException e) {
            return running.isThere()
                    ? Finding.ok(subject, "held by the running server")
                    : Finding.fail(
                            subject,
                            "cannot be opened (" + e.getMessage() + ")",
                            "stop the program that has it (`ss -ltnp` shows which) or change http.listen");
        }
    }

    private Finding rtp(PortRange ports) {
        String subject = "rtp " + ports;
        String host = config.rtp()
                .listen()
                .orElse(config.sip().listen().getFirst().address().host());
        int needed = 2 * config.maxCalls();
        int free = 0;
        for (int port = Math.max(1, ports.first()); port <= ports.last(); port++) {
            free += isFree(new HostPort(host, port)) ? 1 : 0;
        }
        if (free >= needed) {
            return Finding.ok(subject, free + " ports are free, " + config.maxCalls() + " calls need " + needed);
        }
        if (running.isThere()) {
            return Finding.ok(subject, free + " ports are free, the running server has others");
        }
        String found = free + " ports are free, " + config.maxCalls() + " calls need " + needed;
        String advice = "choose a range that no other program uses, or lower max-calls";
        return free < 2 ? Finding.fail(subject, found, advice) : Finding.warn(subject, found, advice);
    }

    private static boolean isFree(HostPort address) {
        try {
            bindUdp(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void bindUdp(HostPort address) throws IOException {
        try (var socket = new DatagramSocket(null)) {
            socket.bind(resolved(address));
        }
    }

    private static void bindTcp(HostPort address) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(resolved(address));
        }
    }

    private static InetSocketAddress resolved(HostPort address) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    }
}
