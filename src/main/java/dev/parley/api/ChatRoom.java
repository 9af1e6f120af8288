package dev.parley.api;

import org.jspecify.annotations.Nullable;

/**
 * A chat room, as a {@link RoomPolicy} sees it. Immutable.
 *
 * @param id 1 to 128 characters
 * @param name equals the id in rooms that a join has created
 * @param topic may be null
 */
public record ChatRoom(String id, String name, @Nullable String topic) {}
