package org.voicesecretary.sip.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** TLS over a channel (RFC 3261 §26.2). Closing closes the channel under it, so that nobody is waited for. */
final class TlsStream implements ByteStream {

    private static final int END = -1;

    private final SocketChannel channel;
    private final @Nullable InetSocketAddress target;
    private final String domain;
    private final TlsContexts contexts;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    /**
     * @param target to connect to; null where the peer has connected
     * @param domain whose certificate the peer must have (RFC 5922), where we connect
     */
    TlsStream(SocketChannel channel, @Nullable InetSocketAddress target, String domain, TlsContexts contexts) {
        this.channel = channel;
        this.target = target;
        this.domain = domain;
        this.contexts = contexts;
    }

    @Override
    public Transport transport() {
        return Transport.TLS;
    }

    @Override
    public void open() throws IOException {
        SSLSocket socket = target == null ? accept() : connect(target);
        socket.startHandshake();
        if (target != null) {
            verify(socket);
        }
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    private SSLSocket accept() throws IOException {
        Socket plain = channel.socket();
        return (SSLSocket) contexts.server().createSocket(plain, null, true);
    }

    private SSLSocket connect(InetSocketAddress to) throws IOException {
        channel.connect(to);
        var socket = (SSLSocket) contexts.client().createSocket(channel.socket(), domain, to.getPort(), true);
        socket.setUseClientMode(true);
        if (isName(domain)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(domain)));
            socket.setSSLParameters(parameters);
        }
        return socket;
    }

    private static boolean isName(String host) {
        return host.indexOf(':') < 0 && !host.matches("[0-9.]+") && host.matches("[A-Za-z0-9.-]+");
    }

    private void verify(SSLSocket socket) throws IOException {
        var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        CertificateNames names = CertificateNames.of(certificate);
        if (!names.cover(domain, contexts.wildcards())) {
            throw new IOException("certificate of " + target + " is for " + names + ", expected " + domain
                    + ": the peer is not who it should be, or the URI has to name it as its certificate does");
        }
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        InputStream stream = in;
        return stream == null ? END : stream.read(buffer);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        OutputStream stream = out;
        if (stream == null) {
            throw new IOException("connection is not open yet");
        }
        stream.write(bytes);
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
