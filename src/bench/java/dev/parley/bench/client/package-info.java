/**
 * Clients that are cheap: one thread reads all connections, and a frame that is received is looked
 * at where it lies, without an object for it.
 *
 * <p>Callbacks run on the thread of the {@link dev.parley.bench.client.EventLoop}; sending may be
 * done from any thread.
 */
package dev.parley.bench.client;
