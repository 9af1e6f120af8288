package dev.parley.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Checks whether the database keeps what it commits, because acknowledged messages must not be
 * lost. PostgreSQL must have written a commit to disk. H2 must have written it to its file, which
 * survives the end of the process; H2 never forces the file to disk at a commit and may lose data
 * on a power failure. Other databases are trusted. Blocks on the database.
 */
final class Durability {

    static final String POSTGRESQL = "PostgreSQL";

    private static final String MEMORY = "jdbc:h2:mem:";

    private final DataSource dataSource;

    Durability(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Returns the settings, with their values, that allow the database to lose committed data.
     *
     * @throws IllegalStateException if the database cannot be queried
     */
    Map<String, String> faults() {
        Map<String, String> faults = new LinkedHashMap<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            String product = connection.getMetaData().getDatabaseProductName();
            if (product.equals(POSTGRESQL)) {
                for (String setting : new String[] {"synchronous_commit", "fsync"}) {
                    String value = value(statement, "SHOW " + setting);
                    if (value.equals("off")) {
                        faults.put(setting, value);
                    }
                }
            } else if (product.equals("H2") && !isInMemory(connection)) {
                // Milliseconds.
                String delay =
                        value(
                                statement,
                                "SELECT setting_value FROM information_schema.settings"
                                        + " WHERE setting_name = 'WRITE_DELAY'");
                if (!delay.equals("0")) {
                    faults.put("WRITE_DELAY", delay);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be queried", e);
        }
        return faults;
    }

    /** An in-memory database is never durable; choosing it is deliberate. */
    private static boolean isInMemory(Connection connection) throws SQLException {
        return connection.getMetaData().getURL().startsWith(MEMORY);
    }

    private static String value(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
