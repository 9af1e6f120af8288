package dev.parley.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One figure of all scenarios and targets, as bars of the median with the range of the rounds. */
public final class BarPlot {

    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final int RIGHT = 170;
    private static final int BOTTOM = 50;
    private static final int HEIGHT = 360;
    private static final int BAR = 26;
    private static final int GAP = 60;
    private static final int LINES = 5;

    private final Results results;
    private final String figure;
    private final List<String> scenarios;
    private final List<String> targets;
    private final double most;

    private BarPlot(Results results, String figure) {
        this.results = results;
        this.figure = figure;
        scenarios =
                results.scenarios().stream()
                        .filter(scenario -> results.figuresOf(scenario).contains(figure))
                        .toList();
        targets = new ArrayList<>(results.targets().keySet());
        most =
                results.measurements().stream()
                        .map(measurement -> measurement.figures().get(figure))
                        .filter(value -> value != null)
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(1);
    }

    /** A plot; null if no scenario has the figure. */
    public static String of(Results results, String figure) {
        BarPlot plot = new BarPlot(results, figure);
        return plot.scenarios.isEmpty() || plot.most <= 0 ? null : plot.draw();
    }

    private String draw() {
        int group = targets.size() * BAR + GAP;
        int width = LEFT + Math.max(1, scenarios.size()) * Math.max(group, 150) + RIGHT;
        int slot = Math.max(group, 150);
        Svg svg = new Svg(width, HEIGHT);
        svg.text(LEFT, TOP - 16, "start", figure);
        for (int i = 0; i <= LINES; i++) {
            double value = most * i / LINES;
            svg.line(LEFT, y(value), width - RIGHT, y(value), "#dddddd");
            svg.text(LEFT - 6, y(value) + 4, "end", TableReport.number(value));
        }
        for (int i = 0; i < scenarios.size(); i++) {
            double x = LEFT + i * slot + (slot - targets.size() * BAR) / 2.0;
            group(svg, x, scenarios.get(i));
            svg.text(LEFT + (i + 0.5) * slot, HEIGHT - BOTTOM + 18, "middle", scenarios.get(i));
        }
        for (int i = 0; i < targets.size(); i++) {
            double y = TOP + 20.0 * i;
            svg.bar(width - RIGHT + 15, y, 12, 12, Svg.COLOURS[i % Svg.COLOURS.length]);
            svg.text(width - RIGHT + 33, y + 11, "start", targets.get(i));
        }
        return svg.end();
    }

    private void group(Svg svg, double left, String scenario) {
        Set<String> present = results.targetsOf(scenario);
        for (int i = 0; i < targets.size(); i++) {
            if (!present.contains(targets.get(i))) {
                continue;
            }
            Results.Spread spread =
                    Results.spread(results.values(scenario, targets.get(i), figure));
            if (spread == null) {
                continue;
            }
            double x = left + i * BAR;
            double height = y(0) - y(spread.median());
            String colour = Svg.COLOURS[i % Svg.COLOURS.length];
            svg.bar(x, y(spread.median()), BAR - 4, height, colour);
            double middle = x + (BAR - 4) / 2.0;
            svg.line(middle, y(spread.least()), middle, y(spread.most()), "#000000");
        }
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - Math.max(0, value) / most * (HEIGHT - TOP - BOTTOM);
    }
}
