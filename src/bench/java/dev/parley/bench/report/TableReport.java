package dev.parley.bench.report;

import dev.parley.bench.check.Faults;
import dev.parley.bench.load.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The results as tables in Markdown, one for each scenario: the median of all rounds, and behind it
 * how many times as much it is as with the first target, as median and range of the rounds.
 */
public final class TableReport {

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private TableReport(Results results) {
        this.results = results;
    }

    public static String of(Results results) {
        return new TableReport(results).write();
    }

    private String write() {
        text.append("`").append(results.command()).append("`\n\n");
        results.machine().forEach((name, value) -> text.append("- " + name + ": " + value + "\n"));
        text.append('\n');
        results.targets()
                .forEach((name, value) -> text.append("- **" + name + "**: " + value + "\n"));
        results.scenarios().forEach(this::scenario);
        return text.toString();
    }

    private void scenario(String scenario) {
        List<String> targets = new ArrayList<>(results.targetsOf(scenario));
        text.append("\n## ").append(scenario).append("\n\n");
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", targets));
        for (String figure : results.figuresOf(scenario)) {
            List<String> cells =
                    targets.stream().map(target -> cell(scenario, target, figure)).toList();
            rows.add(row(figure, cells));
        }
        rows.add(
                row(
                        "lost, repeated, swapped, wrong",
                        targets.stream().map(target -> faults(scenario, target)).toList()));
        align(rows);
        notes(scenario, targets);
    }

    private static List<String> row(String name, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(name));
        row.addAll(cells);
        return row;
    }

    private String cell(String scenario, String target, String figure) {
        Results.Spread value = Results.spread(results.values(scenario, target, figure));
        if (value == null) {
            return "";
        }
        boolean first = results.targetsOf(scenario).iterator().next().equals(target);
        Results.Spread ratio =
                first ? null : Results.spread(results.ratios(scenario, target, figure));
        String median = number(value.median());
        if (ratio == null) {
            return median;
        }
        String times = median + " (x " + number(ratio.median());
        return ratio.least() == ratio.most()
                ? times + ")"
                : times + ", " + number(ratio.least()) + "-" + number(ratio.most()) + ")";
    }

    private String faults(String scenario, String target) {
        Faults sum = Faults.NONE;
        for (Measurement measurement : results.of(scenario, target)) {
            sum = sum.plus(measurement.faults());
        }
        return sum.lost() + ", " + sum.repeated() + ", " + sum.swapped() + ", " + sum.wrong();
    }

    /** Three digits are more than can be trusted. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
    }

    private void align(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (int line = 0; line < rows.size(); line++) {
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(line).get(i);
                text.append("| ").append(cell).append(" ".repeat(widths[i] - cell.length() + 1));
            }
            text.append("|\n");
            if (line == 0) {
                for (int width : widths) {
                    text.append('|').append("-".repeat(width + 2));
                }
                text.append("|\n");
            }
        }
    }

    private void notes(String scenario, List<String> targets) {
        StringBuilder notes = new StringBuilder();
        for (String target : targets) {
            for (Measurement measurement : results.of(scenario, target)) {
                for (String note : measurement.notes()) {
                    notes.append(
                            "- %s, round %d: %s\n".formatted(target, measurement.round(), note));
                }
            }
        }
        if (!notes.isEmpty()) {
            text.append('\n').append(notes);
        }
    }
}
