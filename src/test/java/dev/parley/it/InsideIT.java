package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.conversation.DirectMessages;
import dev.parley.conversation.Joining;
import dev.parley.conversation.Posting;
import dev.parley.conversation.RoomDirectory;
import dev.parley.flow.Readiness;
import dev.parley.flow.ThreadPools;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.Sql;
import dev.parley.history.AppendResult;
import dev.parley.history.Draft;
import dev.parley.history.DurableEvent;
import dev.parley.history.History;
import dev.parley.history.IdleRoomStore;
import dev.parley.history.MessageDraft;
import dev.parley.history.MessageStore;
import dev.parley.history.Outcome;
import dev.parley.history.Role;
import dev.parley.history.RoomDraft;
import dev.parley.history.RoomEventStore;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore;
import dev.parley.history.SeatStore;
import dev.parley.history.StoredMessage;
import dev.parley.history.Transactions;
import dev.parley.history.UserStore;
import dev.parley.history.Uuid7;
import dev.parley.history.Visibility;
import dev.parley.hub.RightsReview;
import dev.parley.hub.SocketRegistry;
import dev.parley.hub.TestSocket;
import dev.parley.room.LocalRooms;
import dev.parley.room.Rooms;
import dev.parley.server.ApplicationServer;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The beans as they work inside the container, with its transactions and its JPA. */
@Tag("database")
@ExtendWith(ArquillianExtension.class)
class InsideIT {

    @EJB private Rooms rooms;
    @Inject private SocketRegistry sockets;
    @Inject private Readiness readiness;
    @Inject private Transactions transactions;
    @Inject private RoomStore roomStore;
    @Inject private IdleRoomStore idleRooms;
    @Inject private MessageStore messages;
    @Inject private History history;
    @Inject private RoomEventStore roomEvents;
    @Inject private LocalRooms localRooms;
    @Inject private SeatStore seats;
    @Inject private Instance<RightsReview> reviews;
    @Inject private UserStore users;
    @Inject private DirectMessages directMessages;
    @Inject private ThreadPools threads;
    @Inject private Joining joining;
    @Inject private Posting posting;
    @Inject private RoomDirectory directory;
    @Inject private Sql sql;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    @Inject private ApplicationServer server;

    @Deployment
    static WebArchive war() {
        return Deployments.war()
                .addClasses(InsideIT.class, Outcome.class, Sql.class, TestSocket.class);
    }

    @Test
    void theDoorsAreOpenAndTheNamespacesOfTheChatAreThere() {
        assertTrue(readiness.isReady());
        assertTrue(sockets.namespace("/").isPresent());
        assertTrue(sockets.namespace("/chat").isPresent());
        assertFalse(sockets.namespace("/admin").isPresent());
    }

    @Test
    void theServerIsKnownAndNoProtectionIsMissing() {
        assertTrue(server.name().matches("Undertow .*|Open Liberty"), server.name());
        assertEquals(Set.of(), server.protections().missing());
    }

    @Test
    void theSingletonOfTheRoomsKnowsThatNobodyIsOnline() {
        assertFalse(rooms.isOnline("nobody"));
        assertEquals(0, rooms.presentCount("nowhere"));
    }

    @Test
    void aRoomBeginsWithAnEmptyStreamThatHasAnEpoch() {
        RoomInfo room = newRoom();
        assertEquals(0, room.lastSeq());
        assertEquals(0, room.lastRev());
        assertFalse(room.epoch().isEmpty());
    }

    @Test
    void whatAFailedTransactionDidIsUndone() {
        String id = "room-" + UUID.randomUUID();
        assertThrows(
                IllegalStateException.class,
                () ->
                        transactions.call(
                                () -> {
                                    roomStore.create(RoomDraft.automatic(id, 0), 1);
                                    throw new IllegalStateException("planted");
                                }));
        assertTrue(transactions.call(() -> roomStore.find(id)).isEmpty());
    }

