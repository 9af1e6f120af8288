package dev.parley.form;

import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore.Listed;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A page of rooms: those that the user is a member of, then the others, each by latest activity.
 * Immutable.
 *
 * @param next the cursor of the next page; null on the last page
 */
public record RoomList(List<ListedRoom> rooms, @Nullable String next) {

    /** A room in the list; {@code role} is null if the user is not a member. */
    public record ListedRoom(
            String roomId,
            String name,
            String topic,
            String visibility,
            @Nullable String role,
            int online,
            long lastSeq,
            long unread) {}

    /**
     * Creates the page.
     *
     * @param counterparts the name of the other user of each direct room, by room id
     * @param online the number of users in a room, by room id
     */
    public static RoomList of(
            List<Listed> rooms,
            Map<String, String> counterparts,
            ToIntFunction<String> online,
            @Nullable String next) {
        return new RoomList(
                rooms.stream().map(listed -> listed(listed, counterparts, online)).toList(), next);
    }

    private static ListedRoom listed(
            Listed listed, Map<String, String> counterparts, ToIntFunction<String> online) {
        RoomInfo room = listed.room();
        return new ListedRoom(
                room.id(),
                counterparts.getOrDefault(room.id(), room.name()),
                room.topic() == null ? "" : room.topic(),
                room.visibility().wire(),
                listed.role() == null ? null : listed.role().wire(),
                online.applyAsInt(room.id()),
                room.lastSeq(),
                room.lastSeq() - listed.readSeq());
    }
}
