package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.war.Deployments;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of messages, in the database of the server. */
@Tag("database")
@ExtendWith(ArquillianExtension.class)
class BatchStoreIT {

    private static final String THUMBS = "👍";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Inject private Transactions transactions;
    @Inject private RoomStore rooms;
    @Inject private MessageStore messages;
    @Inject private RoomEventStore events;
    @Inject private BatchStore batches;
    @Inject private ReactionStore reactions;
    @Inject private History history;
    @Inject private RoomRemoval removal;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    private RoomInfo room;

    @Deployment
    static WebArchive war() {
        return Deployments.war().addClasses(BatchStoreIT.class, Outcome.class);
    }

    @BeforeEach
    void makeARoom() {
        String id = "room-" + UUID.randomUUID();
        room = transactions.call(() -> rooms.create(RoomDraft.automatic(id, 0), 1));
    }

    private MessageDraft post(String text) {
        return post(room, text);
    }

    private static MessageDraft post(RoomInfo room, String text) {
        return new MessageDraft(
                Uuid7.at(1), room.id(), "anna", "Anna", text, null, null, "{\"a\":1}", 1);
    }

    private MessageChange edit(String messageId, String text) {
        return new MessageChange.Edit(Uuid7.at(2), room.id(), messageId, text, 2);
    }

    private MessageChange delete(String messageId) {
        return new MessageChange.Delete(Uuid7.at(3), room.id(), messageId, 3);
    }

    private MessageChange react(String messageId, String emoji, String userId) {
        return new MessageChange.React(Uuid7.at(4), room.id(), messageId, emoji, userId, false, 4);
    }

    private MessageChange takeBack(String messageId, String emoji, String userId) {
        return new MessageChange.React(Uuid7.at(4), room.id(), messageId, emoji, userId, true, 4);
    }

    /** Stores drafts in one transaction. */
    private List<AppendResult> write(Draft... drafts) {
        return transactions.call(() -> batches.write(List.of(drafts), PATIENCE));
    }

    private String posted(String text) {
        return stored(write(post(text)).get(0)).message().id();
    }

    private static AppendResult.Stored stored(AppendResult result) {
        return assertInstanceOf(AppendResult.Stored.class, result);
    }

    private static AppendResult.Reason refused(AppendResult result) {
        return assertInstanceOf(AppendResult.Refused.class, result).reason();
    }

    private RoomInfo now() {
        return transactions.call(() -> rooms.find(room.id())).orElseThrow();
    }

    private List<StoredMessage> page(String readerId) {
        return transactions.call(() -> messages.newest(room.id(), 100, 100, readerId)).messages();
    }

    private List<DurableEvent> after(long rev) {
        RoomInfo asItIs = now();
        return transactions.call(() -> events.after(asItIs, rev, 100));
    }

    @Test
    void aBatchOfAllKindsTakesRevsWithoutHoles() {
        String id = posted("one");
        List<AppendResult> results =
                write(
                        edit(id, "ONE"),
                        post("two"),
                        react(id, THUMBS, "ben"),
                        delete(id),
                        post("three"));
        List<Long> revs = results.stream().map(r -> stored(r).event().rev()).toList();
        assertEquals(List.of(2L, 3L, 4L, 5L, 6L), revs);
        assertEquals(List.of(3L, 6L), List.of(now().lastSeq(), now().lastRev()));
    }

    @Test
    void whatWasStoredIsReadBackAsTheSameEvents() {
        String id = posted("one");
        List<AppendResult> results = write(react(id, THUMBS, "ben"), post("two"), edit(id, "ONE"));
        List<DurableEvent> told = results.stream().map(r -> stored(r).event()).toList();
        assertEquals(told, after(1));
        assertEquals(told.subList(2, 3), after(3));
    }

    @Test
    void whatChangedLaterIsReadBackInItsPlaceAsItIsNow() {
        String id = posted("a secret");
        write(react(id, THUMBS, "ben"));
        write(edit(id, "another secret"));
        write(post("two"));
        write(delete(id));
        List<DurableEvent> told = after(0);
        assertEquals(
                LongStream.rangeClosed(1, 5).boxed().toList(),
                told.stream().map(DurableEvent::rev).toList());
        StoredMessage first =
                assertInstanceOf(DurableEvent.MessagePosted.class, told.get(0)).message();
        assertTrue(first.deleted());
        assertNull(first.text());
        assertNull(first.metadata());
        assertInstanceOf(DurableEvent.MessageDeleted.class, told.get(1));
        assertInstanceOf(DurableEvent.MessageEdited.class, told.get(2));
        assertInstanceOf(DurableEvent.MessageDeleted.class, told.get(4));
    }

