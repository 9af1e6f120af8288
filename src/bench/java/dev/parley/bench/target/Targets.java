package dev.parley.bench.target;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Starts targets by their names, with the stores that they want; ends all of them, the last first.
 */
public final class Targets implements AutoCloseable {

    /** All names, for the help. */
    public static final List<String> NAMES =
            List.of(
                    "parley-wildfly",
                    "parley-liberty",
                    "nest-redis",
                    "nest-postgres",
                    "undertow",
                    "running");

    /**
     * How targets are started.
     *
     * @param database of Parley: {@code h2}, {@code postgres}, or a JDBC URL
     * @param user of a database that is given by its URL
     * @param password of that user
     * @param heap of each Java, as {@code -Xmx} has it
     * @param redisFsync {@code always} or {@code everysec}
     * @param running host and port of a Parley that runs already
     * @param pid its process, or 0
     */
    public record Options(
            String database,
            String user,
            String password,
            String heap,
            String redisFsync,
            String running,
            long pid) {}

    private final Options options;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<Target> targets = new ArrayList<>();
    private PostgresStore postgres;
    private RedisStore redis;

    public Targets(Options options) {
        this.options = options;
    }

    /** Starts a target and waits until it serves. */
    public Target start(String name) {
        Target target =
                switch (name) {
                    case "parley-wildfly" -> Parley.onWildFly(parley("wildfly"));
                    case "parley-liberty" -> Parley.onLiberty(parley("liberty"));
                    case "nest-redis" ->
                            new NestPeer(name, Ports.NEST_REDIS, null, List.of(redis()));
                    case "nest-postgres" -> nestOnPostgres(name);
                    case "undertow" -> new UndertowPeer(options.heap());
                    case "running" -> new RunningTarget(options.running(), options.pid());
                    default ->
                            throw new IllegalArgumentException(
                                    "no target " + name + "; there are " + NAMES);
                };
        started.push(target);
        targets.add(target);
        return target;
    }

    private ParleyOptions parley(String server) {
        List<String> java = List.of("-Xmx" + options.heap());
        if (options.database().equals("h2")) {
            return new ParleyOptions(java, null, null, null, null);
        }
        if (!options.database().equals("postgres")) {
            return new ParleyOptions(
                    java, options.database(), options.user(), options.password(), null);
        }
        String database = "parley_" + server;
        postgres().create(database);
        return new ParleyOptions(
                java,
                PostgresStore.jdbcUrl(database) + "?socketTimeout=10",
                PostgresStore.USER,
                PostgresStore.PASSWORD,
                postgres());
    }

    private Target nestOnPostgres(String name) {
        postgres().create("nest");
        return new NestPeer(
                name, Ports.NEST_POSTGRES, PostgresStore.url("nest"), List.of(postgres(), redis()));
    }

    private PostgresStore postgres() {
        if (postgres == null) {
            postgres = new PostgresStore();
            started.push(postgres);
        }
        return postgres;
    }

    private RedisStore redis() {
        if (redis == null) {
            redis = new RedisStore(options.redisFsync());
            started.push(redis);
        }
        return redis;
    }

    /** Those that were started, in this order. */
    public List<Target> all() {
        return targets;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("Not ended: " + e);
            }
        }
    }
}
