package org.voicesecretary.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Figures for people, for machines, and for the pages. */
final class Report {
    private static final String[] HEADINGS = {"figure", "measured: median (min–max)", "target", "", "against"};

    private final Machine machine;
    private final List<Figure> figures;
    private final List<String> remarks;

    Report(Machine machine, List<Figure> figures, List<String> remarks) {
        this.machine = machine;
        this.figures = List.copyOf(figures);
        this.remarks = List.copyOf(remarks);
    }

    boolean allMet() {
        return figures.stream().noneMatch(figure -> figure.verdict().equals("MISS"));
    }

    private static List<String> row(Figure figure) {
        return List.of(
                figure.title(),
                figure.measured(),
                figure.target().map(target -> target.text(figure.unit())).orElse("–"),
                figure.verdict(),
                figure.baseline()
                        .map(base -> "%s %s %s, ratio %s"
                                .formatted(
                                        base.what(),
                                        Figure.number(base.value()),
                                        base.unit(),
                                        Figure.number(base.ratio())))
                        .orElse(""));
    }

    /** A table in columns, with the notes below. */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(HEADINGS));
        figures.forEach(figure -> rows.add(row(figure)));
        int[] widths = new int[HEADINGS.length];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder("Machine: " + machine.text() + "\n\n");
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        figures.stream()
                .filter(figure -> !figure.note().isEmpty())
                .forEach(figure ->
                        text.append("\n  ").append(figure.title()).append(": ").append(figure.note()));
        remarks.forEach(remark -> text.append("\n  ! ").append(remark));
        return text.append('\n').toString();
    }

    /** A table for a page. */
    String markdown() {
        StringBuilder text = new StringBuilder("Machine: " + machine.text() + ".\n\n");
        text.append("| ").append(String.join(" | ", HEADINGS)).append(" |\n");
        text.append("| --- ".repeat(HEADINGS.length)).append("|\n");
        figures.forEach(figure ->
                text.append("| ").append(String.join(" | ", row(figure))).append(" |\n"));
        remarks.forEach(remark -> text.append("\n* ").append(remark));
        return text.append('\n').toString();
    }

    /** Writes {@code bench.json} and {@code bench.md} into {@code directory}. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("machine", machine);
        root.put("figures", figures.stream().map(Report::json).toList());
        root.put("remarks", remarks);
        Files.writeString(
                directory.resolve("bench.json"),
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        Files.writeString(directory.resolve("bench.md"), markdown());
    }

    private static Map<String, Object> json(Figure figure) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", figure.id());
        map.put("title", figure.title());
        map.put("unit", figure.unit());
        map.put("median", figure.median());
        map.put("runs", figure.runs());
        figure.target().ifPresent(target -> map.put("target", target.text(figure.unit())));
        if (!figure.verdict().isEmpty()) {
            map.put("verdict", figure.verdict());
        }
        figure.baseline().ifPresent(base -> map.put("baseline", base));
        map.put("note", figure.note());
        return map;
    }
}
