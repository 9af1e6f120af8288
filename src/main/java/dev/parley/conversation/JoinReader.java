package dev.parley.conversation;

import dev.parley.api.ChatRoom;
import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.history.KeyedLocks;
import dev.parley.history.MessageStore;
import dev.parley.history.Role;
import dev.parley.history.RoomDraft;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore;
import dev.parley.history.Visibility;
import dev.parley.hub.LocalSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database's part in joining a room: creates the room if necessary, makes the user a member,
 * takes a seat, and reads what the client missed. Thread-safe.
 */
@ApplicationScoped
class JoinReader {

    @Inject private RoomStore rooms;
    @Inject private PageReader pages;
    @Inject private RoomRights rights;
    @Inject private RoomCreation creation;
    @Inject private IdleRooms idleRooms;
    @Inject private Database database;
    @Inject private Settings settings;

    private final KeyedLocks newRooms = new KeyedLocks();
    private final KeyedLocks newMembers = new KeyedLocks();

    /**
     * Reads the room, the messages that the client missed, and the head of the room's stream.
     * Blocks on the database.
     *
     * @throws RefusedException if the user may not join
     */
    JoinReading read(JoinAttempt attempt) {
        String roomId = attempt.roomId();
        Optional<JoinReading> reading = readIfThere(attempt);
        if (reading.isEmpty()) {
            if (!settings.rooms().autoCreate()) {
                throw new RefusedException(ErrorCode.ROOM_NOT_FOUND);
            }
            requireQuota(attempt);
            User user = attempt.socket().user();
            boolean created =
                    newRooms.holding(
                            roomId, () -> database.nowOrAgain(() -> createIfMissing(roomId, user)));
            if (created) {
                creation.count(user);
            }
            reading = readIfThere(attempt);
        }
        return reading.orElseThrow(() -> new RefusedException(ErrorCode.ROOM_NOT_FOUND));
    }

    private Optional<JoinReading> readIfThere(JoinAttempt attempt) {
        String roomId = attempt.roomId();
        return newMembers.holding(
                roomId + " " + attempt.userId(),
                () -> database.nowOrAgain(() -> find(attempt).map(found -> read(attempt, found))));
    }

    private Optional<RoomStore.ForUser> find(JoinAttempt attempt) {
        Optional<RoomStore.ForUser> found = rooms.findFor(attempt.roomId(), attempt.userId());
        if (found.isEmpty() || idleRooms.entering(found.get())) {
            return found;
        }
        return rooms.findAgain(attempt.roomId(), attempt.userId());
    }

    private JoinReading read(JoinAttempt attempt, RoomStore.ForUser found) {
        RoomInfo room = found.room();
        if (room.closed()) {
            throw new RefusedException(ErrorCode.ROOM_CLOSED);
        }
        rights.requireReadable(room, attempt.socket().user());
        if (room.capacity() > 0) {
            // Before the enrolment, which must not take place if there is no seat.
            attempt.seat().claim(room);
        }
        requireQuota(attempt);
        boolean enrolled =
                room.visibility() == Visibility.PUBLIC
                        && !attempt.socket().user().anonymous()
                        && enrol(found, attempt.userId());
        PageReader.Reader reader = attempt.reader();
        return new JoinReading(
                room, missed(room, attempt.resume(), reader), new MessageTexts(reader), enrolled);
    }

    /** Makes the user a member, if they are not; returns whether they are a new member. */
    private boolean enrol(RoomStore.ForUser found, String userId) {
        RoomInfo room = found.room();
        long now = System.currentTimeMillis();
        if (room.capacity() > 0 || rights.hasPolicies()) {
            // Claiming a seat or asking a policy takes time. Read the membership again: meanwhile,
            // the user may have left the room, or joined it through another node.
            return rooms.enrol(room.id(), userId, Role.MEMBER, room.lastSeq(), now);
        }
        if (!found.isMember()) {
            rooms.add(room.id(), userId, Role.MEMBER, room.lastSeq(), now);
        }
        return !found.isMember();
    }

    /**
     * The joins of one socket run one after the other. Joins in the two namespaces with rooms may
     * run at the same time, so a connection can exceed the quota by one room.
     */
    private void requireQuota(JoinAttempt attempt) {
        LocalSocket socket = attempt.socket();
        int joined = socket.ofConnection().stream().mapToInt(each -> each.rooms().size()).sum();
        int most = settings.rooms().maxJoined();
        if (joined >= most && !socket.rooms().contains(attempt.roomId())) {
            throw new RefusedException(
                    ErrorCode.QUOTA_EXCEEDED, "A connection may join " + most + " rooms");
        }
    }

    private boolean createIfMissing(String roomId, User user) {
        if (rooms.find(roomId).isPresent()) {
            return false;
        }
        creation.requireAllowed(user, new ChatRoom(roomId, roomId, null));
        creation.requireQuota(user);
        rooms.create(
                RoomDraft.automatic(roomId, settings.rooms().capacity()),
                System.currentTimeMillis());
        return true;
    }

    private Missed missed(RoomInfo room, Joining.Resume resume, PageReader.Reader reader) {
        if (resume.since() == null) {
            return fresh(room, reader, null);
        }
        boolean sameStream = resume.epoch() == null || resume.epoch().equals(room.epoch());
        boolean ahead =
                resume.since() > room.lastSeq()
                        || resume.rev() != null && resume.rev() > room.lastRev();
        if (!sameStream || ahead) {
            return fresh(room, reader, false);
        }
        int limit = settings.history().recoveryLimit();
        MessageStore.Page changed = null;
        if (resume.rev() != null) {
            changed = pages.changed(room, resume.rev(), resume.since(), limit, reader);
            if (changed.more()) {
                // An incomplete list would look complete.
                return fresh(room, reader, false);
            }
        }
        long left = pages.mostBytes(reader);
        if (changed != null) {
            left -= PageReader.bytesOf(changed.messages());
        }
        return Missed.since(
                resume.since(),
                room,
                pages.after(room, resume.since(), limit, reader, left),
                changed);
    }

    private Missed fresh(RoomInfo room, PageReader.Reader reader, @Nullable Boolean recovered) {
        int size = settings.history().page();
        return Missed.fresh(room, pages.newest(room, size, reader), size, recovered);
    }
}
