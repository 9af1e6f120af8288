package dev.parley.harness.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the tests' own that can be made to fail. It writes to the disk as in production.
 * Not thread-safe.
 */
public final class Postgres implements AutoCloseable {

    private static final String USER = "parley";
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final int port;
    private final Path data;

    /** Where its output goes if it is to go on without us. */
    private ProcessBuilder.Redirect redirect;

    private EmbeddedPostgres server;
    private boolean isRunning = true;

    private Postgres(int port, Path data) {
        this.port = port;
        this.data = data;
    }

    /** Starts one with an empty database and a user that owns it, both called parley. */
    public static Postgres start(int port) throws IOException {
        // Where the user nobody can write: PostgreSQL does not run as root.
        Postgres postgres = new Postgres(port, Files.createTempDirectory("parley-postgres"));
        postgres.launch();
        postgres.createDatabase();
        return postgres;
    }

    /**
     * Starts one that goes on when this process has ended; {@code server-config/cluster.sh} does.
     *
     * @param args the port, the folder of its data, and the file of its log; data that is there
     *     already is used
     */
    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[1]);
        boolean isNew = Files.notExists(data);
        Postgres postgres = new Postgres(Integer.parseInt(args[0]), data);
        postgres.redirect =
                ProcessBuilder.Redirect.appendTo(Path.of(args[2]).toAbsolutePath().toFile());
        postgres.launch();
        if (isNew) {
            postgres.createDatabase();
        }
    }

    private void createDatabase() {
        execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + USER + "'");
        execute("CREATE DATABASE " + USER + " OWNER " + USER);
    }

    private void launch() throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setPort(port)
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        // Ten seconds, as it is without this, are not enough on a busy machine.
                        .setPGStartupWait(START_PATIENCE)
                        // Its place would be shared by all on this machine with this port.
                        .setServerConfig("unix_socket_directories", "")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on");
        if (redirect != null) {
            builder.setOutputRedirector(redirect)
                    .setErrorRedirector(redirect)
                    .setRegisterShutdownHook(false);
        }
        server = builder.start();
    }

    private void execute(String sql) {
        try (Connection admin = server.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Ends the connections of all clients; what they had begun is rolled back. */
    public void cutConnections() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'parley'");
    }

    /** Kills a process that serves a client: the server ends all others and recovers its log. */
    public void crash() throws SQLException {
        try (Connection admin = server.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement();
                ResultSet clients =
                        statement.executeQuery(
                                "SELECT pid FROM pg_stat_activity WHERE usename = 'parley'")) {
            if (!clients.next()) {
                throw new IllegalStateException("Nobody is connected");
            }
            signal("KILL", List.of(clients.getLong(1)));
        } catch (SQLException e) {
            // Our own connection ends with the others.
            if (!isGone(e)) {
                throw e;
            }
        }
    }

    private static boolean isGone(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().matches("57P0\\d|08.*");
    }

    /** Stops all of its processes where they are. */
    public void pause() throws IOException {
        signal("STOP", processes());
    }

    public void resume() throws IOException {
        signal("CONT", processes());
    }

    private List<Long> processes() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return List.of();
        }
        long master = Long.parseLong(Files.readAllLines(file).get(0));
        Stream<ProcessHandle> children =
                ProcessHandle.of(master).stream().flatMap(ProcessHandle::descendants);
        return Stream.concat(Stream.of(master), children.map(ProcessHandle::pid)).toList();
    }

    private static void signal(String name, List<Long> pids) {
        for (long pid : pids) {
            try {
                // One that has ended meanwhile needs none.
                new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Ends it in order; its data stays. */
    public void stop() throws IOException {
        isRunning = false;
        server.close();
    }

    public boolean isRunning() {
        return isRunning;
    }

    /** Starts it again after {@link #stop}. */
    public void startAgain() throws IOException {
        launch();
        isRunning = true;
    }

    @Override
    public void close() throws IOException {
        resume();
        server.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
