package dev.parley.server;

import java.util.HashMap;
import java.util.Map;

/**
 * The memory that incomplete request bodies may occupy on this node, in total and per client
 * address. Thread-safe.
 */
public final class BodyBudget {

    private final long max;
    private final long maxPerAddress;
    private final Map<String, Long> byAddress = new HashMap<>();
    private long total;

    /**
     * @param max bytes of all bodies
     * @param maxPerAddress bytes of the bodies from one address
     */
    public BodyBudget(long max, long maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /**
     * Returns the share of one request, which holds nothing yet.
     *
     * @param address the client's address or network
     */
    public Share share(String address) {
        return new Share(address);
    }

    /** Returns the number of addresses whose bodies occupy memory. */
    synchronized int addresses() {
        return byAddress.size();
    }

    private synchronized boolean take(String address, int bytes) {
        long ofAddress = byAddress.getOrDefault(address, 0L) + bytes;
        if (total + bytes > max || ofAddress > maxPerAddress) {
            return false;
        }
        total += bytes;
        byAddress.put(address, ofAddress);
        return true;
    }

    private synchronized void release(String address, long bytes) {
        total -= bytes;
        byAddress.computeIfPresent(address, (key, held) -> held == bytes ? null : held - bytes);
    }

    /** The memory of one body. Thread-safe. */
    public final class Share {

        private final String address;
        private long held;
        private boolean over;

        private Share(String address) {
            this.address = address;
        }

        /** Reserves memory; returns false if too much is occupied. */
        public synchronized boolean reserve(int bytes) {
            if (over || !take(address, bytes)) {
                return false;
            }
            held += bytes;
            return true;
        }

        /** Releases everything for good; idempotent. */
        public synchronized void release() {
            over = true;
            if (held > 0) {
                BodyBudget.this.release(address, held);
                held = 0;
            }
        }
    }
}
