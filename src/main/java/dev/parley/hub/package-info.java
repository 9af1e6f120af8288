/**
 * What the protocol layers (Socket.IO, plain JSON) and the gateway share: namespaces, sockets,
 * events and their renditions.
 *
 * <p>Threads: emitting is thread-safe and never blocks. A protocol layer calls a {@link
 * dev.parley.hub.NamespaceHandler} on the thread that read the frame.
 */
package dev.parley.hub;
