package dev.parley.stream;

import dev.parley.cluster.Members;
import dev.parley.cluster.Messenger;
import dev.parley.cluster.Node;
import dev.parley.flow.LogLimit;
import dev.parley.flow.ThreadPools;
import dev.parley.history.DurableEvent;
import dev.parley.room.LocalRooms;
import dev.parley.room.Rooms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Passes durable events to the feeds of all nodes. The committing node and the others make the same
 * call. Thread-safe.
 *
 * <p>Delivery to other nodes is not guaranteed; {@link HeadSweep} finds lost events.
 */
@ApplicationScoped
public class FeedRelay {

    private static final Logger LOG = Logger.getLogger(FeedRelay.class.getName());
    private static final String TOPIC = "feed";
    private static final String DIRECT = "direct";
    private static final String HEAD = "feed-head";

    /**
     * Up to this number of nodes, each gets all events; in larger clusters, only nodes with sockets
     * in the room.
     */
    private static final int MOST_FOR_ALL = 8;

    private static final byte[] DONE = {1};

    private final LogLimit complaints = new LogLimit();

    @Inject private RoomFeed feed;
    @Inject private DirectFeed direct;
    @Inject private DirectRecovery directRecovery;
    @Inject private LocalRooms localRooms;
    @Inject private Rooms rooms;
    @Inject private Node node;
    @Inject private ThreadPools threads;

    /** Starts listening for events that other nodes committed; called once, at start-up. */
    public void start() {
        node.messenger().listen(TOPIC, (from, bytes) -> onEvent(bytes));
        node.messenger().respond(TOPIC, this::onEvent);
        node.messenger().listen(DIRECT, (from, bytes) -> onDirectEvent(bytes));
        node.messenger().listen(HEAD, (from, bytes) -> onHead(bytes));
    }

    /**
     * Makes all nodes deliver what a room's stream has up to a position, if they have not. For
     * events that may not have been passed on, because their commit had no result. May be called on
     * any thread.
     */
    public void reached(String roomId, Position position) {
        know(roomId, position);
        if (!node.members().others().isEmpty()) {
            node.messenger().tell(HEAD, new HeadFrame(roomId, position).toBytes());
        }
    }

    private void onHead(byte[] bytes) {
        HeadFrame head = HeadFrame.fromBytes(bytes);
        localRooms
                .stripe(head.roomId())
                .offer(bytes.length, () -> knowHere(head.roomId(), head.position()));
    }

    private void know(String roomId, Position position) {
        localRooms.stripe(roomId).execute(() -> knowHere(roomId, position));
    }

    private void knowHere(String roomId, Position position) {
        feed.know(roomId, position);
        direct.know(roomId, position);
    }

    /** Passes on an event that this node committed; called on the room's stripe. */
    public void committed(DurableEvent event) {
        feed.offer(event);
        Members members = node.members();
        Messenger messenger = node.messenger();
        if (members.nodes().size() < 2) {
            return;
        }
        byte[] bytes = EventCodec.encode(event);
        if (members.nodes().size() <= MOST_FOR_ALL) {
            messenger.tell(TOPIC, bytes);
        } else {
            messenger.tell(
                    rooms.nodesIn(event.roomId()).stream()
                            .filter(name -> !name.equals(members.self()))
                            .toList(),
                    TOPIC,
                    bytes);
        }
    }

    /**
     * Passes on an event of a direct room that this node committed; called on the room's stripe.
     *
     * @param except the id of a socket that already has the event, or null
     */
    public void committedDirect(DurableEvent event, Set<String> userIds, @Nullable String except) {
        direct.offer(event, userIds, except);
        if (!node.members().others().isEmpty()) {
            byte[] frame = new DirectFrame(event, except, userIds).toBytes();
            if (!node.messenger().tell(DIRECT, frame)) {
                directRecovery.suspect(Instant.now());
            }
        }
    }

    private void onDirectEvent(byte[] bytes) {
        DirectFrame frame = DirectFrame.fromBytes(bytes);
        boolean taken =
                localRooms
                        .stripe(frame.event().roomId())
                        .offer(
                                bytes.length,
                                () -> direct.offer(frame.event(), frame.userIds(), frame.except()));
        if (!taken) {
            // A message may be older than this node was slow.
            Instant now = Instant.now();
            directRecovery.suspect(
                    LateMessages.postedAt(frame.event()).filter(now::isAfter).orElse(now));
        }
    }

    /**
     * Passes on an event that all nodes must confirm before the operation is acknowledged; called
     * on the room's stripe.
     *
     * @return whether the event was delivered here and confirmed by all live nodes in time
     */
    public CompletionStage<Boolean> committedEverywhere(DurableEvent event, Duration patience) {
        CompletableFuture<Boolean> here = new CompletableFuture<>();
        feed.offer(event);
        // Missing events before it may have to be read first.
        feed.whenDelivered(event, () -> here.complete(true));
        return node.messenger()
                .ask(TOPIC, EventCodec.encode(event), patience)
                .thenCombine(
                        threads.timers().within(patience, here, false),
                        (answers, delivered) -> delivered && answers.silent().isEmpty());
    }

    /**
     * Completes once the event and all events before it are delivered here. Drops the event and
     * never completes if too much waits; {@link HeadSweep} finds the event later.
     */
    private CompletionStage<byte[]> onEvent(byte[] bytes) {
        CompletableFuture<byte[]> delivered = new CompletableFuture<>();
        DurableEvent event;
        try {
            event = EventCodec.decode(bytes);
        } catch (IllegalArgumentException e) {
            complaints.warn(LOG, "Another node sent an event that cannot be read", e);
            delivered.complete(DONE);
            return delivered;
        }
        localRooms
                .stripe(event.roomId())
                .offer(
                        bytes.length,
                        () -> {
                            feed.offer(event);
                            feed.whenDelivered(event, () -> delivered.complete(DONE));
                        });
        return delivered;
    }
}
