/**
 * What the namespaces of Parley itself have in common for a client: the event {@code connected} at
 * its coming, and {@code ping}. A portal's gateway may greet with {@link
 * dev.parley.greeting.Greeting}, too.
 *
 * <p>Threads: called where the gateway calls handlers; nothing blocks.
 */
package dev.parley.greeting;