    @Test
    void whatIsCommittedWhileTheStreamIsReadIsLeftToTheNextReader() {
        String id = posted("one");
        RoomInfo before = now();
        write(edit(id, "ONE"), post("two"));
        List<DurableEvent> read = transactions.call(() -> events.after(before, 0, 100));
        assertEquals(List.of(1L), read.stream().map(DurableEvent::rev).toList());
    }

    @Test
    void aPoisonousChangeFailsAloneAndTakesNoRev() throws Exception {
        String id = posted("one");
        List<Outcome> results =
                List.of(
                        append(react(id, "a", "ben")),
                        append(react(id, "x".repeat(100), "ben")),
                        append(edit(id, "ONE")),
                        append(edit(id, "x".repeat(500_000))),
                        append(react(id, "b", "ben")));
        assertEquals(2, stored(results.get(0).get(20, TimeUnit.SECONDS)).event().rev());
        for (int poison : List.of(1, 3)) {
            ExecutionException told =
                    assertThrows(
                            ExecutionException.class,
                            () -> results.get(poison).get(20, TimeUnit.SECONDS));
            assertInstanceOf(UnstorableException.class, told.getCause());
        }
        assertEquals(3, stored(results.get(2).get(20, TimeUnit.SECONDS)).event().rev());
        assertEquals(4, stored(results.get(4).get(20, TimeUnit.SECONDS)).event().rev());
        assertEquals("ONE", page("anna").get(0).text());
        assertEquals(4, now().lastRev());
    }

