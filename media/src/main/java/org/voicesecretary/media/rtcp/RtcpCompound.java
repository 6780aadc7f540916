package org.voicesecretary.media.rtcp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes compound RTCP datagrams (RFC 3550 §6.1). Kinds of packets not known here are skipped. */
public final class RtcpCompound {

    /** More than fits a datagram on any usual network. */
    public static final int MAX_BYTES = 2048;

    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int SOURCE_DESCRIPTION = 202;
    private static final int BYE = 203;

    private static final int ITEM_END = 0;
    private static final int ITEM_CNAME = 1;
    private static final int MAX_COUNT = 31;

    private RtcpCompound() {}

    /** Whether a datagram on a multiplexed port is RTCP (RFC 5761 §4): by its second byte. */
    public static boolean isRtcp(byte[] datagram, int offset, int length) {
        if (length < 4) {
            return false;
        }
        int type = datagram[offset + 1] & 0xFF;
        return type >= 192 && type <= 223;
    }

    /** @throws RtcpFormatException it breaks the rules that RFC 3550 §A.2 checks, or one of its packets is cut short */
    public static List<RtcpPacket> parse(byte[] datagram, int offset, int length) throws RtcpFormatException {
        if (length < 8 || length > MAX_BYTES) {
            throw new RtcpFormatException("RTCP datagram has " + length + " bytes, expected 8 to " + MAX_BYTES);
        }
        List<RtcpPacket> packets = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(datagram, offset, length).slice();
        while (in.hasRemaining()) {
            if (in.remaining() < 4) {
                throw new RtcpFormatException("RTCP datagram ends within a header: " + in.remaining() + " bytes left");
            }
            int start = in.position();
            int first = in.get(start) & 0xFF;
            int type = in.get(start + 1) & 0xFF;
            int bytes = ((in.getShort(start + 2) & 0xFFFF) + 1) * 4;
            if (first >> 6 != 2) {
                throw new RtcpFormatException("RTCP packet has version " + (first >> 6) + ", expected 2");
            }
            if (bytes > in.remaining()) {
                throw new RtcpFormatException("RTCP packet of type " + type + " says it has " + bytes + " bytes, "
                        + in.remaining() + " are left");
            }
            int end = bytes - padding(in, start, bytes, (first & 0x20) != 0);
            packet(in.slice(start + 4, end - 4), type, first & 0x1F, packets);
            in.position(start + bytes);
        }
        return packets;
    }

    private static int padding(ByteBuffer in, int start, int bytes, boolean padded) throws RtcpFormatException {
        if (!padded) {
            return 0;
        }
        int padding = in.get(start + bytes - 1) & 0xFF;
        if (padding == 0 || padding > bytes - 4) {
            throw new RtcpFormatException(
                    "RTCP packet of " + bytes + " bytes says " + padding + " of them are padding");
        }
        return padding;
    }

    private static void packet(ByteBuffer body, int type, int count, List<RtcpPacket> packets)
            throws RtcpFormatException {
        try {
            switch (type) {
                case SENDER_REPORT ->
                    packets.add(new RtcpPacket.SenderReport(
                            body.getInt(),
                            body.getLong(),
                            unsigned(body),
                            unsigned(body),
                            unsigned(body),
                            blocks(body, count)));
                case RECEIVER_REPORT -> packets.add(new RtcpPacket.ReceiverReport(body.getInt(), blocks(body, count)));
                case SOURCE_DESCRIPTION -> descriptions(body, count, packets);
                case BYE -> bye(body, count, packets);
                default -> {} // RFC 3550 §6.1: unknown kinds are ignored
            }
        } catch (BufferUnderflowException cutShort) {
            throw new RtcpFormatException("RTCP packet of type " + type + " with count " + count + " is cut short");
        }
    }

