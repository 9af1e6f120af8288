/**
 * What a door (Socket.IO, plain JSON) and a gateway have in common: namespaces, sockets, events and
 * their renditions.
 *
 * <p>Threads: emitting is thread-safe and never blocks. A door calls a {@link
 * dev.parley.hub.NamespaceHandler} on the thread that read the frame.
 */
package dev.parley.hub;
