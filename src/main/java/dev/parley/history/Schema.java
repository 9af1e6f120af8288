package dev.parley.history;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Migrates and checks the tables, according to the changelogs of this version. Not thread-safe;
 * blocks on the database.
 */
final class Schema {

    private static final String CHANGELOG = "liquibase/changelog.xml";
    private static final String TABLE = "databasechangelog";

    /** The same command as in docs/install.md. */
    private static final String COMMAND =
            "mvn -Pschema liquibase:update -Ddb.url=... -Ddb.user=... -Ddb.password=...";

    private interface Work {
        void on(Connection connection, Liquibase liquibase) throws Exception;
    }

    private final DataSource dataSource;

    Schema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Applies the missing changes.
     *
     * @throws IllegalStateException if that fails
     */
    void update() {
        run((connection, liquibase) -> liquibase.update(new Contexts()));
    }

    /**
     * Checks which changes were applied; only reads from the database.
     *
     * @throws IllegalStateException if a change is missing, with the command that applies it, or if
     *     an applied change is unknown to this version
     */
    void check() {
        Set<String> missing = new LinkedHashSet<>();
        Set<String> unknown = new LinkedHashSet<>();
        run(
                (connection, liquibase) -> {
                    unknown.addAll(made(connection));
                    for (ChangeSet change : liquibase.getDatabaseChangeLog().getChangeSets()) {
                        String name = name(change.getFilePath(), change.getId());
                        if (!unknown.remove(name)) {
                            missing.add(name);
                        }
                    }
                });
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "The database's schema is not that of this version of Parley; missing changes: "
                            + missing
                            + ". Update it with: "
                            + COMMAND);
        }
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "The database's schema is of a newer version of Parley; unknown changes: "
                            + unknown);
        }
    }

    private static Set<String> made(Connection connection) throws SQLException {
        Set<String> made = new LinkedHashSet<>();
        if (!hasTable(connection)) {
            return made;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT filename, id FROM databasechangelog")) {
            while (rows.next()) {
                made.add(name(rows.getString(1), rows.getString(2)));
            }
        }
        return made;
    }

    private static boolean hasTable(Connection connection) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        String table = data.storesUpperCaseIdentifiers() ? TABLE.toUpperCase(Locale.ROOT) : TABLE;
        try (ResultSet tables =
                data.getTables(connection.getCatalog(), connection.getSchema(), table, null)) {
            return tables.next();
        }
    }

    private static String name(String file, String id) {
        return file + "::" + id;
    }

    private void run(Work work) {
        ResourceAccessor files = new ClassLoaderResourceAccessor(Schema.class.getClassLoader());
        try {
            // Otherwise Liquibase sends usage data to its maker's host, and prints a report to the
            // standard output.
            Scope.child(
                    Map.of(
                            Scope.Attr.ui.name(),
                            new LoggerUIService(),
                            Scope.Attr.resourceAccessor.name(),
                            files,
                            "liquibase.analytics.enabled",
                            false),
                    () -> run(files, work));
        } catch (Exception e) {
            throw new IllegalStateException("The database's schema could not be handled", e);
        }
    }

    private void run(ResourceAccessor files, Work work) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            Database database =
                    DatabaseFactory.getInstance()
                            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            Liquibase liquibase = new Liquibase(CHANGELOG, files, database);
            liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
            work.on(connection, liquibase);
            endTransaction(connection);
        }
    }

    /**
     * Ends the transaction. Otherwise Open Liberty rolls it back at clean-up (WLTC0033W), and this
     * singleton fails.
     */
    private static void endTransaction(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
            connection.setAutoCommit(true);
        }
    }
}
