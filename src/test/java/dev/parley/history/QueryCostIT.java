package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.Sql;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How many rows each query reads in a large database, as PostgreSQL counts them. This sees more
 * than EXPLAIN: it is about the statements that the JPA implementation of the server really sends,
 * with the plans that PostgreSQL really uses for them, prepared or not.
 */
@Tag("database")
@Tag("postgresql")
@ExtendWith(ArquillianExtension.class)
class QueryCostIT {

    /** More than any query needs, and far less than any large table has. */
    private static final long MOST_ROWS = 3_000;

    /** From the fifth time on the driver prepares a statement; later PostgreSQL plans it once. */
    private static final int TIMES = 12;

    /** 1,000,000 take a minute; {@code -Dtest.java=-Dparley.query.messages=1000000} tries that. */
    private static final int MESSAGES = Integer.getInteger("parley.query.messages", 100_000);

    private static final int ROOMS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String BIG = "r1";
    private static final String READER = "u1";

    /** A third of the messages are in the first room, the others in rooms of a hundred. */
    private static final List<String> DATA =
            List.of(
                    "INSERT INTO room (id, name, visibility, capacity, epoch, last_seq, last_rev,"
                            + " created_by, created_at, active_at, closed_at, touched_at, folded)"
                            + " SELECT 'r' || n, 'Room ' || n, 'PUBLIC', 0, 'e', "
                            + MESSAGES
                            + ", "
                            + 2 * MESSAGES
                            + ", 'u' || n, 1, n, CASE WHEN n % 2 = 0 THEN 5 END,"
                            + " CURRENT_TIMESTAMP, TRUE FROM generate_series(1, "
                            + ROOMS
                            + ") n",
                    "INSERT INTO room (id, name, visibility, capacity, epoch, last_seq, last_rev,"
                            + " created_at, active_at, touched_at)"
                            + " SELECT 'idle' || n, 'idle' || n, 'PUBLIC', 0, 'e', 0, 0, 1, n,"
                            + " TIMESTAMP '2020-01-01' FROM generate_series(1, 100) n",
                    "INSERT INTO room_word (room_id, word)"
                            + " SELECT 'r' || n, 'room ' || n FROM generate_series(1, "
                            + ROOMS
                            + ") n UNION ALL SELECT 'r' || n, n::text FROM generate_series(1, "
                            + ROOMS
                            + ") n",
                    "INSERT INTO known_user (id, username, username_key, seen_at, folded)"
                            + " SELECT 'u' || n, 'User ' || n, 'user ' || n, 1, TRUE"
                            + " FROM generate_series(1, "
                            + ROOMS
                            + ") n",
                    "INSERT INTO user_word (user_id, word)"
                            + " SELECT 'u' || n, 'user ' || n FROM generate_series(1, "
                            + ROOMS
                            + ") n",
                    "INSERT INTO membership (room_id, user_id, role, read_seq, joined_at)"
                            + " SELECT 'r' || n, 'u' || (n / 20 + 1), 'MEMBER', 0, 1"
                            + " FROM generate_series(1, "
                            + ROOMS
                            + ") n",
                    "INSERT INTO message (id, room_id, seq, rev, posted_rev, user_id, username,"
                            + " text, client_message_id, created_at)"
                            + " SELECT uuid(n), CASE WHEN n % 3 = 0 THEN 'r1'"
                            + " ELSE 'r' || (n / 100 + 2) END, n,"
                            + " CASE WHEN n % 1000 = 0 THEN "
                            + MESSAGES
                            + " + n ELSE n END, n, 'u1', 'User', 'text', 'c' || n, 1"
                            + " FROM generate_series(1, "
                            + MESSAGES
                            + ") n",
                    "INSERT INTO reaction (message_id, emoji, user_id, rev)"
                            + " SELECT uuid(n), '+', 'u' || k, "
                            + MESSAGES
                            + " + n FROM generate_series(1000, "
                            + MESSAGES
                            + ", 1000) n, generate_series(1, 5) k",
                    "INSERT INTO room_event (room_id, rev, kind, payload, created_at)"
                            + " SELECT 'r1', "
                            + MESSAGES
                            + " + n, 'REACTED', '{\"messageId\":\"' || uuid(n % 5000) ||"
                            + " '\",\"seq\":1,\"emoji\":\"+\",\"userId\":\"u1\",\"count\":1,"
                            + "\"removed\":false}', 1 FROM generate_series(1, "
                            + MESSAGES / 10
                            + ") n");

