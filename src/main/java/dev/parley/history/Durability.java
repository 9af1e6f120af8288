package dev.parley.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Asks a database whether it keeps what it commits: who acknowledges messages may not lose them.
 * Knows PostgreSQL, which has it on the disk then, and H2, which has it in its file, so that the
 * end of the process takes nothing; H2 never forces the file to the disk at a commit, and may lose
 * it with the power. Others are trusted. Blocks on the database.
 */
final class Durability {

    static final String POSTGRESQL = "PostgreSQL";

    private static final String MEMORY = "jdbc:h2:mem:";

    private final DataSource dataSource;

    Durability(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The settings of the database, and their values, by which it may lose what it has committed.
     *
     * @throws IllegalStateException if it cannot be asked
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
            throw new IllegalStateException("The database could not be asked", e);
        }
        return faults;
    }

    /** There is no disk, and whoever chooses that knows it. */
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
