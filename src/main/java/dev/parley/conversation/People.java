package dev.parley.conversation;

import dev.parley.api.User;
import dev.parley.history.RecentUsers;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists present users, and finds known ones. Thread-safe. */
@ApplicationScoped
public class People {

    /** A user found by a search. */
    public record Found(String userId, String username, boolean online) {}

    /**
     * A page of present users, ordered by id.
     *
     * @param next the cursor of the next page; null after the last page
     */
    public record Present(List<Attendee> users, @Nullable String next) {}

    private static final int MOST_ROOMS = 500;

    @Inject private Rooms rooms;
    @Inject private LocalRooms localRooms;
    @Inject private UserStore users;
    @Inject private RecentUsers recentUsers;
    @Inject private RoomStore roomStore;
    @Inject private RoomRights rights;
    @Inject private Database database;

    /** Lists the online users; runs after pending changes by the user's own connections. */
    public CompletionStage<Present> online(LocalSocket asker, @Nullable String cursor, int limit) {
        return CompletableFuture.supplyAsync(
                () -> page(rooms.onlineUsers(start(cursor), limit + 1), limit),
                localRooms.userStripe(asker.user().id()));
    }

    /** Lists the users in a room that the socket has joined. */
    public CompletionStage<Present> inRoom(
            LocalSocket socket, String roomId, @Nullable String cursor, int limit) {
        return rights.requireJoined(socket, roomId)
                .thenApply(joined -> page(rooms.present(roomId, start(cursor), limit + 1), limit));
    }

    /** Lists the online users, for a caller without a connection. */
    public Present online(@Nullable String cursor, int limit) {
        return page(rooms.onlineUsers(start(cursor), limit + 1), limit);
    }

    /** Lists the users in a room, for a user without a connection who may read it. */
    public CompletionStage<Present> inRoom(
            User asker, String roomId, @Nullable String cursor, int limit) {
        return database.later(() -> rights.requireReadable(roomId, asker))
                .thenApply(room -> page(rooms.present(roomId, start(cursor), limit + 1), limit));
    }

    /** Registers a user, or their new name, so that others can write to them. */
    public CompletionStage<Void> introduce(String userId, String username) {
        Supplier<Void> work =
                () -> {
                    users.remember(userId, username, System.currentTimeMillis());
                    return null;
                };
        return database.laterOrAgain(work)
                .whenComplete((stored, failure) -> recentUsers.remove(userId));
    }

    private static String start(@Nullable String cursor) {
        return cursor == null ? "" : cursor;
    }

    private static Present page(List<Attendee> found, int limit) {
        boolean more = found.size() > limit;
        List<Attendee> page = more ? found.subList(0, limit) : found;
        return new Present(page, more ? page.get(limit - 1).userId() : null);
    }

    /**
     * Finds users with a word in their name that starts with {@code text}, or whose id equals it.
     */
    public CompletionStage<List<Found>> find(String text, int limit) {
        return database.laterSearching(
                () -> users.search(text, limit).stream().map(this::found).toList());
    }

    /** Lists up to 500 rooms that a user belongs to, present or not. */
    public CompletionStage<List<String>> roomsOf(String userId) {
        return database.later(() -> roomStore.roomsOf(userId, MOST_ROOMS));
    }

    private Found found(UserName user) {
        return new Found(user.userId(), user.username(), rooms.isOnline(user.userId()));
    }
}
