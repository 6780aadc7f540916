package org.voicesecretary.benchmarks.figures;

import java.io.IOException;
import java.util.List;
import org.voicesecretary.benchmarks.Figure;
import org.voicesecretary.benchmarks.Rig;
import org.voicesecretary.benchmarks.Settings;
import org.voicesecretary.benchmarks.subject.Offices;

/** What registered telephones keep in memory: as many as a server may have, in one that was given little. */
public final class Bindings {
    /** RFC 3261 keeps the transaction of a REGISTER for 64·T1; what it holds is not the binding's. */
    private static final long TRANSACTIONS_GONE_MILLIS = 33_000;

    private static final double MEGABYTE = 1024 * 1024;
    private static final int DEVICES = 5;

    private final Rig rig;

    public Bindings(Rig rig) {
        this.rig = rig;
    }

    /** Offices of many extensions with five telephones each, in a server whose heap leaves room for the rest within 500 MB. */
    public static Offices offices(Settings settings) {
        return new Offices((int) settings.choose(12, 2), (int) settings.choose(834, 300), DEVICES, "-Xmx300m");
    }

    public List<Figure> measure() throws InterruptedException, IOException {
        double before = rig.server().liveHeapBytes();
        new Registrations(rig).first(rig.desks().size(), rig.settings().choose(1_200, 500));
        if (!rig.settings().quick()) {
            rig.clock().pass(TRANSACTIONS_GONE_MILLIS);
        }
        int bindings = bindings();
        if (bindings != rig.desks().size()) {
            rig.remark("the server knows " + bindings + " telephones of "
                    + rig.desks().size());
        }
        double heap = rig.server().liveHeapBytes();
        double resident = rig.server().facts().residentBytes() / MEGABYTE;
        Figure whole = Figure.of(
                "bindings-resident",
                "resident memory of a server with %,d bindings".formatted(bindings),
                "MB",
                List.of(resident),
                "the whole process, started with -Xmx300m; %,d extensions with %d telephones each"
                        .formatted(rig.desks().size() / DEVICES, DEVICES));
        return List.of(
                rig.settings().quick() ? whole : whole.wants(Figure.Target.atMost(500)),
                Figure.of(
                        "heap-per-binding",
                        "heap of a binding",
                        "KB",
                        List.of((heap - before) / bindings / 1024),
                        "live after a full collection"));
    }

    private int bindings() throws IOException, InterruptedException {
        return rig.server()
                .metrics()
                .lines()
                .filter(line -> line.startsWith("registrar_bindings"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }
}