    @Test
    void aRoomThatSomebodyHasLockedFailsAlone() throws Exception {
        RoomInfo free = room;
        while (Math.floorMod(room.id().hashCode() - free.id().hashCode(), 2) != 0
                || room.equals(free)) {
            makeARoom();
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            lock(connection, room.id());
            Outcome held = append(post("held"));
            Outcome other = append(post(free, "free"));
            assertEquals(1, stored(other.get(20, TimeUnit.SECONDS)).message().seq());
            ExecutionException told =
                    assertThrows(ExecutionException.class, () -> held.get(20, TimeUnit.SECONDS));
            assertInstanceOf(StoreUnavailableException.class, told.getCause());
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertEquals(1, stored(append(post("later")).get(20, TimeUnit.SECONDS)).message().seq());
    }

    /** EclipseLink would lock the room more strictly than it needs. */
    @Test
    @Tag("postgresql")
    void aRoomThatAUserIsEnteringForTheFirstTimeTakesMessages() throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            enrol(connection, room.id());
            assertEquals(1, stored(append(post("text")).get(20, TimeUnit.SECONDS)).message().seq());
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void enrol(Connection connection, String roomId) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO membership (room_id, user_id, role, read_seq, joined_at)"
                                + " VALUES (?, 'new', 'MEMBER', 0, 1)")) {
            insert.setString(1, roomId);
            insert.executeUpdate();
        }
    }

    private static void lock(Connection connection, String roomId) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT id FROM room WHERE id = ? FOR UPDATE")) {
            lock.setString(1, roomId);
            lock.execute();
        }
    }

    private Outcome append(Draft draft) {
        return Outcome.of(draft, history);
    }

    @Test
    void theOutcomeOfALostCommitIsFoundByTheIdsOfTheDrafts() {
        String id = posted("one");
        Draft edit = edit(id, "ONE");
        Draft reaction = react(id, THUMBS, "ben");
        Draft message = post("two");
        List<AppendResult> results = write(edit, reaction, message);
        Draft lost = react(id, "🎉", "ben");
        Map<String, AppendResult> found =
                transactions.call(
                        () -> batches.committed(List.of(edit, reaction, message, lost), PATIENCE));
        assertEquals(Set.of(edit.id(), reaction.id(), message.id()), found.keySet());
        assertEquals(stored(results.get(1)).event(), stored(found.get(reaction.id())).event());
        assertEquals(2, stored(found.get(edit.id())).event().rev());
        assertEquals(4, stored(found.get(message.id())).event().rev());
    }

    @Test
    void aLostCommitOfMessagesOnlyIsFoundInItsPlaceThoughItWasChangedSince() {
        Draft message = post("one");
        write(message);
        write(edit(message.id(), "ONE"));
        Map<String, AppendResult> found =
                transactions.call(() -> batches.committed(List.of(message), PATIENCE));
        assertEquals(1, stored(found.get(message.id())).event().rev());
        assertEquals("ONE", stored(found.get(message.id())).message().text());
    }

    @Test
    void aLostCommitOfChangesOnlyIsFound() {
        Draft reaction = react(posted("one"), THUMBS, "ben");
        write(reaction);
        Map<String, AppendResult> found =
                transactions.call(() -> batches.committed(List.of(reaction), PATIENCE));
        assertEquals(Set.of(reaction.id()), found.keySet());
    }

    @Test
    void whatIsSoAlreadyIsNotStoredAgain() {
        String id = posted("one");
        write(edit(id, "ONE"), react(id, THUMBS, "ben"));
        for (AppendResult result :
                write(
                        edit(id, "ONE"),
                        react(id, THUMBS, "ben"),
                        takeBack(id, "🎉", "ben"),
                        takeBack(id, THUMBS, "carl"))) {
            assertInstanceOf(AppendResult.Repeated.class, result);
        }
        assertEquals(3, now().lastRev());
        write(delete(id));
        assertInstanceOf(AppendResult.Repeated.class, write(delete(id)).get(0));
        assertEquals(4, now().lastRev());
    }

    @Test
    void aReactionThatIsGivenAndTakenBackInOneBatchIsAsTheLastOneSays() {
        String id = posted("one");
        write(react(id, "a", "ben"));
        write(
                takeBack(id, "a", "ben"),
                react(id, "a", "ben"),
                react(id, "b", "ben"),
                takeBack(id, "b", "ben"));
        assertEquals(List.of(new Tally("a", 1, Set.of("ben"))), page("ben").get(0).reactions());
        write(react(id, "b", "ben"), takeBack(id, "a", "ben"));
        assertEquals(List.of(new Tally("b", 1, Set.of("ben"))), page("ben").get(0).reactions());
    }

    @Test
    void aReactionOfAnOlderVersionIsTakenBackByOneThatLooksLikeIt() throws Exception {
        String id = posted("one");
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO reaction (message_id, emoji, user_id, rev)"
                                        + " VALUES (?, ?, 'ben', 2)")) {
            insert.setString(1, id);
            insert.setString(2, "\u2764");
            insert.executeUpdate();
        }
        write(react(id, "\u2764\ufe0f", "anna"));
        assertEquals(
                2, transactions.call(() -> reactions.whole(Set.of(id))).get(id).get(0).count());
        write(takeBack(id, "\u2764\ufe0f", "ben"), takeBack(id, "\u2764\ufe0f", "anna"));
        assertEquals(Map.of(), transactions.call(() -> reactions.whole(Set.of(id))));
    }

    @Test
    void aRoomIsRemovedInPartsAndStaysClosedUntilTheLastOne() throws Exception {
        String id = posted("one");
        write(edit(id, "ONE"));
        for (int i = 0; i < 3; i++) {
            posted("another");
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO reaction (message_id, emoji, user_id, rev)"
                                        + " VALUES (?, '+', ?, 2)")) {
            for (int i = 0; i < 1_100; i++) {
                insert.setString(1, id);
                insert.setString(2, "u" + i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        transactions.call(() -> rooms.enrol(room.id(), "anna", Role.OWNER, 0, 1));
        assertFalse(removeSome(), "it is open");
        transactions.call(() -> events.close(events.lock(room.id()).orElseThrow(), "anna", 9));
        assertTrue(removeSome());
        assertEquals(
                100, transactions.call(() -> reactions.whole(Set.of(id))).get(id).get(0).count());
        while (removeSome()) {
            RoomInfo rest = now();
            assertTrue(rest.closed());
            assertTrue(transactions.call(() -> events.closing(rest)).isPresent());
            assertThrows(RuntimeException.class, this::createAgain);
        }
        createAgain();
        assertEquals(List.of(), page("anna"));
        assertEquals(Set.of(), transactions.call(() -> rooms.members(room.id())));
        assertEquals(0, now().lastRev());
    }

    private boolean removeSome() {
        return transactions.call(() -> removal.removeSome(room.id()));
    }

    private void createAgain() {
        transactions.call(() -> rooms.create(RoomDraft.automatic(room.id(), 0), 1));
    }

    @Test
    void aReaderSeesHowManyReactedAndWhetherHeDid() {
        String id = posted("one");
        write(react(id, "b", "ben"), react(id, "a", "ben"), react(id, "b", "carl"));
        assertEquals(
                List.of(new Tally("b", 2, Set.of("carl")), new Tally("a", 1, Set.of())),
                page("carl").get(0).reactions());
    }

    @Test
    void whoEditsTellsEverybodyWhoReacted() {
        String id = posted("one");
        write(react(id, "b", "ben"));
        List<AppendResult> results = write(react(id, "b", "carl"), edit(id, "ONE"));
        assertEquals(
                List.of(new Tally("b", 2, Set.of("ben", "carl"))),
                stored(results.get(1)).message().reactions());
    }

    @Test
    void ofADeletedMessageTheReactionsGoToo() {
        String id = posted("one");
        write(react(id, "b", "ben"));
        write(react(id, "c", "carl"), delete(id), react(id, "d", "dora"));
        assertEquals(Map.of(), transactions.call(() -> reactions.whole(List.of(id))));
    }

    @Test
    void ofADeletedMessageTheStreamKeepsNobodyWhoReacted() throws Exception {
        String id = posted("one");
        String other = posted("two");
        write(react(id, "b", "ben"), react(other, "b", "ben"));
        write(takeBack(id, "b", "ben"), react(id, "c", "carl"), delete(id));
        assertEquals(
                List.of("Posted", "Posted", "Deleted", "Reacted", "Deleted", "Deleted", "Deleted"),
                after(0).stream()
                        .map(event -> event.getClass().getSimpleName().substring(7))
                        .toList());
        List<String> naming = payloads("%userId%");
        assertEquals(1, naming.size());
        assertTrue(naming.get(0).contains(other));
    }

    /** What is in the rows of the room's events. */
    private List<String> payloads(String pattern) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT payload FROM room_event"
                                        + " WHERE room_id = ? AND payload LIKE ?")) {
            query.setString(1, room.id());
            query.setString(2, pattern);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }

    @Test
    void aChangeOfAMessageThatIsNotThereIsRefused() {
        String id = posted("one");
        String nowhere = UUID.randomUUID().toString();
        for (AppendResult result :
                write(edit(nowhere, "x"), delete(nowhere), react(nowhere, "a", "ben"))) {
            assertEquals(AppendResult.Reason.MESSAGE_NOT_FOUND, refused(result));
        }
        write(delete(id));
        for (AppendResult result : write(edit(id, "x"), react(id, "a", "ben"))) {
            assertEquals(AppendResult.Reason.MESSAGE_NOT_FOUND, refused(result));
        }
        MessageChange elsewhere = new MessageChange.Delete(Uuid7.at(2), "nowhere", id, 2);
        assertEquals(AppendResult.Reason.ROOM_NOT_FOUND, refused(write(elsewhere).get(0)));
    }

    @Test
    void changesAreFoundByTheirRevUpToASeq() {
        List<String> ids = new ArrayList<>();
        IntStream.range(0, 5).forEach(i -> ids.add(posted("m" + i)));
        write(edit(ids.get(3), "x"), delete(ids.get(0)), react(ids.get(2), "a", "ben"));
        assertEquals(List.of(1L, 3L), changed(5, 3, 10));
        assertEquals(List.of(1L, 3L, 4L), changed(5, 4, 10));
        assertEquals(List.of(3L), changed(7, 4, 10));
        assertEquals(List.of(), changed(8, 4, 10));
        assertTrue(transactions.call(() -> messages.changed(room.id(), 5, 4, 2, "anna")).more());
    }

    private List<Long> changed(long rev, long lastSeq, int limit) {
        return transactions
                .call(() -> messages.changed(room.id(), rev, lastSeq, limit, "anna"))
                .messages()
                .stream()
                .map(StoredMessage::seq)
                .toList();
    }
}
