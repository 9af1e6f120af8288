package dev.parley.conversation;

import dev.parley.api.User;
import dev.parley.history.RoomStore;
import dev.parley.history.UserName;
import dev.parley.history.UserStore;
import dev.parley.hub.LocalSocket;
import dev.parley.room.Attendee;
import dev.parley.room.LocalRooms;
import dev.parley.room.Rooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who is there, and who is known. Thread-safe. */
@ApplicationScoped
public class People {

    /** A user that was found. */
    public record Found(String userId, String username, boolean online) {}

    /**
     * A page of those who are present, in the order of their ids.
     *
     * @param next where the next page begins; null after the last one
     */
    public record Present(List<Attendee> users, String next) {}

    @Inject private Rooms rooms;
    @Inject private LocalRooms localRooms;
    @Inject private UserStore users;
    @Inject private RoomStore roomStore;
    @Inject private RoomRights rights;
    @Inject private Database database;

    /** Who is online; read after whatever the asker's own connections have brought about. */
    public CompletionStage<Present> online(LocalSocket asker, String cursor, int limit) {
        return CompletableFuture.supplyAsync(
                () -> page(rooms.onlineUsers(start(cursor), limit + 1), limit),
                localRooms.userStripe(asker.user().id()));
    }

    /** Who is in a room that the socket has joined. */
    public CompletionStage<Present> inRoom(
            LocalSocket socket, String roomId, String cursor, int limit) {
        return rights.requireJoined(socket, roomId)
                .thenApply(joined -> page(rooms.present(roomId, start(cursor), limit + 1), limit));
    }

    /** Who is online, for somebody without a connection. */
    public Present online(String cursor, int limit) {
        return page(rooms.onlineUsers(start(cursor), limit + 1), limit);
    }

    /** Who is in a room that a user without a connection may read. */
    public CompletionStage<Present> inRoom(User asker, String roomId, String cursor, int limit) {
        return database.later(() -> rights.requireReadable(roomId, asker))
                .thenApply(room -> page(rooms.present(roomId, start(cursor), limit + 1), limit));
    }

    /** Makes a user known, or a new name of his, so that others can write to him. */
    public CompletionStage<Void> introduce(String userId, String username) {
        return database.laterOrAgain(
                () -> {
                    users.remember(userId, username, System.currentTimeMillis());
                    return null;
                });
    }

    private static String start(String cursor) {
        return cursor == null ? "" : cursor;
    }

    private static Present page(List<Attendee> found, int limit) {
        boolean more = found.size() > limit;
        List<Attendee> page = more ? found.subList(0, limit) : found;
        return new Present(page, more ? page.get(limit - 1).userId() : null);
    }

    /** Users whose name contains {@code text}, or whose id it is. */
    public CompletionStage<List<Found>> find(String text, int limit) {
        return database.later(() -> users.search(text, limit).stream().map(this::found).toList());
    }

    /** The rooms that a user belongs to, whether he is there or not. */
    public CompletionStage<List<String>> roomsOf(String userId) {
        return database.later(() -> roomStore.roomsOf(userId));
    }

    private Found found(UserName user) {
        return new Found(user.userId(), user.username(), rooms.isOnline(user.userId()));
    }
}
