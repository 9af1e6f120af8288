package dev.parley.harness.cluster;

import dev.parley.hub.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How many nodes each node sees, as its readiness tells. The statistics count those that answer,
 * which a node that can't be reached does not long before anybody knows that it is gone. Not
 * thread-safe.
 */
public final class ClusterView {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newHttpClient();

    /** Waits until all of these nodes see so many nodes, themselves included. */
    public void await(Iterable<ClusterNode> cluster, int nodes)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (ClusterNode node : cluster) {
            for (int seen = seenBy(node); seen != nodes; seen = seenBy(node)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(node.url() + " sees " + seen + " nodes");
                }
                // There is no event of another process to wait for.
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    /** None if it has not opened its doors. */
    private int seenBy(ClusterNode node) throws IOException, InterruptedException {
        URI ready = URI.create("http://127.0.0.1:" + node.healthPort() + "/health/ready");
        HttpRequest request = HttpRequest.newBuilder(ready).timeout(PATIENCE).build();
        String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return Json.read(answer).asJsonObject().getJsonArray("checks").stream()
                .map(JsonValue::asJsonObject)
                .filter(check -> check.getString("name").equals("cluster"))
                .filter(check -> check.containsKey("data"))
                .map(check -> check.getJsonObject("data"))
                .mapToInt(ClusterView::members)
                .sum();
    }

    private static int members(JsonObject data) {
        return data.getString("members").split(",").length;
    }
}
