package dev.parley.api;

import org.jspecify.annotations.Nullable;

/**
 * The receivers of an event, on all nodes. Rooms, channels, users and connections have key spaces
 * of their own: no name of one kind can denote one of another. Immutable.
 */
public sealed interface Target {

    /** All connections. */
    record Everyone() implements Target {}

    /** All connections to a namespace. */
    record InNamespace(String namespace) implements Target {}

    /** All sockets in a chat room, in all namespaces of the chat. */
    record InRoom(String roomId) implements Target {}

    /** All subscribers to a channel of a namespace. */
    record OnChannel(String namespace, String channel) implements Target {}

    /**
     * The connections of a user.
     *
     * @param namespace null for those to all namespaces
     */
    record OfUser(@Nullable String namespace, String userId) implements Target {}

    /**
     * One connection.
     *
     * @param namespace that it must be to, or null
     */
    record OneConnection(@Nullable String namespace, String connectionId) implements Target {}
}
