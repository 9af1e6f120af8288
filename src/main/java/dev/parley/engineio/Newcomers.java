package dev.parley.engineio;

import dev.parley.config.AddressRange;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the connections without a namespace, in total and per address. The addresses of one IPv6
 * network count as one address, because one host may use all of them. Thread-safe.
 */
final class Newcomers {

    private final int max;
    private final int maxPerAddress;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int total;

    Newcomers(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** Returns whether one more connection from this address may be opened. */
    synchronized boolean haveRoom(String address) {
        String network = AddressRange.network(address);
        return total < max && byAddress.getOrDefault(network, 0) < maxPerAddress;
    }

    /** Counts a new connection. */
    Place enter(String address) {
        Place place = new Place(AddressRange.network(address));
        place.take();
        return place;
    }

    /** Returns the number of addresses that have such connections. */
    synchronized int addresses() {
        return byAddress.size();
    }

    private synchronized void add(String network, int difference) {
        total += difference;
        byAddress.merge(network, difference, (a, b) -> a + b == 0 ? null : a + b);
    }

    /** One connection. Thread-safe. */
    final class Place {

        private final String network;
        private boolean counted;
        private boolean over;

        private Place(String network) {
            this.network = network;
        }

        /** Counts the connection; idempotent. Does nothing after {@link #end}. */
        synchronized void take() {
            if (!counted && !over) {
                counted = true;
                add(network, 1);
            }
        }

        /** Stops counting the connection; idempotent. */
        synchronized void release() {
            if (counted) {
                counted = false;
                add(network, -1);
            }
        }

        /** Releases the place for good: the connection is closed. */
        synchronized void end() {
            over = true;
            release();
        }
    }
}
