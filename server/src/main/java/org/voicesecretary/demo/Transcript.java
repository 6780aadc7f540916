package org.voicesecretary.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.voicesecretary.protocol.WebhookEvent;
import org.voicesecretary.testkit.NanoClock;
import org.voicesecretary.timeline.TimelineEntry;
import org.voicesecretary.timeline.TimelineEvent;
import org.voicesecretary.timeline.TimelineSink;

/**
 * Calls as they happen, a line for each thing: seconds since the call came in, who, what. Long lines go on below themselves;
 * where two calls run at once, each line says which one it belongs to.
 */
final class Transcript implements TimelineSink, AutoCloseable {
    private static final int WIDTH = 110;
    private static final String LAYOUT = "%9.3f  %-8s  ";
    private static final int INDENT = 21;

    private final PrintWriter out;
    private final Palette palette;
    private final NanoClock clock;
    /** So that a slow terminal does not slow a call. */
    private final ScheduledExecutorService printing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("transcript").factory());

    private final List<TimelineEntry> entries = new ArrayList<>();
    private final Map<String, Call> calls = new HashMap<>();
    private int live;

    /** @param unsaid sentences that come later, unless a key or the end of the call comes first */
    private record Call(int number, long startNanos, List<Future<?>> unsaid) {
        void beginsAnew() {
            unsaid.forEach(sentence -> sentence.cancel(false));
            unsaid.clear();
        }
    }

    Transcript(PrintWriter out, Palette palette, NanoClock clock) {
        this.out = out;
        this.palette = palette;
        this.clock = clock;
    }

    @Override
    public synchronized void accept(TimelineEntry entry) {
        entries.add(entry);
        String id = entry.call().text();
        Call call = calls.computeIfAbsent(id, first -> new Call(calls.size() + 1, clock.nanoTime(), new ArrayList<>()));
        long after = 0;
        if (entry.event() instanceof TimelineEvent.CallStarted) {
            live++;
        } else if (entry.event() instanceof TimelineEvent.Said said) {
            after = said.afterMillis();
        } else if (entry.event() instanceof TimelineEvent.BargedIn) {
            call.beginsAnew();
        } else if (entry.event() instanceof TimelineEvent.Ended) {
            call.beginsAnew();
            live--;
        }
        Optional<Remark> remark = Remark.of(entry.event());
        if (remark.isPresent()) {
            print(call, entry.offsetMillis(), after, remark.get());
        }
    }

    /** What came to the script and stands on no timeline, since it is sent after the call. */
    synchronized void ended(WebhookEvent.NotifyEnd end) {
        Call call = calls.get(end.pbxCallId());
        if (call != null) {
            print(call, TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - call.startNanos), 0, Remark.of(end));
        }
    }

    /** What happened in the call of this caller so far, in order. */
    synchronized List<TimelineEvent> of(String caller) {
        Optional<String> id = entries.stream()
                .filter(e -> e.event() instanceof TimelineEvent.CallStarted(var from, var _) && from.equals(caller))
                .map(e -> e.call().text())
                .findFirst();
        return entries.stream()
                .filter(e -> id.isPresent() && e.call().text().equals(id.get()))
                .map(TimelineEntry::event)
                .toList();
    }

    /** Prints something of its own between the calls. */
    void say(Palette.Style style, String line) {
        printing.execute(() -> {
            out.println(palette.paint(style, line));
            out.flush();
        });
    }

    /** Waits until everything is printed. */
    void flush() throws InterruptedException {
        try {
            printing.submit(out::flush).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void print(Call call, long millis, long after, Remark remark) {
        String which = live > 1 ? "call " + call.number + ": " : "";
        List<String> lines =
                lines(millis + after, new Remark(remark.who(), which + remark.what(), remark.style()), palette);
        Future<?> printed = printing.schedule(
                () -> {
                    lines.forEach(out::println);
                    out.flush();
                },
                after,
                TimeUnit.MILLISECONDS);
        if (after > 0) {
            call.unsaid.add(printed);
        }
    }

    /** A remark laid out. */
    static List<String> lines(long millis, Remark remark, Palette palette) {
        List<String> lines = new ArrayList<>();
        String head = String.format(Locale.ROOT, LAYOUT, millis / 1000.0, remark.who());
        String rest = remark.what();
        while (rest.length() > WIDTH - INDENT) {
            int cut = cut(rest);
            lines.add(
                    head + palette.paint(remark.style(), rest.substring(0, cut).stripTrailing()));
            rest = rest.substring(cut).stripLeading();
            head = " ".repeat(INDENT);
        }
        lines.add(head + palette.paint(remark.style(), rest));
        return lines;
    }

    /** Behind the last space or comma that fits, if that leaves a decent line. */
    private static int cut(String text) {
        int most = WIDTH - INDENT;
        int space = Math.max(text.lastIndexOf(' ', most), text.lastIndexOf(',', most - 1) + 1);
        return space > most / 2 ? space : most;
    }

    @Override
    public void close() {
        printing.close();
    }
}
