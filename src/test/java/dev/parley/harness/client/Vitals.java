package dev.parley.harness.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.parley.harness.war.VitalsServlet;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What a server has in hand, as {@link VitalsServlet} tells it.
 *
 * @param connections that are open at all doors
 * @param sockets in all namespaces, parked ones too
 * @param memory bytes in use, in the heap and in buffers outside of it
 * @param threads that live in its JVM
 */
public record Vitals(int connections, int sockets, long memory, int threads) {

    private static final long MAX_GROWTH = 48L * 1024 * 1024;
    private static final int MAX_NEW_THREADS = 12;

    // Longer than the pools of the servers themselves keep idle threads.
    private static final Duration DEADLINE = Duration.ofSeconds(120);

    public static Vitals of(URL server) throws IOException, InterruptedException {
        return read(server, "");
    }

    /** After a collection of the garbage. */
    public static Vitals atRest(URL server) throws IOException, InterruptedException {
        return read(server, "?gc");
    }

    /** Waits until nobody is connected any more, and nothing is kept for those who were. */
    public static Vitals whenAllAreGone(URL server) throws IOException, InterruptedException {
        when(server, now -> now.connections == 0 && now.sockets == 0);
        return atRest(server);
    }

    /**
     * Waits until nobody is connected any more, and the server has hardly more threads than before.
     */
    public static Vitals whenBackTo(Vitals before, URL server)
            throws IOException, InterruptedException {
        whenAllAreGone(server);
        // Pools keep idle threads for up to a minute.
        when(server, now -> now.threads() < before.threads() + MAX_NEW_THREADS);
        return atRest(server);
    }

    /** Fails if the server has kept more memory than chance explains. */
    public void assertHasNotGrownSince(Vitals before) {
        assertTrue(memory < before.memory + MAX_GROWTH, "memory");
    }

    /**
     * Waits until the server is as wanted; asks again and again, since it tells nothing unasked.
     */
    public static Vitals when(URL server, Predicate<Vitals> wanted)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        Vitals now = of(server);
        while (!wanted.test(now)) {
            if (System.nanoTime() > end) {
                fail("still " + now);
            }
            // Not at once: the looks would keep a core busy that other tests need.
            TimeUnit.MILLISECONDS.sleep(50);
            now = of(server);
        }
        return now;
    }

    private static Vitals read(URL server, String query) throws IOException, InterruptedException {
        HttpResponse<String> response = Http.get(URI.create(server + "test/vitals" + query));
        assertEquals(200, response.statusCode(), response.body());
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            JsonObject told = reader.readObject();
            return new Vitals(
                    told.getInt("connections"),
                    told.getInt("sockets"),
                    told.getJsonNumber("memory").longValue(),
                    told.getInt("threads"));
        }
    }
}