    @Inject private Transactions transactions;
    @Inject private RoomStore rooms;
    @Inject private DirectStore directs;
    @Inject private IdleRoomStore idleRooms;
    @Inject private MessageStore messages;
    @Inject private RoomEventStore events;
    @Inject private UserStore users;
    @Inject private BatchStore batches;
    @Inject private SearchIndex index;
    @Inject private Sql sql;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    private final Map<String, Long> tooMany = new LinkedHashMap<>();

    @Deployment
    static WebArchive war() {
        return Deployments.war().addClasses(QueryCostIT.class, Sql.class);
    }

    @BeforeEach
    void fill() throws SQLException {
        // Indexes are built faster after the rows.
        List<String> indexes =
                List.of(
                        "uq_message_room_seq UNIQUE (room_id, seq)",
                        "uq_message_client_id UNIQUE (room_id, user_id, client_message_id)",
                        "uq_message_room_posted_rev UNIQUE (room_id, posted_rev)",
                        "fk_message_room FOREIGN KEY (room_id) REFERENCES room (id)");
        execute(
                "CREATE FUNCTION uuid(n BIGINT) RETURNS VARCHAR LANGUAGE SQL IMMUTABLE AS"
                        + " $$ SELECT '00000000-0000-7000-8000-' || lpad(n::text, 12, '0') $$");
        for (String constraint : indexes) {
            execute("ALTER TABLE message DROP CONSTRAINT " + constraint.split(" ")[0]);
        }
        for (String insert : DATA) {
            execute(insert);
        }
        for (String constraint : indexes) {
            execute("ALTER TABLE message ADD CONSTRAINT " + constraint);
        }
        execute("ANALYZE");
    }

