package dev.parley.history;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Refuses databases that Parley does not support. Blocks on the database. */
final class SupportedDatabase {

    /** The oldest major version of PostgreSQL that has all that the queries need. */
    private static final int OLDEST_POSTGRESQL = 13;

    private static final String USE =
            ": use PostgreSQL " + OLDEST_POSTGRESQL + " or newer, or H2 2.x";

    private final DataSource dataSource;

    SupportedDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Checks the database.
     *
     * @throws IllegalStateException if Parley does not support it, with its name, or if it cannot
     *     be queried
     */
    void require() {
        try (Connection connection = dataSource.getConnection()) {
            DatabaseMetaData data = connection.getMetaData();
            boolean postgresql = data.getDatabaseProductName().equals(Durability.POSTGRESQL);
            String name =
                    postgresql
                            ? version(connection)
                            : data.getDatabaseProductName()
                                    + " "
                                    + data.getDatabaseProductVersion();
            boolean supported =
                    postgresql
                            ? isOriginal(name)
                                    && data.getDatabaseMajorVersion() >= OLDEST_POSTGRESQL
                            : data.getDatabaseProductName().equals("H2")
                                    && data.getDatabaseMajorVersion() >= 2;
            if (!supported) {
                throw new IllegalStateException(
                        "Parley does not support the database " + name + USE);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be queried", e);
        }
    }

    /** Others have the driver of PostgreSQL, and the name that it reports. */
    private static String version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version()")) {
            row.next();
            return row.getString(1);
        }
    }

    /** CockroachDB begins with its own name; YugabyteDB writes {@code PostgreSQL 15.2-YB-2.25}. */
    private static boolean isOriginal(String version) {
        return version.startsWith("PostgreSQL ") && !version.contains("-YB-");
    }
}
