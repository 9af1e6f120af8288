package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportedDatabaseTest {

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        InvocationHandler handler = (proxy, method, args) -> answers.get(method.getName());
        Object fake = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        return type.cast(fake);
    }

    /**
     * A database of another maker.
     *
     * @param version what it answers to SELECT version()
     */
    private static SupportedDatabase database(String product, int major, String version) {
        DatabaseMetaData data =
                fake(
                        DatabaseMetaData.class,
                        Map.of(
                                "getDatabaseProductName", product,
                                "getDatabaseProductVersion", version,
                                "getDatabaseMajorVersion", major));
        ResultSet row = fake(ResultSet.class, Map.of("next", true, "getString", version));
        Statement statement = fake(Statement.class, Map.of("executeQuery", row));
        Connection connection =
                fake(Connection.class, Map.of("getMetaData", data, "createStatement", statement));
        return new SupportedDatabase(fake(DataSource.class, Map.of("getConnection", connection)));
    }

    @ParameterizedTest
    @CsvSource({
        "MySQL, 8, 8.0.36, MySQL 8.0.36",
        "MariaDB, 11, 11.4.2-MariaDB, MariaDB 11.4.2-MariaDB",
        "Oracle, 23, Oracle Database 23ai, Oracle Oracle Database 23ai",
        "H2, 1, 1.4.200, H2 1.4.200",
        "PostgreSQL, 12, PostgreSQL 12.19 on x86_64, PostgreSQL 12.19 on x86_64",
        "PostgreSQL, 13, CockroachDB CCL v24.1.0, CockroachDB CCL v24.1.0",
        "PostgreSQL, 15, PostgreSQL 15.2-YB-2.25.0.0, PostgreSQL 15.2-YB-2.25.0.0"
    })
    void anotherDatabaseIsRefusedByItsName(String product, int major, String version, String name) {
        String told =
                assertThrows(
                                IllegalStateException.class,
                                database(product, major, version)::require)
                        .getMessage();
        assertEquals(
                "Parley does not support the database "
                        + name
                        + ": use PostgreSQL 13 or newer, or H2 2.x",
                told);
    }

    @Test
    void postgreSqlAndH2AreAccepted() {
        String version = "PostgreSQL 16.2 on aarch64-unknown-linux-gnu";
        assertDoesNotThrow(database("PostgreSQL", 16, version)::require);
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:supported");
        assertDoesNotThrow(new SupportedDatabase(h2)::require);
    }
}