    @Test
    void messagesThatComeTogetherAreNumberedWithoutGapsInTheirOrder() throws Exception {
        RoomInfo room = newRoom();
        List<Outcome> results = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            results.add(append(draft(room.id(), "text " + i, null, null)));
        }
        List<Long> seqs = new ArrayList<>();
        for (Outcome result : results) {
            seqs.add(stored(result).message().seq());
        }
        assertEquals(LongStream.rangeClosed(1, 300).boxed().toList(), seqs);
        RoomInfo now = transactions.call(() -> roomStore.find(room.id())).orElseThrow();
        assertEquals(300, now.lastSeq());
        assertEquals(300, now.lastRev());
    }

    @Test
    void aRepeatedClientMessageIdIsStoredOnceEvenInOneBatch() throws Exception {
        RoomInfo room = newRoom();
        Outcome first = append(draft(room.id(), "once", "c1", null));
        Outcome second = append(draft(room.id(), "twice", "c1", null));
        StoredMessage stored = stored(first).message();
        AppendResult.Repeated repeated =
                assertInstanceOf(AppendResult.Repeated.class, second.get(20, TimeUnit.SECONDS));
        assertEquals(stored, repeated.message());
        assertEquals(List.of("once"), texts(room.id()));
    }

    @Test
    void aMessageToARoomThatIsNotThereFailsAloneInItsBatch() throws Exception {
        RoomInfo room = newRoom();
        Outcome before = append(draft(room.id(), "before", null, null));
        Outcome lost = append(draft("nowhere", "lost", null, null));
        Outcome after = append(draft(room.id(), "after", null, null));
        stored(before);
        stored(after);
        AppendResult refused = lost.get(10, TimeUnit.SECONDS);
        assertEquals(
                AppendResult.Reason.ROOM_NOT_FOUND,
                assertInstanceOf(AppendResult.Refused.class, refused).reason());
        assertEquals(List.of("before", "after"), texts(room.id()));
    }

    @Test
    void aPoisonousMessageFailsAloneAndTakesNoNumber() throws Exception {
        RoomInfo room = newRoom();
        String tooLong = "x".repeat(500_000);
        Outcome before = append(draft(room.id(), "before", null, null));
        Outcome poison = append(draft(room.id(), tooLong, null, null));
        Outcome after = append(draft(room.id(), "after", null, null));
        assertEquals(1, stored(before).message().seq());
        assertThrows(Exception.class, () -> poison.get(10, TimeUnit.SECONDS));
        assertEquals(2, stored(after).message().seq());
    }

    @Test
    void aReplyToAMessageOfAnotherRoomIsRefused() throws Exception {
        RoomInfo room = newRoom();
        RoomInfo other = newRoom();
        String elsewhere = stored(append(draft(other.id(), "there", null, null))).message().id();
        AppendResult result =
                append(draft(room.id(), "here", null, elsewhere)).get(10, TimeUnit.SECONDS);
        assertEquals(
                AppendResult.Reason.REPLY_NOT_FOUND,
                assertInstanceOf(AppendResult.Refused.class, result).reason());
    }

    @Test
    void pagesOfMessagesMeetWithoutGapOrRepeat() throws Exception {
        RoomInfo room = newRoom();
        Outcome last = null;
        for (int i = 1; i <= 7; i++) {
            last = append(draft(room.id(), "m" + i, null, null));
        }
        stored(last);
        MessageStore.Page newest = transactions.call(() -> messages.newest(room.id(), 7, 3, "u1"));
        MessageStore.Page before = transactions.call(() -> messages.before(room.id(), 5, 3, "u1"));
        MessageStore.Page first = transactions.call(() -> messages.before(room.id(), 2, 3, "u1"));
        assertEquals(List.of(5L, 6L, 7L), seqs(newest));
        assertEquals(List.of(2L, 3L, 4L), seqs(before));
        assertTrue(before.more());
        assertEquals(List.of(1L), seqs(first));
        assertFalse(first.more());
    }

    @Test
    void theEventsOfARoomAreReadInTheOrderOfTheirRevs() throws Exception {
        RoomInfo room = newRoom();
        stored(append(draft(room.id(), "one", null, null)));
        stored(append(draft(room.id(), "two", null, null)));
        DurableEvent.RoomClosed closed = close(room.id(), 5);
        assertEquals(3, closed.rev());
        assertEquals(List.of(1L, 2L, 3L), revs(room, 0, 10));
        assertEquals(List.of(1L, 2L), revs(room, 0, 2));
        assertEquals(List.of(3L), revs(room, 2, 10));
        List<DurableEvent> last = transactions.call(() -> roomEvents.after(asItIs(room), 2, 10));
        assertEquals(List.of(closed), last);
    }

    @Test
    void aClosedRoomTakesNoMessage() throws Exception {
        RoomInfo room = newRoom();
        close(room.id(), 5);
        AppendResult result =
                append(draft(room.id(), "late", null, null)).get(10, TimeUnit.SECONDS);
        assertEquals(
                AppendResult.Reason.ROOM_CLOSED,
                assertInstanceOf(AppendResult.Refused.class, result).reason());
        assertTrue(transactions.call(() -> roomStore.find(room.id())).orElseThrow().closed());
    }

    @Test
    void aClosingIsKnownAgainByItsUserAndItsMoment() {
        RoomInfo room = newRoom();
        DurableEvent.RoomClosed event = close(room.id(), 5);
        RoomInfo closed = transactions.call(() -> roomStore.find(room.id())).orElseThrow();
        assertEquals(
                Optional.of(event), transactions.call(() -> roomEvents.closing(closed, "u1", 5)));
        assertTrue(transactions.call(() -> roomEvents.closing(closed, "u1", 6)).isEmpty());
        assertTrue(transactions.call(() -> roomEvents.closing(closed, "u2", 5)).isEmpty());
        assertEquals(Optional.of(event), transactions.call(() -> roomEvents.closing(closed)));
        RoomInfo open = newRoom();
        assertTrue(transactions.call(() -> roomEvents.closing(open)).isEmpty());
    }

    @Test
    void onlyARoomInWhichNothingHappenedSinceIsIdle() throws Exception {
        RoomInfo idle = newRoom();
        RoomInfo seen = newRoom();
        RoomInfo spoken = newRoom();
        stored(append(draft(spoken.id(), "text", null, null)));
        transactions.call(
                () -> {
                    idleRooms.seen(List.of(seen.id(), spoken.id()), 100);
                    roomStore.enrol(idle.id(), "u1", Role.MEMBER, 0, 1);
                    return null;
                });
        List<String> found = transactions.call(() -> idleRooms.idle(99, 10_000));
        assertTrue(found.contains(idle.id()));
        assertFalse(found.contains(seen.id()));
        assertFalse(found.contains(spoken.id()));
        List<String> all = List.of(spoken.id(), idle.id(), seen.id(), "none");
        assertEquals(List.of(idle.id()), transactions.call(() -> idleRooms.removeIdle(all, 99)));
        assertEquals(List.of(), transactions.call(() -> idleRooms.removeIdle(all, 99)));
        assertTrue(transactions.call(() -> roomStore.find(idle.id())).isEmpty());
        assertTrue(transactions.call(() -> roomStore.role(idle.id(), "u1")).isEmpty());
        assertTrue(transactions.call(() -> roomStore.find(spoken.id())).isPresent());
    }

    @Test
    void aJoinNoticesThatAnIdleRoomWasRemovedAfterItWasFound() {
        String roomId = newRoom().id();
        transactions.call(
                () -> {
                    assertTrue(roomStore.findFor(roomId, "u1").orElseThrow().isUnused());
                    CompletableFuture.runAsync(() -> removeIdle(roomId), threads.readers()).join();
                    assertFalse(idleRooms.seen(roomId, 100));
                    assertTrue(roomStore.findAgain(roomId, "u1").isEmpty());
                    return null;
                });
    }

    private void removeIdle(String roomId) {
        transactions.call(() -> idleRooms.removeIdle(List.of(roomId), 99));
    }

    @Test
    void anIdleRoomThatAnotherTransactionHasLockedIsPassedOver() throws Exception {
        RoomInfo locked = newRoom();
        RoomInfo seen = newRoom();
        try (Connection other = dataSource.getConnection()) {
            other.setAutoCommit(false);
            execute(other, "UPDATE room SET active_at = 50 WHERE id = ?", locked.id());
            CompletableFuture.runAsync(
                            () -> seen(List.of(locked.id(), seen.id())), threads.readers())
                    .get(10, TimeUnit.SECONDS);
            other.commit();
            other.setAutoCommit(true);
        }
        List<String> idle = transactions.call(() -> idleRooms.idle(99, 10_000));
        assertTrue(idle.contains(locked.id()));
        assertFalse(idle.contains(seen.id()));
    }

    private void seen(List<String> roomIds) {
        transactions.call(
                () -> {
                    idleRooms.seen(roomIds, 100);
                    return null;
                });
    }

    /**
     * Like a user who creates rooms on two nodes at once: the second node sees the room of the
     * first.
     */
    @Test
    void roomsOfOneOwnerAreCreatedOneAfterTheOther() throws Exception {
        TestSocket owner = new TestSocket("owner", "u-" + UUID.randomUUID());
        transactions.call(
                () -> {
                    users.remember(owner.user().id(), "Owner", 1);
                    return null;
                });
        try (Connection other = dataSource.getConnection()) {
            other.setAutoCommit(false);
            execute(other, "UPDATE known_user SET seen_at = 2 WHERE id = ?", owner.user().id());
            ExecutionException held =
                    assertThrows(ExecutionException.class, () -> createRoom(owner));
            assertEquals(
                    ErrorCode.UNAVAILABLE,
                    assertInstanceOf(RefusedException.class, held.getCause()).code());
            other.commit();
            other.setAutoCommit(true);
        }
        assertEquals(0, createRoom(owner).lastSeq());
    }

    private RoomInfo createRoom(TestSocket owner) throws Exception {
        RoomDirectory.Wanted wanted = new RoomDirectory.Wanted(null, "Plans", null, null, null);
        return directory.create(owner, wanted).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void whoBringsANewTokenLeavesTheRoomsThatHeMaySeeNoMore() throws Exception {
        RoomInfo open = newRoom();
        RoomInfo own = newPrivateRoom();
        RoomInfo foreign = newPrivateRoom();
        TestSocket socket = new TestSocket("inside", "u1");
        transactions.call(() -> roomStore.enrol(own.id(), "u1", Role.MEMBER, 0, 1));
        for (RoomInfo room : List.of(open, own, foreign)) {
            CompletableFuture.runAsync(
                            () -> localRooms.enter(room.id(), socket), localRooms.stripe(room.id()))
                    .get(10, TimeUnit.SECONDS);
        }
        for (RightsReview review : reviews) {
            review.review(socket, socket.user()).toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        assertEquals(Set.of(open.id(), own.id()), socket.rooms());
        localRooms.disconnected(socket);
    }

    private void send(TestSocket sender, String recipientId) throws Exception {
        directMessages
                .send(sender, recipientId, "Are you there?", "c1")
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** As when the commit had no answer, and the database could not be asked about it. */
    @Test
    void aDirectMessageThatWasStoredButNotToldIsToldWhenItsSenderAsksAgain() throws Exception {
        TestSocket sender = new TestSocket("sender", "u-" + UUID.randomUUID());
        TestSocket recipient = new TestSocket("recipient", "u-" + UUID.randomUUID());
        String recipientId = recipient.user().id();
        transactions.call(
                () -> {
                    users.remember(recipientId, "Ben", 1);
                    return null;
                });
        send(sender, recipientId);
        assertTrue(sockets.add(sender, 1));
        assertTrue(sockets.add(recipient, 1));
        try {
            send(sender, recipientId);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (recipient.received().isEmpty()) {
                assertTrue(System.nanoTime() < end, "nobody told him");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertTrue(recipient.received().get(0).startsWith("direct_message "));
            assertEquals(List.of(), sender.received(), "he has his answer");
        } finally {
            sockets.remove(sender);
            sockets.remove(recipient);
        }
    }

    /** As when the commit of a node hung for an hour, with its locks, and the node gave up. */
    @Test
    @Tag("database")
    void aMessageWhoseCommitWasLateIsDeliveredWhenItsSenderRepeatsIt() throws Exception {
        RoomInfo room = newRoom();
        TestSocket sender = new TestSocket("sender", "u-" + UUID.randomUUID());
        TestSocket member = new TestSocket("member", "u-" + UUID.randomUUID());
        join(sender, room);
        join(member, room);
        try (Connection hanging = dataSource.getConnection()) {
            hanging.setAutoCommit(false);
            execute(
                    hanging,
                    "UPDATE room SET last_seq = 1, last_rev = 1,"
                            + " touched_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR WHERE id = ?",
                    room.id());
            execute(
                    hanging,
                    "INSERT INTO message (room_id, user_id, id, seq, rev, posted_rev, username,"
                            + " text, client_message_id, created_at)"
                            + " VALUES (?, ?, ?, 1, 1, 1, 'Ann', 'late', 'c1', 1)",
                    room.id(),
                    sender.user().id(),
                    Uuid7.at(1));
            ExecutionException held =
                    assertThrows(ExecutionException.class, () -> post(sender, room));
            assertEquals(
                    ErrorCode.UNAVAILABLE,
                    assertInstanceOf(RefusedException.class, held.getCause()).code());
            hanging.commit();
            hanging.setAutoCommit(true);
        }
        try {
            assertEquals("late", post(sender, room).text());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (member.received().stream().noneMatch(text -> text.startsWith("new_message "))) {
                assertTrue(System.nanoTime() < end, "nobody told the member");
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } finally {
            localRooms.disconnected(sender);
            localRooms.disconnected(member);
        }
    }

    private void join(TestSocket socket, RoomInfo room) throws Exception {
        CompletableFuture<Joining.Joined> joined = new CompletableFuture<>();
        joining.join(
                socket,
                room.id(),
                new Joining.Resume(null, null, null),
                (result, failure) -> {
                    if (failure != null) {
                        joined.completeExceptionally(failure);
                    } else {
                        joined.complete(result);
                    }
                });
        joined.get(10, TimeUnit.SECONDS);
    }

    private StoredMessage post(TestSocket sender, RoomInfo room) throws Exception {
        Posting.Post post = new Posting.Post(room.id(), "late", "c1", null, null);
        return posting.post(sender, post).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void execute(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /** A node that hangs meanwhile ends no transaction, and nobody else could write there. */
    @Test
    @Tag("postgresql")
    void thePostgreSqlOfATransactionThatLocksWaitsNeitherForOthersNorForItsNode() {
        RoomInfo room = newRoom();
        transactions.call(
                () -> {
                    roomEvents.lock(room.id());
                    assertEquals("2s", setting("lock_timeout"));
                    assertEquals("6s", setting("idle_in_transaction_session_timeout"));
                    return null;
                });
    }

    private Object setting(String name) {
        return sql.ask("SELECT current_setting(?)", name);
    }

    private RoomInfo newRoomFor(int users) {
        String id = "seats-" + UUID.randomUUID();
        RoomDraft draft = new RoomDraft(id, id, null, Visibility.PUBLIC, users, null, null, null);
        return transactions.call(() -> roomStore.create(draft, 1));
    }

    private boolean takesSeat(RoomInfo room, String userId, String node) {
        return transactions.call(() -> seats.take(room, userId, node));
    }

    @Test
    void aSeatIsTakenOnce() {
        RoomInfo room = newRoomFor(1);
        String node = UUID.randomUUID().toString();
        assertFalse(transactions.call(() -> seats.renew(node, 60)), "a new lease");
        assertTrue(takesSeat(room, "anna", node));
        assertTrue(takesSeat(room, "anna", node), "she has it");
        assertFalse(takesSeat(room, "ben", node));
        transactions.call(
                () -> {
                    seats.release(room.id(), "anna", node);
                    return null;
                });
        assertTrue(takesSeat(room, "ben", node));
        end(node);
    }

    @Test
    void aUserHasOneSeatOnHoweverManyNodes() {
        RoomInfo room = newRoomFor(2);
        String one = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        transactions.call(() -> seats.renew(one, 60));
        transactions.call(() -> seats.renew(other, 60));
        assertTrue(takesSeat(room, "anna", one));
        assertTrue(takesSeat(room, "anna", other));
        assertTrue(takesSeat(room, "ben", other));
        assertFalse(takesSeat(room, "carl", one));
        end(one);
        end(other);
    }

    @Test
    void aSeatIsFreeOnceTheLeaseOfItsNodeIsOver() {
        RoomInfo room = newRoomFor(1);
        String dead = UUID.randomUUID().toString();
        String alive = UUID.randomUUID().toString();
        transactions.call(() -> seats.renew(dead, 60));
        transactions.call(() -> seats.renew(alive, 60));
        assertTrue(takesSeat(room, "anna", dead));
        assertFalse(takesSeat(room, "ben", alive));
        assertTrue(transactions.call(() -> seats.renew(dead, 0)), "the lease ran till now");
        assertTrue(takesSeat(room, "ben", alive));
        assertFalse(transactions.call(() -> seats.renew(dead, 60)), "it comes too late");
        assertFalse(takesSeat(room, "anna", dead));
        end(dead);
        end(alive);
    }

    @Test
    void aSeatIsNotGivenAwayWhileTheLeaseOfItsNodeIsBeingRenewed() {
        RoomInfo room = newRoomFor(1);
        String slow = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        transactions.call(() -> seats.renew(other, 60));
        transactions.call(() -> seats.renew(slow, 2));
        assertTrue(takesSeat(room, "anna", slow));
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        transactions.call(
                () -> {
                    assertTrue(seats.renew(slow, 60));
                    taken.completeAsync(
                            () -> {
                                awaitEndOfLease(slow);
                                return takesSeat(room, "ben", other);
                            },
                            threads.readers());
                    // Others do not see yet that it is renewed.
                    assertThrows(TimeoutException.class, () -> taken.get(3, TimeUnit.SECONDS));
                    return null;
                });
        assertFalse(taken.join());
        end(slow);
        end(other);
    }

    private void awaitEndOfLease(String node) {
        // The begin of the transaction, which is a new one each time.
        String running =
                "SELECT COUNT(*) FROM node_lease WHERE node = ? AND expires_at > CURRENT_TIMESTAMP";
        Number left = 1;
        while (left.intValue() > 0) {
            left = (Number) transactions.call(() -> sql.ask(running, node));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private void end(String node) {
        transactions.call(
                () -> {
                    seats.end(node);
                    return null;
                });
    }

    private RoomInfo newPrivateRoom() {
        String id = "private-" + UUID.randomUUID();
        RoomDraft draft =
                new RoomDraft(id, id, null, Visibility.PRIVATE, 0, null, null, "somebody");
        return transactions.call(() -> roomStore.create(draft, 1));
    }

    private DurableEvent.RoomClosed close(String roomId, long now) {
        return transactions.call(
                () -> roomEvents.close(roomEvents.lock(roomId).orElseThrow(), "u1", now));
    }

    private List<Long> revs(RoomInfo room, long after, int limit) {
        return transactions.call(() -> roomEvents.after(asItIs(room), after, limit)).stream()
                .map(DurableEvent::rev)
                .toList();
    }

    private RoomInfo asItIs(RoomInfo room) {
        return roomStore.find(room.id()).orElseThrow();
    }

    private RoomInfo newRoom() {
        String id = "room-" + UUID.randomUUID();
        return transactions.call(() -> roomStore.create(RoomDraft.automatic(id, 0), 1));
    }

    private static MessageDraft draft(
            String roomId, String text, String clientMessageId, String replyTo) {
        return new MessageDraft(
                Uuid7.at(1), roomId, "u1", "User", text, clientMessageId, replyTo, null, 1);
    }

    private Outcome append(Draft draft) {
        return Outcome.of(draft, history);
    }

    private static AppendResult.Stored stored(Outcome result) throws Exception {
        return assertInstanceOf(AppendResult.Stored.class, result.get(20, TimeUnit.SECONDS));
    }

    private List<String> texts(String roomId) {
        return transactions
                .call(() -> messages.after(roomId, 0, Long.MAX_VALUE, 100, "u1"))
                .messages()
                .stream()
                .map(StoredMessage::text)
                .toList();
    }

    private static List<Long> seqs(MessageStore.Page page) {
        return page.messages().stream().map(StoredMessage::seq).toList();
    }
}
