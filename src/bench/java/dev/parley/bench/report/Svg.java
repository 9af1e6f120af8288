package dev.parley.bench.report;

import java.util.Locale;

/** Writes the few elements of SVG that plots are made of. */
final class Svg {

    static final String[] COLOURS = {
        "#1b6ca8", "#d1495b", "#edae49", "#3a7d44", "#7b4b94", "#555555"
    };

    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height) {
        text.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" \
                height="%2$d" font-family="sans-serif" font-size="12">
                <rect width="%1$d" height="%2$d" fill="white"/>
                """
                        .formatted(width, height));
    }

    void line(double x1, double y1, double x2, double y2, String colour) {
        text.append(
                format(
                        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
                        x1, y1, x2, y2, colour));
    }

    void bar(double x, double y, double width, double height, String colour) {
        text.append(
                format(
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
                        x, y, width, height, colour));
    }

    /**
     * A line through points.
     *
     * @param points x, y, x, y …
     */
    void curve(double[] points, String colour) {
        text.append(
                "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + colour + "\" points=\"");
        for (int i = 0; i < points.length; i += 2) {
            text.append(format("%.1f,%.1f ", points[i], points[i + 1]));
        }
        text.append("\"/>\n");
    }

    /**
     * A text.
     *
     * @param anchor {@code start}, {@code middle} or {@code end}
     */
    void text(double x, double y, String anchor, String words) {
        text.append(
                format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor)
                        + escape(words)
                        + "</text>\n");
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    String end() {
        return text + "</svg>\n";
    }
}
