package dev.parley.conversation;

import dev.parley.api.ChatRoom;
import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.history.KeyedLocks;
import dev.parley.history.Role;
import dev.parley.history.RoomDraft;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomLookup;
import dev.parley.history.RoomStore;
import dev.parley.history.RoomStore.Listed;
import dev.parley.history.RoomStore.Place;
import dev.parley.history.UserStore;
import dev.parley.history.Visibility;
import dev.parley.hub.LocalSocket;
import dev.parley.security.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates and lists rooms. Thread-safe. */
@ApplicationScoped
public class RoomDirectory {

    /** The bytes of an entry as JSON without its name and topic. */
    private static final int ENTRY_BYTES = 300;

    private static final int ROOM_ID_BYTES = 9;

    /**
     * A room that a client wants to create.
     *
     * @param roomId null to let the server choose
     * @param topic may be null
     * @param capacity the maximum number of distinct users present; null for the configured one
     * @param metadata a JSON object as text, or null
     */
    public record Wanted(
            @Nullable String roomId,
            String name,
            @Nullable String topic,
            @Nullable Integer capacity,
            @Nullable String metadata) {}

    /**
     * A page of rooms.
     *
     * @param counterparts the name of the other user of each direct room, by room
     * @param next the cursor of the next page; null after the last page
     */
    public record RoomList(
            List<Listed> rooms, Map<String, String> counterparts, @Nullable String next) {}

    @Inject private RoomStore rooms;
    @Inject private RoomLookup lookup;
    @Inject private RoomCreation creation;
    @Inject private UserStore users;
    @Inject private PageReader pages;
    @Inject private Database database;
    @Inject private Settings settings;

    private final KeyedLocks newRooms = new KeyedLocks();

    /** Creates a public room owned by the user. */
    public CompletionStage<RoomInfo> create(LocalSocket socket, Wanted wanted) {
        String id = wanted.roomId() != null ? wanted.roomId() : Secrets.random(ROOM_ID_BYTES);
        RoomRights.requireOrdinaryId(id);
        User user = socket.user();
        creation.requireAllowed(user, new ChatRoom(id, wanted.name(), wanted.topic()));
        String owner = user.id();
        int capacity = wanted.capacity() != null ? wanted.capacity() : settings.rooms().capacity();
        RoomDraft draft =
                new RoomDraft(
                        id,
                        wanted.name(),
                        wanted.topic(),
                        Visibility.PUBLIC,
                        capacity,
                        wanted.metadata(),
                        null,
                        owner);
        // The retry after a collision finds and reports the taken id. On this node, a user creates
        // one room at a time, so that none exceeds the hourly quota.
        return database.laterHolding(
                newRooms, owner, () -> create(draft, user), () -> creation.count(user));
    }

    private RoomInfo create(RoomDraft draft, User user) {
        String owner = user.id();
        if (rooms.find(draft.id()).isPresent()) {
            throw RefusedException.invalid("roomId", "is taken");
        }
        // In the whole cluster, a user creates one room at a time, so that none exceeds the quota
        // of owned rooms.
        users.lock(owner);
        int most = settings.rooms().maxOwned();
        if (lookup.ownedBy(owner) >= most) {
            throw new RefusedException(
                    ErrorCode.QUOTA_EXCEEDED,
                    "A user may own " + most + " rooms; close one that is no longer needed");
        }
        creation.requireQuota(user);
        long now = System.currentTimeMillis();
        RoomInfo room = rooms.create(draft, now);
        rooms.enrol(draft.id(), owner, Role.OWNER, 0, now);
        return room;
    }

    /**
     * Lists the user's own rooms, then other public rooms, each by latest activity.
     *
     * @param search the beginning of a word of the name or id; may be empty
     * @param direct whether to list the user's direct rooms instead
     * @param cursor {@code next} of the previous page, or null
     */
    public CompletionStage<RoomList> list(
            LocalSocket socket, String search, boolean direct, @Nullable String cursor, int limit) {
        return list(socket.user().id(), search, direct, cursor, limit);
    }

    /** Lists the rooms for a user without a connection. */
    public CompletionStage<RoomList> list(
            String userId, String search, boolean direct, @Nullable String cursor, int limit) {
        RoomCursor start = RoomCursor.parse(cursor);
        Supplier<RoomList> work = () -> list(userId, search, direct, start, limit);
        return search.isBlank() ? database.later(work) : database.laterSearching(work);
    }

    private RoomList list(
            String userId, String search, boolean direct, RoomCursor start, int limit) {
        List<Listed> found = new ArrayList<>();
        boolean own = start.own();
        Place place = start.place();
        if (own) {
            found.addAll(rooms.ofMember(userId, direct, search, place, limit + 1));
            place = Place.START;
        }
        int ownFound = found.size();
        if (!direct && found.size() <= limit) {
            found.addAll(rooms.others(userId, search, place, limit + 1 - found.size()));
        }
        int size = Math.min(limit, fitting(found, pages.mostBytes()));
        String next = null;
        if (found.size() > size) {
            found.subList(size, found.size()).clear();
            Listed last = found.get(size - 1);
            next =
                    new RoomCursor(ownFound >= size, new Place(last.activeAt(), last.room().id()))
                            .format();
        }
        return new RoomList(found, direct ? counterparts(found, userId) : Map.of(), next);
    }

    /** Returns how many of the rooms fit into a page; at least one, if there are any. */
    static int fitting(List<Listed> found, long mostBytes) {
        long bytes = 0;
        for (int i = 0; i < found.size(); i++) {
            RoomInfo room = found.get(i).room();
            String topic = room.topic() == null ? "" : room.topic();
            bytes += ENTRY_BYTES;
            bytes += PageReader.escapedLength(room.name()) + PageReader.escapedLength(topic);
            if (bytes > mostBytes && i > 0) {
                return i;
            }
        }
        return found.size();
    }

    private Map<String, String> counterparts(List<Listed> found, String userId) {
        List<String> ids = found.stream().map(listed -> listed.room().id()).toList();
        Map<String, String> others = rooms.counterparts(ids, userId);
        Map<String, String> names = users.names(Set.copyOf(others.values()));
        return ids.stream()
                .collect(
                        Collectors.toMap(
                                id -> id,
                                id -> {
                                    String other = others.getOrDefault(id, userId);
                                    return names.getOrDefault(other, other);
                                }));
    }
}