    @AfterEach
    void empty() throws SQLException {
        execute("DROP FUNCTION uuid(BIGINT)");
        execute("TRUNCATE room, known_user CASCADE");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            // The URL of the tests has ten seconds.
            connection.setNetworkTimeout(Runnable::run, 120_000);
            try {
                statement.execute(sql);
            } finally {
                connection.setNetworkTimeout(Runnable::run, 10_000);
            }
        }
    }

    /** The number of rows that this transaction has read, in all tables but a small one. */
    private long rows() {
        String query =
                "SELECT COALESCE(SUM(seq_tup_read + idx_tup_fetch), 0)"
                        + " FROM pg_stat_xact_user_tables WHERE relname <> ?";
        return ((Number) sql.ask(query, "node_lease")).longValue();
    }

    private void measure(String what, Supplier<?> query) {
        long most = 0;
        for (int i = 0; i < TIMES; i++) {
            most = Math.max(most, transactions.call(() -> rows(query)));
        }
        if (most > MOST_ROWS) {
            tooMany.put(what, most);
        }
    }

    private long rows(Supplier<?> query) {
        long before = rows();
        query.get();
        return rows() - before;
    }

    private static String uuid(int n) {
        return "00000000-0000-7000-8000-%012d".formatted(n);
    }

    private static MessageDraft post(int n, String roomId) {
        return new MessageDraft(
                Uuid7.at(n), roomId, READER, "User", "text", "c" + n, uuid(3 * n), null, 1);
    }

    @Test
    void noQueryReadsALargeTable() {
        RoomInfo room = transactions.call(() -> rooms.find(BIG)).orElseThrow();
        long last = room.lastSeq();
        Set<String> few = ids(500);
        measure("newest page", () -> messages.newest(BIG, last, 100, READER));
        measure("page before", () -> messages.before(BIG, last / 2, 100, READER));
        measure("page after", () -> messages.after(BIG, last / 2, last, 100, READER));
        measure("old page after", () -> messages.after(BIG, 0, last, 100, READER));
        measure("changed", () -> messages.changed(BIG, 10, last, 500, READER));
        measure("changed lately", () -> messages.changed(BIG, last + 99_000, last, 500, READER));
        measure("message", () -> messages.find(uuid(3)));
        measure("events", () -> events.after(room, 100, 200));
        measure("latest events", () -> events.after(room, 2L * last - 10, 200));
        measure("lock", () -> events.lock(BIG));
        measure("role", () -> rooms.role(BIG, READER));
        measure("rooms of a user", () -> rooms.roomsOf(READER, 500));
        measure("direct room", () -> rooms.findDirect("pair"));
        measure("heads", () -> rooms.heads(few));
        measure("touched", () -> rooms.touched(Duration.ofHours(1), few));
        measure("touched direct", () -> directs.touchedDirect(Duration.ofSeconds(1), 20_000));
        measure("recent", () -> directs.recent(List.of(BIG, "r2"), Instant.EPOCH, 200));
        measure("touched, many", () -> rooms.touched(Duration.ofHours(1), ids(1_000)));
        measure("own rooms", () -> own(""));
        measure("own rooms, searched", () -> own("room 1"));
        measure("others", () -> others("", RoomStore.Place.START));
        measure("others, later", () -> others("", new RoomStore.Place(9_000, "r9000")));
        measure("others, searched", () -> others("room 77", RoomStore.Place.START));
        measure("others, nearly all found", () -> others("r", RoomStore.Place.START));
        measure("others, none found", () -> others("nothing", RoomStore.Place.START));
        measure("counterparts", () -> rooms.counterparts(few, READER));
        measure("users", () -> users.search("user 1", 50));
        measure("names", () -> users.names(few));
        measure("rooms to fold", () -> index.fill(SearchIndex.Kind.ROOM, 50));
        measure("users to fold", () -> index.fill(SearchIndex.Kind.USER, 50));
        measure("idle", () -> idleRooms.idle(Long.MAX_VALUE, 500));
        measure("idle, seen", () -> seen(few));
        measure("idle, removed", () -> idleRooms.removeIdle(idleRooms.idle(90, 5), 90));
        measure("batch of posts", () -> write(posts()));
        measure("batch of changes", () -> write(changes()));
        measure("outcome", () -> batches.committed(posts(), PATIENCE));
        measure("outcome of changes", () -> batches.committed(changes(), PATIENCE));
        assertEquals(Map.of(), tooMany);
    }

    private static Set<String> ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "r" + (i * 7 + 1))
                .collect(Collectors.toSet());
    }

    private Object own(String search) {
        return rooms.ofMember(READER, false, search, RoomStore.Place.START, 101);
    }

    private Object others(String search, RoomStore.Place after) {
        return rooms.others(READER, search, after, 101);
    }

    private Object seen(Set<String> ids) {
        idleRooms.seen(ids, Long.MAX_VALUE);
        return null;
    }

    private Object write(List<Draft> drafts) {
        return batches.write(drafts, PATIENCE);
    }

    /** Repeats and new messages, in fifty rooms. */
    private static List<Draft> posts() {
        return IntStream.range(1, 50)
                .mapToObj(i -> (Draft) post(i % 2 == 0 ? i * 100 : -i, "r" + (i + 2)))
                .toList();
    }

    private static List<Draft> changes() {
        return List.of(
                new MessageChange.Edit(Uuid7.at(1), BIG, uuid(3), "new " + System.nanoTime(), 1),
                new MessageChange.React(Uuid7.at(1), BIG, uuid(3_000), "x", READER, false, 1),
                new MessageChange.Delete(Uuid7.at(1), BIG, uuid(6_000), 1));
    }
}
