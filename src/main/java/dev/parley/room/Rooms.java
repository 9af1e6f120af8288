package dev.parley.room;

import dev.parley.api.MemberEntered;
import dev.parley.api.MemberLeft;
import dev.parley.api.UserCameOnline;
import dev.parley.api.UserWentOffline;
import dev.parley.cluster.Node;
import dev.parley.cluster.SharedMap;
import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Presence in the cluster: starts the caches, follows the entries of all nodes, and answers who is
 * where. Thread-safe; reads do not block.
 */
@Singleton
@Startup
@LocalBean
@DependsOn("Migrator")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class Rooms {

    private static final Logger LOG = Logger.getLogger(Rooms.class.getName());

    /** The place of all users who are online. */
    private static final String ONLINE = "";

    @Inject private Node node;
    @Inject private LocalRooms localRooms;
    @Inject private ThreadPools threads;
    @Inject private Settings settings;
    @Inject private Event<UserCameOnline> cameOnline;
    @Inject private Event<UserWentOffline> wentOffline;
    @Inject private Event<MemberEntered> entered;
    @Inject private Event<MemberLeft> left;

    private Attendance online;
    private Attendance inRoom;

    @PostConstruct
    void start() {
        try {
            node.start();
        } catch (RuntimeException | Error e) {
            // The container does not call stop().
            node.release();
            throw e;
        }
        online =
                attendance(
                        (place, user, name) -> cameOnline.fire(new UserCameOnline(user, name)),
                        (place, user, name) -> wentOffline.fire(new UserWentOffline(user, name)));
        inRoom =
                attendance(
                        (room, user, name) -> entered.fire(new MemberEntered(room, user, name)),
                        (room, user, name) -> left.fire(new MemberLeft(room, user, name)));
        follow(node.online(), online);
        follow(node.inRoom(), inRoom);
    }

    private interface Announcement {
        void make(String place, String userId, String username);
    }

    private Attendance attendance(Announcement arrival, Announcement departure) {
        return new Attendance(
                (place, user) ->
                        place.equals(ONLINE)
                                ? localRooms.userStripe(user)
                                : localRooms.stripe(place),
                threads.timers(),
                settings.presence().grace(),
                new Attendance.Listener() {
                    @Override
                    public void arrived(String place, String userId, String username) {
                        arrival.make(place, userId, username);
                    }

                    @Override
                    public void departed(String place, String userId, String username) {
                        departure.make(place, userId, username);
                    }
                });
    }

    private static void follow(SharedMap map, Attendance attendance) {
        map.listen(
                new SharedMap.Observer() {
                    @Override
                    public void onChange(String node, String key, byte @Nullable [] value) {
                        PresenceEntry entry;
                        try {
                            entry =
                                    value == null
                                            ? new PresenceEntry(0, false, "")
                                            : PresenceEntry.fromBytes(value);
                        } catch (IllegalArgumentException e) {
                            // Of a newer version: the other entries still count.
                            LOG.log(Level.FINE, "A presence entry cannot be read", e);
                            return;
                        }
                        PresenceKey.parse(key)
                                .ifPresent(parsed -> attendance.update(node, parsed, entry));
                    }

                    @Override
                    public void onNodeGone(String node) {
                        attendance.forget(node);
                    }

                    @Override
                    public void onAudit(String node, Predicate<String> says) {
                        attendance.audit(node, key -> says.test(key.toString()));
                    }

                    @Override
                    public void onPresent(Set<String> nodes) {
                        attendance.retain(nodes);
                    }
                });
    }

    @PreDestroy
    void stop() {
        try {
            node.stop();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The cache manager did not stop properly", e);
        } finally {
            node.release();
        }
    }

    /** Whether a user has a connection on any node, or is within the grace time. */
    public boolean isOnline(String userId) {
        return online.isPresent(ONLINE, userId);
    }

    /** How many users are online in the cluster. */
    public int onlineCount() {
        return online.count(ONLINE);
    }

    /** The user, if online. */
    public Optional<Attendee> onlineUser(String userId) {
        return online.find(ONLINE, userId);
    }

    /** How many rooms have at least one user. */
    public int occupiedCount() {
        return inRoom.places();
    }

    /** The name of this node. */
    public String nodeName() {
        return node.name();
    }

    /** The users online whose ids come after {@code after}, in the order of ids. */
    public List<Attendee> onlineUsers(String after, int limit) {
        return online.page(ONLINE, after, limit);
    }

    /** How many users are in a room. */
    public int presentCount(String roomId) {
        return inRoom.count(roomId);
    }

    /** The nodes with at least one user in a room. */
    public Set<String> nodesIn(String roomId) {
        return inRoom.nodes(roomId);
    }

    /** Whether a user is in a room. */
    public boolean isPresent(String roomId, String userId) {
        return inRoom.isPresent(roomId, userId);
    }

    /** The users in a room whose ids come after {@code after}, in the order of ids. */
    public List<Attendee> present(String roomId, String after, int limit) {
        return inRoom.page(roomId, after, limit);
    }
}
