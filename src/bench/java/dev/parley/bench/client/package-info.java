/**
 * Lightweight clients: one thread reads all connections and parses received frames in place,
 * without creating objects.
 *
 * <p>Callbacks run on the thread of the {@link dev.parley.bench.client.EventLoop}; sending may be
 * done from any thread.
 */
package dev.parley.bench.client;
