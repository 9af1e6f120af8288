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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Checks how much each query reads in a large database, as PostgreSQL counts it: the rows, the
 * entries of indexes, and the sequential scans of each large table.
 *
 * <p>This sees more than EXPLAIN. EXPLAIN shows the plan of a statement that the test writes, for
 * values that the test chooses. The counters cover the statements that the JPA implementation of
 * the server sends, and the plans that PostgreSQL uses for them: at first for the given values, and
 * for any values once the statement is prepared. A sequential scan counts even if a LIMIT ends it
 * after one row. All entries that an index-only scan reads count, too.
 */
@Tag("database")
@Tag("postgresql")
@ExtendWith(ArquillianExtension.class)
class QueryCostIT {

    private static final Logger LOG = Logger.getLogger(QueryCostIT.class.getName());

    /** More than any query needs, and far less than any large table has. */
    private static final long MOST_ROWS = 3_000;

    /** The tables that no query may scan. The others have a row for each node, or one. */
    private static final String LARGE =
            "('message', 'room', 'room_event', 'membership', 'reaction', 'known_user',"
                    + " 'room_word', 'user_word', 'seat')";

    /** From the fifth time on the driver prepares a statement; later PostgreSQL plans it once. */
    private static final int TIMES = 12;

    /** {@code mvn -Plong verify -Dsuite=queries} tries 1,000,000. */
    private static final int MESSAGES = Integer.getInteger("test.query.messages", 100_000);

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
                    // Closed rooms have no words.
                    "INSERT INTO room_word (room_id, word)"
                            + " SELECT 'r' || n, 'room ' || n FROM generate_series(1, "
                            + ROOMS
                            + ", 2) n UNION ALL SELECT 'r' || n, n::text FROM generate_series(1, "
                            + ROOMS
                            + ", 2) n",
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
                    "INSERT INTO seat (room_id, user_id, node) SELECT 'r' || n, 'u' || n, 'other'"
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
                            + " + n FROM generate_series(10, "
                            + MESSAGES
                            + ", 10) n, generate_series(1, 5) k",
                    "INSERT INTO room_event (room_id, rev, kind, payload, created_at)"
                            + " SELECT 'r1', "
                            + MESSAGES
                            + " + n, 'REACTED', '{\"messageId\":\"' || uuid(n % 5000) ||"
                            + " '\",\"seq\":1,\"emoji\":\"+\",\"userId\":\"u1\",\"count\":1,"
                            + "\"removed\":false}', 1 FROM generate_series(1, "
                            + MESSAGES / 10
                            + ") n",
                    "INSERT INTO room_event (room_id, rev, kind, payload, created_at) VALUES ('r2', "
                            + 2 * MESSAGES
                            + ", 'CLOSED', '{\"by\":\"u1\"}', 1)");

    @Inject private Transactions transactions;
    @Inject private RoomStore rooms;
    @Inject private DirectStore directs;
    @Inject private IdleRoomStore idleRooms;
    @Inject private MessageStore messages;
    @Inject private RoomEventStore events;
    @Inject private UserStore users;
    @Inject private RoomLookup lookup;
    @Inject private RoomRemoval removal;
    @Inject private SeatStore seats;
    @Inject private BatchStore batches;
    @Inject private SearchIndex index;
    @Inject private Sql sql;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    /** The queries that read too much, by name. */
    private final Map<String, Object> tooMuch = new LinkedHashMap<>();

    @Deployment
    static WebArchive war() {
        // Otherwise, the sweep removes the idle rooms before their removal is measured.
        return Deployments.war(Map.of("parley.rooms.idle-cleanup", "0"))
                .addClasses(QueryCostIT.class, Sql.class);
    }

    /** Building indexes and checking foreign keys is faster after the rows are inserted. */
    private static final List<String> CONSTRAINTS =
            List.of(
                    "message uq_message_room_seq UNIQUE (room_id, seq)",
                    "message uq_message_client_id UNIQUE (room_id, user_id, client_message_id)",
                    "message uq_message_room_posted_rev UNIQUE (room_id, posted_rev)",
                    "message fk_message_room FOREIGN KEY (room_id) REFERENCES room (id)",
                    "reaction fk_reaction_message FOREIGN KEY (message_id) REFERENCES message (id)");

    @BeforeEach
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void fill() throws SQLException {
        execute(
                "CREATE FUNCTION uuid(n BIGINT) RETURNS VARCHAR LANGUAGE SQL IMMUTABLE AS"
                        + " $$ SELECT '00000000-0000-7000-8000-' || lpad(n::text, 12, '0') $$");
        for (String constraint : CONSTRAINTS) {
            String[] words = constraint.split(" ");
            execute("ALTER TABLE " + words[0] + " DROP CONSTRAINT " + words[1]);
        }
        for (String insert : DATA) {
            execute(insert);
        }
        for (String constraint : CONSTRAINTS) {
            execute("ALTER TABLE " + constraint.replaceFirst(" ", " ADD CONSTRAINT "));
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
            connection.setNetworkTimeout(Runnable::run, 600_000);
            try {
                statement.execute(sql);
                statement.execute("SELECT pg_stat_force_next_flush()");
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

    /** The sequential scans of large tables by this transaction, as {@code table: scans}. */
    private String scans() {
        String query =
                "SELECT COALESCE(string_agg(relname || ': ' || seq_scan, ', ' ORDER BY relname), '')"
                        + " FROM pg_stat_xact_user_tables WHERE seq_scan > 0 AND relname <> ?"
                        + " AND relname IN "
                        + LARGE;
        return (String) sql.ask(query, "");
    }

    /**
     * The number of entries that all transactions have read in the indexes of large tables.
     * Background tasks of this node read few.
     */
    private long entries() {
        String query =
                "SELECT SUM(idx_tup_read) FROM pg_stat_user_indexes WHERE relname <> ?"
                        + " AND relname IN "
                        + LARGE;
        return ((Number) transactions.call(() -> sql.ask(query, ""))).longValue();
    }

    /** The cost of one call. */
    private record Cost(long rows, String scans) {}

    private void measure(String what, Supplier<?> query) {
        measure(what, MOST_ROWS, query);
    }

    private void measure(String what, long most, Supplier<?> query) {
        long rows = 0;
        long entries = 0;
        String scans = "";
        for (int i = 0; i < TIMES; i++) {
            long before = entries();
            Cost cost = transactions.call(() -> cost(query));
            rows = Math.max(rows, cost.rows());
            entries = Math.max(entries, entries() - before);
            scans = cost.scans().isEmpty() ? scans : cost.scans();
        }
        if (rows > most || entries > most || !scans.isEmpty()) {
            tooMuch.put(what, rows + " rows, " + entries + " index entries, scans of " + scans);
        }
        LOG.log(Level.INFO, "{0}: {1} rows, {2} index entries", new Object[] {what, rows, entries});
    }

    private Cost cost(Supplier<?> query) {
        long before = rows();
        query.get();
        Cost cost = new Cost(rows() - before, scans());
        // At the end of the transaction, so that entries() sees them.
        sql.ask("SELECT COUNT(*) FROM pg_stat_force_next_flush() WHERE '' = ?", "");
        return cost;
    }

    private static String uuid(int n) {
        return String.format(Locale.ROOT, "00000000-0000-7000-8000-%012d", n);
    }

    private static MessageDraft post(int n, String roomId) {
        return new MessageDraft(
                Uuid7.at(n), roomId, READER, "User", "text", "c" + n, uuid(3 * n), null, 1);
    }

    @Test
    void noQueryReadsALargeTable() throws SQLException {
        RoomInfo room = transactions.call(() -> rooms.find(BIG)).orElseThrow();
        long last = room.lastSeq();
        RoomInfo closed = transactions.call(() -> rooms.find("r2")).orElseThrow();
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
        measure("room to enter", () -> rooms.findFor(BIG, READER));
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
        measure("rooms without words", () -> index.unwritten(SearchIndex.Kind.ROOM, "", 50));
        measure("users without words", () -> index.unwritten(SearchIndex.Kind.USER, "", 50));
        measure("words", () -> index.write(SearchIndex.Kind.ROOM, List.of("idle1", "idle2")));
        measure("new user", () -> remember(READER + System.nanoTime(), "User"));
        measure("renamed user", () -> remember(READER, "User " + System.nanoTime()));
        measure("user", () -> users.find(READER));
        measure("owner", () -> owner());
        measure("owned rooms", () -> lookup.ownedBy(READER));
        measure("membership of rooms", () -> lookup.memberOf(READER, few));
        measure("rooms by id", () -> lookup.find(few));
        measure("new member", () -> enrol("u" + System.nanoTime()));
        measure("members of a direct room", () -> rooms.members("r9"));
        measure("seat", () -> seats.take(room, READER, "node"));
        measure("seat, released", () -> seat(() -> seats.release(BIG, READER, "node")));
        measure("lease", () -> seats.renew("node " + System.nanoTime(), 1));
        measure("other nodes", () -> seats.others("node"));
        measure("end of a node", () -> seat(() -> seats.end("node")));
        measure("end of dead nodes", () -> seat(seats::forgetTheDead));
        measure("closing", () -> events.closing(closed));
        measure("idle", () -> idleRooms.idle(Long.MAX_VALUE, 500));
        measure("idle, seen", () -> seen(few));
        measure("idle, removed", () -> idleRooms.removeIdle(idleRooms.idle(90, 5), 90));
        measure("batch of posts", () -> write(posts()));
        measure("batch of changes", () -> write(changes()));
        measure("outcome", () -> batches.committed(posts(), PATIENCE));
        measure("outcome of changes", () -> batches.committed(changes(), PATIENCE));
        // Reads each of 1,000 messages a few times.
        execute("UPDATE room SET closed_at = 5 WHERE id = '" + BIG + "'");
        measure("part of a removal", 3 * MOST_ROWS, () -> removal.removeSome(BIG));
        measure("removal", 3 * MOST_ROWS, () -> removal.removeSome(closed.id()));
        assertEquals(Map.of(), tooMuch);
    }

    private static Object seat(Runnable change) {
        change.run();
        return change;
    }

    private Object remember(String userId, String name) {
        users.remember(userId, name, 1);
        return userId;
    }

    private Object owner() {
        users.lock(READER);
        return READER;
    }

    private Object enrol(String userId) {
        return rooms.enrol(BIG, userId, Role.MEMBER, 0, 1);
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
