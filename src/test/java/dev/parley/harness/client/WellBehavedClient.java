package dev.parley.harness.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A client of good will that makes one round trip after the other while others attack. It fails if
 * it is not served. Started and stopped by one thread.
 */
public final class WellBehavedClient {

    private final URL server;
    private final CompletableFuture<Void> run;
    private volatile boolean over;
    private volatile long trips;
    private volatile long slowestNanos;

    private WellBehavedClient(URL server) {
        this.server = server;
        run = CompletableFuture.runAsync(this::makeRoundTrips);
    }

    public static WellBehavedClient start(URL server) {
        return new WellBehavedClient(server);
    }

    private void makeRoundTrips() {
        try (RawClient client = RawClient.inChat(server, TestUser.on(server))) {
            do {
                long start = System.nanoTime();
                client.assertAlive();
                slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
                // The answer to a ping, if one was sent.
                client.send("3");
                trips++;
            } while (!over);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes no more round trips. A failure is reported by {@link #assertServed}. */
    public void stop() throws Exception {
        over = true;
        run.handle((done, failure) -> done).get(1, TimeUnit.MINUTES);
    }

    /** Fails with what went wrong, if anything did. */
    public void assertServed() throws Exception {
        run.get();
        assertTrue(trips > 0, "no good client was served meanwhile");
    }

    void describe(ResultTable table) {
        table.row("round trips of a good client", trips);
        table.row("the slowest in ms", slowestNanos / 1_000_000);
    }
}
