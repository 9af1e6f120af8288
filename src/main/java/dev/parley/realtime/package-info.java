/**
 * The namespace {@code /realtime}: channels that clients subscribe to, and the feeds of prices and
 * blocks that an application publishes. To add a feed, write a bean that emits to a channel of the
 * namespace.
 *
 * <p>Threads: handlers run on the threads that call the gateway's handlers, feeds on the
 * application's threads. Nothing blocks.
 */
package dev.parley.realtime;
