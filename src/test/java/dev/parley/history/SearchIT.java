package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.flow.ThreadPools;
import dev.parley.harness.war.Deployments;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches for rooms and users, in the database of the server. */
@Tag("database")
@ExtendWith(ArquillianExtension.class)
class SearchIT {

    @Inject private Transactions transactions;
    @Inject private RoomStore rooms;
    @Inject private IdleRoomStore idleRooms;
    @Inject private UserStore users;
    @Inject private SearchIndex index;
    @Inject private RoomEventStore events;
    @Inject private ThreadPools threads;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    @Deployment
    static WebArchive war() {
        return Deployments.war().addClass(SearchIT.class);
    }

    private static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }

    private void room(String id, String name) {
        RoomDraft draft =
                new RoomDraft(id, name, null, Visibility.PUBLIC, 0, null, null, "somebody");
        transactions.call(() -> rooms.create(draft, 1));
    }

    private List<String> others(String query) {
        return ids(
                transactions.call(() -> rooms.others("nobody", query, RoomStore.Place.START, 100)));
    }

    private List<String> own(String userId, String query) {
        return ids(
                transactions.call(
                        () -> rooms.ofMember(userId, false, query, RoomStore.Place.START, 100)));
    }

    private static List<String> ids(List<RoomStore.Listed> listed) {
        return listed.stream().map(found -> found.room().id()).toList();
    }

    private List<String> users(String query) {
        return transactions.call(() -> users.search(query, 10)).stream()
                .map(UserName::userId)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ΟΔΥΣΣΕΑΣ", "İzmir Ofisi", "José", "会議室 100%", "a_b!c"})
    void roomsAndUsersAreFoundByTheirOwnNames(String name) {
        String id = unique("found");
        room(id, Normalizer.normalize(name, Normalizer.Form.NFD));
        transactions.call(() -> rooms.enrol(id, id, Role.MEMBER, 0, 1));
        remember(id, name);
        for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
            String query = Normalizer.normalize(name, form);
            assertTrue(others(query).contains(id));
            assertEquals(List.of(id), own(id, query));
            assertTrue(users(query).contains(id));
        }
        assertEquals(List.of(id), others(id));
        assertEquals(List.of(id), users(id));
    }

    private void remember(String id, String name) {
        transactions.call(
                () -> {
                    users.remember(id, name, 1);
                    return null;
                });
    }

    @Test
    void aRenamedUserIsFoundByTheNewNameOnly() {
        String id = unique("u");
        String former = unique("former");
        String later = unique("later");
        remember(id, former);
        assertEquals(List.of(id), users(former));
        remember(id, later);
        assertEquals(List.of(), users(former));
        assertEquals(List.of(id), users(later));
    }

    @Test
    void usersAreOrderedByTheWordsThatMatch() {
        String word = unique("Word");
        List<String> ids = IntStream.range(0, 4).mapToObj(i -> unique("u")).toList();
        remember(ids.get(0), word + " d");
        remember(ids.get(1), "Zoe " + word + " b");
        remember(ids.get(2), word + " c " + word + " a");
        remember(ids.get(3), "x" + word);
        assertEquals(List.of(ids.get(2), ids.get(1), ids.get(0)), users(word));
    }

    @Test
    void theRoomsOfASearchAreReadInPagesByTheirActivity() {
        String word = unique("pages");
        for (int i = 0; i < 5; i++) {
            room(word + i, "Room " + i);
        }
        List<String> first =
                ids(transactions.call(() -> rooms.others("x", word, RoomStore.Place.START, 2)));
        assertEquals(List.of(word + 0, word + 1), first);
        RoomStore.Place after = new RoomStore.Place(1, first.get(1));
        assertEquals(
                List.of(word + 2, word + 3, word + 4),
                ids(transactions.call(() -> rooms.others("x", word, after, 10))));
    }

    @Test
    void theRowsOfAnOlderVersionBecomeSearchable() throws Exception {
        String word = unique("İzmir");
        List<String> ids = IntStream.range(0, 7).mapToObj(i -> unique("old")).sorted().toList();
        for (String id : ids) {
            insert(
                    "INSERT INTO room (id, name, visibility, capacity, epoch, last_seq, last_rev,"
                            + " created_at, active_at) VALUES (?, ?, 'PUBLIC', 0, 'e', 0, 0, 1, 1)",
                    id,
                    word);
            insert(
                    "INSERT INTO known_user (id, username, username_key, seen_at)"
                            + " VALUES (?, ?, '', 1)",
                    id,
                    word);
        }
        assertEquals(List.of(), others(word));
        for (SearchIndex.Kind kind : SearchIndex.Kind.values()) {
            for (List<String> some = unwritten(kind); !some.isEmpty(); some = unwritten(kind)) {
                write(kind, some);
            }
        }
        assertEquals(ids, others(word));
        assertEquals(Set.copyOf(ids), Set.copyOf(users(word)));
    }

    private List<String> unwritten(SearchIndex.Kind kind) {
        return transactions.call(() -> index.unwritten(kind, "", 3));
    }

    private int write(SearchIndex.Kind kind, List<String> ids) {
        return transactions.callOrAgain(() -> index.write(kind, ids));
    }

    @Test
    void aRenameWinsOverTheOldNameThatIsBeingMadeSearchable() throws Exception {
        String id = unique("renamed");
        String former = unique("former");
        String later = unique("later");
        try (Connection other = dataSource.getConnection()) {
            other.setAutoCommit(false);
            insert(
                    other,
                    "INSERT INTO known_user (id, username, username_key, seen_at, folded)"
                            + " VALUES (?, ?, '', 1, NULL)",
                    id,
                    former);
            other.commit();
            insert(other, "UPDATE known_user SET username = ? WHERE id = ?", later, id);
            int written =
                    CompletableFuture.supplyAsync(
                                    () -> write(SearchIndex.Kind.USER, List.of(id)),
                                    threads.readers())
                            .get(10, TimeUnit.SECONDS);
            assertEquals(0, written, "it is locked");
            other.commit();
            other.setAutoCommit(true);
        }
        write(SearchIndex.Kind.USER, List.of(id));
        assertEquals(List.of(), users(former));
        assertEquals(List.of(id), users(later));
    }

    @Test
    void closedRoomsTakeNoPlaceInTheResult() {
        String id = unique("closed");
        room(id, id);
        transactions.call(() -> rooms.enrol(id, id, Role.OWNER, 0, 1));
        assertEquals(Set.of(id), transactions.call(() -> index.rooms(id)));
        transactions.call(() -> events.close(events.lock(id).orElseThrow(), "somebody", 2));
        assertEquals(Set.of(), transactions.call(() -> index.rooms(id)));
        assertEquals(List.of(), own(id, id));
    }

    @Test
    void directRoomsTakeNoPlaceInTheResultAndAreFoundByTheirIds() {
        String id = unique("dm");
        transactions.call(() -> rooms.create(RoomDraft.direct(id, unique("")), 1));
        transactions.call(() -> rooms.enrol(id, id, Role.MEMBER, 0, 1));
        assertEquals(Set.of(), transactions.call(() -> index.rooms(id)));
        RoomStore.Place start = RoomStore.Place.START;
        assertEquals(
                List.of(id),
                ids(transactions.call(() -> rooms.ofMember(id, true, id, start, 100))));
    }

    private void insert(String sql, String... values) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            insert(connection, sql, values);
        }
    }

    private static void insert(Connection connection, String sql, String... values)
            throws Exception {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    @Test
    void aRemovedRoomIsFoundNoMore() {
        String id = unique("removed");
        transactions.call(() -> rooms.create(RoomDraft.automatic(id, 0), 1));
        assertEquals(List.of(id), others(id));
        transactions.call(() -> idleRooms.removeIdle(List.of(id), 2));
        assertEquals(List.of(), others(id));
        assertEquals(Set.of(), transactions.call(() -> index.rooms(id)));
    }

    @Test
    void noQueryFindsEverything() {
        String id = unique("all");
        room(id, "All");
        transactions.call(() -> rooms.enrol(id, id, Role.MEMBER, 0, 1));
        assertEquals(List.of(id), own(id, " "));
        assertEquals(List.of(), own(id, unique("other")));
        for (String word : List.of("all", id, id.substring(4))) {
            assertEquals(List.of(id), own(id, word));
        }
    }
}
