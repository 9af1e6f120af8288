/**
 * What every namespace of Parley has in common for a client: the event {@code connected} at its
 * coming, and {@code ping}.
 *
 * <p>Threads: called where the gateway calls handlers; nothing blocks.
 */
package dev.parley.greeting;
