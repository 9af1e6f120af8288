package dev.parley.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.check.Faults;
import dev.parley.bench.load.Measurement;
import dev.parley.bench.measure.Latency;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ReportsTest {

    private static Latency latency(int... millis) {
        Latency latency = new Latency();
        for (int value : millis) {
            latency.record(0, value * 1_000_000L);
        }
        return latency;
    }

    private static Measurement measurement(String target, int round, double cpu) {
        return new Measurement(target, "fan <out> & \"more\"", round)
                .figure("cpu", cpu)
                .latency("delivery", latency(round, 10 * round));
    }

    private static Results results() {
        List<Measurement> all = new ArrayList<>();
        // The machine is three times slower in the second round, for both.
        all.add(measurement("a", 1, 10));
        all.add(measurement("b", 1, 20));
        all.add(measurement("a", 2, 30));
        all.add(measurement("b", 2, 75).faults(new Faults(1, 2, 3, 4)).note("a <note>"));
        Map<String, String> targets = new LinkedHashMap<>();
        targets.put("a", "the first");
        targets.put("b", "the second & last");
        return new Results("compare rounds=2", Map.of("cores", "2"), targets, all);
    }

    private static final String SCENARIO = "fan <out> & \"more\"";

    @Test
    void ratiosAreOfTheSameRound() {
        assertEquals(List.of(2.0, 2.5), results().ratios(SCENARIO, "b", "cpu"));
        assertEquals(List.of(), results().ratios(SCENARIO, "b", "none"));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwo() {
        assertEquals(new Results.Spread(1, 2.5, 9), Results.spread(List.of(9.0, 1.0, 2.0, 3.0)));
        assertNull(Results.spread(List.of()));
    }

    @Test
    void theTableHasMediansRatiosAndFaults() {
        String table = TableReport.of(results());
        assertTrue(table.contains("| 47.5 (x 2.25, 2-2.50)"), table);
        assertTrue(table.contains("| 1, 2, 3, 4"), table);
        assertTrue(table.contains("- b, round 2: a <note>"), table);
    }

    @Test
    void jsonHasEveryRound() {
        String text = JsonReport.of(results()).toString();
        JsonObject json = Json.createReader(new StringReader(text)).readObject();
        assertEquals(4, json.getJsonArray("measurements").size());
        JsonObject last = json.getJsonArray("measurements").getJsonObject(3);
        assertEquals(75, last.getJsonObject("figures").getInt("cpu"));
        assertEquals(3, last.getJsonObject("faults").getInt("swapped"));
        JsonObject delivery = last.getJsonObject("latencies_ms").getJsonObject("delivery");
        assertEquals(2, delivery.getInt("count"));
        assertEquals(20, delivery.getJsonNumber("p100.0").doubleValue(), 0.1);
    }

    @Test
    void aFigureThatIsNoNumberDoesNotSpoilTheJson() {
        Measurement odd = new Measurement("a", "s", 1).figure("x", Double.NaN);
        Results results = new Results("c", Map.of(), Map.of("a", "a"), List.of(odd));
        assertTrue(JsonReport.of(results).toString().contains("\"x\":-1"));
    }

    @Test
    void latenciesOfAllRoundsArePlottedTogether() throws Exception {
        Map<String, Latency> latencies = results().latencies(SCENARIO, "delivery");
        assertEquals(4, latencies.get("a").count());
        Document svg = parse(LatencyPlot.of(SCENARIO, latencies));
        assertEquals(2, svg.getElementsByTagName("polyline").getLength());
        assertTrue(svg.getDocumentElement().getTextContent().contains(SCENARIO));
    }

    @Test
    void aBarIsDrawnForEachTarget() throws Exception {
        Document svg = parse(BarPlot.of(results(), "cpu"));
        // The ground, two bars, and two squares beside the names.
        assertEquals(5, svg.getElementsByTagName("rect").getLength());
        assertNull(BarPlot.of(results(), "none"));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
