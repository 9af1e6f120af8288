package dev.parley.bench.target;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A real PostgreSQL whose commits are on disk when it says so. */
final class PostgresStore implements Store {

    static final String USER = "postgres";
    static final String PASSWORD = "postgres";

    private final EmbeddedPostgres server;
    private final long pid;

    PostgresStore() {
        ServerProcess.requireFree(Ports.POSTGRES);
        Path data = Places.work().resolve("postgres");
        try {
            Files.createDirectories(Places.work());
            server =
                    EmbeddedPostgres.builder()
                            .setPort(Ports.POSTGRES)
                            .setOverrideWorkingDirectory(Places.programs().toFile())
                            .setDataDirectory(data)
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("fsync", "on")
                            .setServerConfig("max_connections", "100")
                            .setServerConfig("shared_buffers", "256MB")
                            .setCleanDataDirectory(true)
                            .start();
            pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ask(String query) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes an empty database. */
    void create(String database) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + Ports.POSTGRES + "/" + database;
    }

    static String url(String database) {
        return "postgresql://"
                + USER
                + ":"
                + PASSWORD
                + "@127.0.0.1:"
                + Ports.POSTGRES
                + "/"
                + database;
    }

    @Override
    public List<Long> pids() {
        return List.of(pid);
    }

    @Override
    public String promise() {
        return "PostgreSQL "
                + ask("show server_version")
                + ", synchronous_commit="
                + ask("show synchronous_commit")
                + ", fsync="
                + ask("show fsync");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
