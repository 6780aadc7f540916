package org.voicesecretary.sip.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("wire")
@Timeout(20)
class UdpSenderTest {
    private DatagramChannel channel;
    private DatagramChannel peer;
    private UdpSender sender;
    private final List<IOException> failures = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws IOException {
        channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        peer = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        sender = new UdpSender(channel, "sender");
        sender.start();
    }

    @AfterEach
    void close() throws IOException {
        sender.close();
        channel.close();
        peer.close();
    }

    private void send(String message) throws IOException {
        sender.send(message.getBytes(US_ASCII), (InetSocketAddress) peer.getLocalAddress(), failures::add);
    }

    private String received() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        peer.receive(buffer);
        return new String(buffer.array(), 0, buffer.position(), US_ASCII);
    }

    @Test
    void whatTheThreadOfACallSendsGoesOutInItsOrder() throws Exception {
        List<String> heard = new ArrayList<>();
        Thread call = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 20; i++) {
                try {
                    send("message " + i);
                } catch (IOException e) {
                    failures.add(e);
                }
            }
        });
        for (int i = 0; i < 20; i++) {
            heard.add(received());
        }
        call.join();

        assertThat(heard).hasSize(20).startsWith("message 0", "message 1").endsWith("message 19");
        assertThat(failures).isEmpty();
    }

    @Test
    void aCallThatIsInterruptedWhileItSendsDoesNotCloseTheSocketOfAllOthers() throws Exception {
        Thread.ofVirtual()
                .start(() -> {
                    Thread.currentThread().interrupt();
                    try {
                        send("from an interrupted call");
                    } catch (IOException e) {
                        failures.add(e);
                    }
                })
                .join();

        assertThat(received()).isEqualTo("from an interrupted call");
        send("from another");
        assertThat(received()).isEqualTo("from another");
        assertThat(failures).isEmpty();
    }

    @Test
    void whatWaitsIsSentBeforeTheSenderCloses() throws Exception {
        Thread.ofVirtual()
                .start(() -> {
                    for (int i = 0; i < 50; i++) {
                        try {
                            send("last words");
                        } catch (IOException e) {
                            failures.add(e);
                        }
                    }
                })
                .join();
        sender.close();

        peer.configureBlocking(false);
        int heard = 0;
        while (received().equals("last words")) {
            heard++;
        }
        assertThat(heard).isEqualTo(50);
    }

    @Test
    void aDatagramThatCannotBeSentIsToldToWhoSentIt() throws Exception {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        sender.send(new byte[70_000], (InetSocketAddress) peer.getLocalAddress(), failures::add);
                        send("the next");
                    } catch (IOException e) {
                        failures.add(e);
                    }
                })
                .join();

        assertThat(received()).isEqualTo("the next");
        assertThat(failures).hasSize(1);
    }
}
