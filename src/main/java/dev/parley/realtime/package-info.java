/**
 * The namespace {@code /realtime}: channels that clients subscribe to, and the feeds of prices and
 * blocks that portals raise. To add a feed: a bean that emits to a channel of the namespace.
 *
 * <p>Threads: handlers run where the gateway calls them, feeds where a portal calls them; nothing
 * blocks.
 */
package dev.parley.realtime;
