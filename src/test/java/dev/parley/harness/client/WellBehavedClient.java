package dev.parley.harness.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A well-behaved client that makes one round trip after the other while others attack. If it loses
 * its connection, it connects again, so that the rest of the time is tested too. {@link
 * #assertServed} then fails. Started and stopped by one thread.
 */
public final class WellBehavedClient {

    /** Gives up after this many losses. */
    private static final int MOST_LOSSES = 100;

    private final URL server;
    private final CompletableFuture<Void> run;

    /** Why connections ended, and after how many round trips. */
    private final List<String> losses = new CopyOnWriteArrayList<>();

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
        while (!over && losses.size() < MOST_LOSSES) {
            try (RawClient client = RawClient.inChat(server, TestUser.on(server))) {
                do {
                    makeRoundTrip(client);
                } while (!over);
            } catch (Exception | AssertionError e) {
                losses.add("after " + trips + " round trips: " + e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void makeRoundTrip(RawClient client) throws Exception {
        long start = System.nanoTime();
        client.assertAlive();
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
        // The answer to a ping, if one was sent.
        client.send("3");
        trips++;
    }

    /** Makes no more round trips. {@link #assertServed} reports failures. */
    public void stop() throws Exception {
        over = true;
        run.get(1, TimeUnit.MINUTES);
    }

    /** Fails with what went wrong, if anything did. */
    public void assertServed() {
        assertEquals(List.of(), losses, "connections of a good client ended");
        assertTrue(trips > 0, "no good client was served meanwhile");
    }

    void describe(ResultTable table) {
        table.row("round trips of a good client", trips);
        table.row("its connections that ended", losses.size());
        table.row("the slowest in ms", slowestNanos / 1_000_000);
    }
}