    private static List<ReportBlock> blocks(ByteBuffer body, int count) {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int ssrc = body.getInt();
            int lost = body.getInt();
            blocks.add(new ReportBlock(
                    ssrc, lost >>> 24, lost << 8 >> 8, unsigned(body), unsigned(body), unsigned(body), unsigned(body)));
        }
        return blocks;
    }

    private static void descriptions(ByteBuffer body, int count, List<RtcpPacket> packets) {
        for (int i = 0; i < count; i++) {
            int ssrc = body.getInt();
            String cname = "";
            int item = body.get();
            while (item != ITEM_END) {
                String text = text(body);
                cname = item == ITEM_CNAME ? text : cname;
                item = body.get();
            }
            // Each chunk is filled up with zeros to 32 bits.
            body.position(Math.min(body.limit(), (body.position() + 3) & ~3));
            packets.add(new RtcpPacket.SourceDescription(ssrc, cname));
        }
    }

    private static void bye(ByteBuffer body, int count, List<RtcpPacket> packets) {
        List<Integer> sources = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sources.add(body.getInt());
        }
        Optional<String> reason = body.hasRemaining() ? Optional.of(text(body)) : Optional.empty();
        if (!sources.isEmpty()) {
            packets.add(new RtcpPacket.Bye(sources, reason.filter(text -> !text.isEmpty())));
        }
    }

    private static String text(ByteBuffer body) {
        byte[] text = new byte[body.get() & 0xFF];
        body.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static long unsigned(ByteBuffer body) {
        return Integer.toUnsignedLong(body.getInt());
    }

    /**
     * Writes packets one after another. To be valid, the first one is a report and one of them carries the CNAME.
     *
     * @return the number of bytes written
     * @throws java.nio.BufferOverflowException they do not fit
     */
    public static int encode(List<RtcpPacket> packets, byte[] out, int offset) {
        ByteBuffer buffer = ByteBuffer.wrap(out, offset, out.length - offset).slice();
        for (RtcpPacket packet : packets) {
            int start = buffer.position();
            buffer.putInt(0);
            int countAndType = switch (packet) {
                case RtcpPacket.SenderReport report -> put(buffer, report);
                case RtcpPacket.ReceiverReport report -> put(buffer, report);
                case RtcpPacket.SourceDescription description -> put(buffer, description);
                case RtcpPacket.Bye bye -> put(buffer, bye);
            };
            while ((buffer.position() - start) % 4 != 0) {
                buffer.put((byte) 0);
            }
            int words = (buffer.position() - start) / 4 - 1;
            buffer.putInt(start, 0x8000_0000 | countAndType << 16 | words);
        }
        return buffer.position();
    }

    private static int put(ByteBuffer out, RtcpPacket.SenderReport report) {
        out.putInt(report.ssrc()).putLong(report.ntp());
        out.putInt((int) report.rtpTimestamp()).putInt((int) report.packets()).putInt((int) report.octets());
        return put(out, report.blocks()) << 8 | SENDER_REPORT;
    }

    private static int put(ByteBuffer out, RtcpPacket.ReceiverReport report) {
        out.putInt(report.ssrc());
        return put(out, report.blocks()) << 8 | RECEIVER_REPORT;
    }

    private static int put(ByteBuffer out, List<ReportBlock> blocks) {
        requireCount(blocks.size());
        for (ReportBlock block : blocks) {
            out.putInt(block.ssrc()).putInt(block.fractionLost() << 24 | block.cumulativeLost() & 0xFF_FFFF);
            out.putInt((int) block.extendedHighestSequence()).putInt((int) block.jitter());
            out.putInt((int) block.lastSenderReport()).putInt((int) block.delaySinceLastSenderReport());
        }
        return blocks.size();
    }

    private static int put(ByteBuffer out, RtcpPacket.SourceDescription description) {
        out.putInt(description.ssrc()).put((byte) ITEM_CNAME);
        putText(out, description.cname());
        out.put((byte) ITEM_END);
        return 1 << 8 | SOURCE_DESCRIPTION;
    }

    private static int put(ByteBuffer out, RtcpPacket.Bye bye) {
        requireCount(bye.sources().size());
        bye.sources().forEach(out::putInt);
        bye.reason().ifPresent(reason -> putText(out, reason));
        return bye.sources().size() << 8 | BYE;
    }

    private static void requireCount(int count) {
        if (count > MAX_COUNT) {
            throw new IllegalArgumentException("an RTCP packet holds at most " + MAX_COUNT + " entries, got " + count);
        }
    }

    private static void putText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, 255);
        out.put((byte) length).put(bytes, 0, length);
    }
}
