package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Removes a room from an H2 database with the schema of this version. */
class RoomRemovalTest {

    /** The most rows of a table that one transaction removes. */
    private static final int MOST = 1_000;

    private Connection connection;

    /** The rows that this transaction has removed, by table. */
    private final Map<String, Integer> removed = new HashMap<>();

    private final RoomRemoval removal =
            new RoomRemoval(
                    proxy(
                            EntityManager.class,
                            (name, args) ->
                                    switch (name) {
                                        case "find" -> new ClosedRoom();
                                        case "createNativeQuery" -> query((String) args[0]);
                                        case "remove" -> execute("DELETE FROM room WHERE id = 'r'");
                                        default -> null;
                                    }),
                    new Dialect());

    private static final class ClosedRoom extends Room {
        @Override
        boolean isClosed() {
            return true;
        }
    }

    private interface Call {
        Object answer(String method, Object[] args) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, args) -> {
                            Object answer = call.answer(method.getName(), args);
                            return answer == null && method.getReturnType() == type
                                    ? proxy
                                    : answer;
                        }));
    }

    private Query query(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        return proxy(
                Query.class,
                (name, args) ->
                        switch (name) {
                            case "setParameter" -> {
                                statement.setObject((Integer) args[0], args[1]);
                                yield null;
                            }
                            case "getResultList" -> rows(statement);
                            default -> update(statement, sql);
                        });
    }

    private int update(PreparedStatement statement, String sql) throws SQLException {
        try (statement) {
            int rows = statement.executeUpdate();
            removed.merge(sql.split(" ")[2], rows, Integer::sum);
            return rows;
        }
    }

    private static List<Object[]> rows(PreparedStatement statement) throws SQLException {
        List<Object[]> all = new ArrayList<>();
        try (statement;
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Object[] row = new Object[rows.getMetaData().getColumnCount()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = rows.getObject(i + 1);
                }
                all.add(row);
            }
        }
        return all;
    }

    private Object execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return null;
        }
    }

    private int count(String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @BeforeEach
    void createRoom() throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        new Schema(h2).update();
        connection = h2.getConnection();
        execute(
                "INSERT INTO room (id, name, visibility, capacity, epoch, last_seq, last_rev,"
                        + " created_at, active_at) VALUES ('r', 'r', 'PUBLIC', 0, 'e', 3, 0, 0, 0)");
        execute(
                "INSERT INTO message (id, room_id, seq, rev, posted_rev, user_id, username,"
                        + " created_at) SELECT 'm' || x, 'r', x, x, x, 'u', 'u', 0"
                        + " FROM SYSTEM_RANGE(1, 2500)");
        execute(
                "INSERT INTO reaction (message_id, emoji, user_id, rev)"
                        + " SELECT 'm7', CASE WHEN x % 2 = 0 THEN 'e' ELSE 'f' END, 'u' || x, x"
                        + " FROM SYSTEM_RANGE(1, 2500)");
        execute(
                "INSERT INTO reaction (message_id, emoji, user_id, rev)"
                        + " SELECT 'm' || x, 'e', 'v', x"
                        + " FROM SYSTEM_RANGE(1, 1200)");
        execute(
                "INSERT INTO room_event (room_id, rev, kind, created_at) SELECT 'r', x,"
                        + " CASE WHEN x = 2500 THEN 'CLOSED' ELSE 'EDITED' END, 0"
                        + " FROM SYSTEM_RANGE(1, 2500)");
        execute(
                "INSERT INTO membership (room_id, user_id, role, read_seq, joined_at)"
                        + " SELECT 'r', 'u' || x, 'MEMBER', 0, 0 FROM SYSTEM_RANGE(1, 2500)");
        execute(
                "INSERT INTO seat (room_id, user_id, node)"
                        + " SELECT 'r', 'u' || x, 'n' FROM SYSTEM_RANGE(1, 1500)");
    }

    @AfterEach
    void close() throws SQLException {
        execute("SHUTDOWN");
    }

    @Test
    void noTransactionRemovesMoreThanAThousandRowsOfATable() throws SQLException {
        int transactions = 1;
        while (removal.removeSome("r")) {
            assertEquals(1, count("room"));
            assertEquals(1, count("room_event WHERE kind = 'CLOSED'"));
            assertAll(
                    removed.entrySet().stream()
                            .map(e -> () -> assertTrue(e.getValue() <= MOST, e.toString())));
            removed.clear();
            transactions++;
        }
        for (String table :
                new String[] {"room", "message", "reaction", "room_event", "membership", "seat"}) {
            assertEquals(0, count(table), table);
        }
        assertTrue(transactions <= 15, transactions + " transactions");
    }

    @Test
    void anotherRoomStaysAsItIs() throws SQLException {
        execute(
                "INSERT INTO room (id, name, visibility, capacity, epoch, last_seq, last_rev,"
                        + " created_at, active_at) VALUES ('s', 's', 'PUBLIC', 0, 'e', 1, 0, 0, 0)");
        execute(
                "INSERT INTO message (id, room_id, seq, rev, posted_rev, user_id, username,"
                        + " created_at) VALUES ('other', 's', 1, 1, 1, 'u', 'u', 0)");
        execute("INSERT INTO reaction VALUES ('other', 'e', 'u1', 1)");
        execute("INSERT INTO membership VALUES ('s', 'u1', 'MEMBER', 0, 0)");
        execute("INSERT INTO seat VALUES ('s', 'u1', 'n')");
        while (removal.removeSome("r")) {
            removed.clear();
        }
        for (String table : new String[] {"room", "message", "reaction", "membership", "seat"}) {
            assertEquals(1, count(table), table);
        }
    }
}
