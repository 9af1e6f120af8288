package dev.parley.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcDataSource;

/** The tables that nodes use to find and recognise each other. */
final class ClusterTables {

    private ClusterTables() {}

    /**
     * Lets a data source use an H2 database in memory that has these tables, and nothing else.
     *
     * @param name of the database, which other tests must not use at the same time
     */
    static void create(JdbcDataSource database, String name) throws SQLException {
        database.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP ALL OBJECTS");
            statement.execute(
                    "CREATE TABLE cluster_node (address VARCHAR(200) PRIMARY KEY,"
                            + " name VARCHAR(200), cluster VARCHAR(200), ip VARCHAR(200),"
                            + " coord BOOLEAN)");
            statement.execute(
                    "CREATE TABLE cluster_key (cluster VARCHAR(100) PRIMARY KEY,"
                            + " private_key VARCHAR(1000), certificate VARCHAR(2000))");
        }
    }
}
