/**
 * The events that all of Parley's own namespaces share: {@code connected}, sent when a client
 * connects, and {@code ping}. An application's gateway can send the greeting, too, with {@link
 * dev.parley.greeting.Greeting}.
 *
 * <p>Threads: runs on the threads that call the gateway's handlers; nothing blocks.
 */
package dev.parley.greeting;
