package dev.parley.bench.report;

import dev.parley.bench.measure.Latency;
import java.util.Map;

/** Latency over the percentile, both drawn so that the rare and the long can be seen. */
public final class LatencyPlot {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final int RIGHT = 170;
    private static final int BOTTOM = 50;

    /** One in so many is slower. */
    private static final double[] TICKS = {1, 2, 10, 100, 1000, 10_000};

    private static final int STEPS = 200;

    private final double least;
    private final double most;

    private LatencyPlot(Map<String, Latency> latencies) {
        double low = Double.MAX_VALUE;
        double high = 0.01;
        for (Latency latency : latencies.values()) {
            low = Math.min(low, latency.millisAt(0));
            high = Math.max(high, latency.millisAt(99.99));
        }
        least = Math.pow(10, Math.floor(Math.log10(Math.max(0.01, low))));
        most = Math.max(least * 10, Math.pow(10, Math.ceil(Math.log10(high))));
    }

    /** A plot of one line for each name. */
    public static String of(String title, Map<String, Latency> latencies) {
        return new LatencyPlot(latencies).draw(title, latencies);
    }

    private String draw(String title, Map<String, Latency> latencies) {
        Svg svg = new Svg(WIDTH, HEIGHT);
        svg.text(LEFT, TOP - 16, "start", title);
        axes(svg);
        int index = 0;
        for (Map.Entry<String, Latency> entry : latencies.entrySet()) {
            String colour = Svg.COLOURS[index % Svg.COLOURS.length];
            svg.curve(points(entry.getValue()), colour);
            double y = TOP + 20.0 * index++;
            svg.bar(WIDTH - RIGHT + 15, y, 12, 12, colour);
            svg.text(WIDTH - RIGHT + 33, y + 11, "start", entry.getKey());
        }
        return svg.end();
    }

    private void axes(Svg svg) {
        for (double tick : TICKS) {
            double x = x(tick);
            svg.line(x, TOP, x, HEIGHT - BOTTOM, "#dddddd");
            double percentile = 100 - 100 / tick;
            String label = percentile == Math.rint(percentile) ? "%.0f" : "%s";
            svg.text(x, HEIGHT - BOTTOM + 18, "middle", label.formatted(percentile));
        }
        for (double value = least; value <= most * 1.001; value *= 10) {
            svg.line(LEFT, y(value), WIDTH - RIGHT, y(value), "#dddddd");
            svg.text(LEFT - 6, y(value) + 4, "end", TableReport.number(value) + " ms");
        }
        double middle = LEFT + (WIDTH - LEFT - RIGHT) / 2.0;
        svg.text(middle, HEIGHT - 12, "middle", "percentile");
    }

    private double[] points(Latency latency) {
        double[] points = new double[2 * (STEPS + 1)];
        double widest = Math.log10(TICKS[TICKS.length - 1]);
        for (int i = 0; i <= STEPS; i++) {
            double oneIn = Math.pow(10, widest * i / STEPS);
            points[2 * i] = x(oneIn);
            points[2 * i + 1] = y(latency.millisAt(100 - 100 / oneIn));
        }
        return points;
    }

    private static double x(double oneIn) {
        double part = Math.log10(oneIn) / Math.log10(TICKS[TICKS.length - 1]);
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private double y(double millis) {
        double bounded = Math.max(least, Math.min(most, millis));
        double part = Math.log10(bounded / least) / Math.log10(most / least);
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
    }
}
