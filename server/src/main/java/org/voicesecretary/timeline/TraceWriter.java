package org.voicesecretary.timeline;

import java.io.PrintWriter;
import java.util.concurrent.LinkedBlockingQueue;
import org.voicesecretary.protocol.JsonText;

/**
 * {@code --trace}: every entry of every call, live, as a line of text or of JSON. Writing has a thread of its own, so that a slow
 * terminal does not slow a call; when it is far behind, lines are left out and their number is told.
 */
public final class TraceWriter implements TimelineSink, AutoCloseable {
    /** What a line looks like. */
    public enum Format {
        TEXT,
        /** One object a line: call, seq, at, offset, kind, line, detail; {@code left-out} belongs to no call and has but the last three. */
        JSON
    }

    private static final int BEHIND = 10_000;

    private final PrintWriter out;
    private final Format format;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>(BEHIND);
    private final java.util.concurrent.atomic.AtomicLong skipped = new java.util.concurrent.atomic.AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().name("trace").unstarted(this::write);
    private volatile boolean closed;

    private TraceWriter(PrintWriter out, Format format) {
        this.out = out;
        this.format = format;
    }

    /** @param out flushed whenever nothing waits to be written; not closed */
    public static TraceWriter start(PrintWriter out, Format format) {
        var writer = new TraceWriter(out, format);
        writer.thread.start();
        return writer;
    }

    @Override
    public void accept(TimelineEntry entry) {
        if (!closed && !lines.offer(line(entry, format))) {
            skipped.incrementAndGet();
        }
    }

    /** {@code in_0a1b2c3d  +12.345 s  webhook-reply   NOTIFY_START ← 200 after 12 ms  {"ivr_play":"welcome"}}. */
    static String line(TimelineEntry entry, Format format) {
        TimelineEvent event = entry.event();
        String text = EntryText.line(event);
        return switch (format) {
            case TEXT ->
                "%s  %8s  %-15s %s"
                        .formatted(
                                entry.call()
                                        .text()
                                        .substring(0, entry.call().text().indexOf('_') + 9),
                                "+%d.%03d".formatted(entry.offsetMillis() / 1000, entry.offsetMillis() % 1000),
                                EntryText.kind(event),
                                oneLine(text));
            case JSON ->
                new JsonText()
                        .text("call", entry.call().text())
                        .number("seq", entry.seq())
                        .text("at", entry.at().toString())
                        .number("offset", entry.offsetMillis())
                        .text("kind", EntryText.kind(event))
                        .text("line", text)
                        .raw("detail", EntryText.json(event))
                        .close();
        };
    }

    static String leftOut(long lines, Format format) {
        String text = lines + " lines left out: the terminal is slower than the calls";
        return switch (format) {
            case TEXT -> "… " + text;
            case JSON ->
                new JsonText()
                        .text("kind", "left-out")
                        .text("line", text)
                        .raw("detail", new JsonText().number("lines", lines).close())
                        .close();
        };
    }

    /** Bodies come from outside: no line breaks, and nothing that a terminal would obey. */
    private static String oneLine(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private void write() {
        try {
            while (!closed || !lines.isEmpty()) {
                String line = lines.poll(100, java.util.concurrent.TimeUnit.MILLISECONDS);
                if (line != null) {
                    out.println(line);
                }
                if (lines.isEmpty()) {
                    long missing = skipped.getAndSet(0);
                    if (missing > 0) {
                        out.println(leftOut(missing, format));
                    }
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(java.time.Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
