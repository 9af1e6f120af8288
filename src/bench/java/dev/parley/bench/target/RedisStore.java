package dev.parley.bench.target;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's Redis with an append-only file. */
final class RedisStore implements Store {

    private final String fsync;
    private final ServerProcess process;

    /**
     * @param fsync {@code always}: on disk before it answers, or {@code everysec}: up to a second
     *     is lost with the machine's power
     */
    RedisStore(String fsync) {
        if (!List.of("always", "everysec").contains(fsync)) {
            throw new IllegalArgumentException("redis-fsync is always or everysec, not " + fsync);
        }
        this.fsync = fsync;
        PeerPrograms.requireRedis();
        ServerProcess.requireFree(Ports.REDIS);
        Path data = Places.work().resolve("redis");
        process =
                ServerProcess.start(
                                "redis",
                                data,
                                List.of(
                                        "redis-server",
                                        "--port",
                                        Integer.toString(Ports.REDIS),
                                        "--bind",
                                        "127.0.0.1",
                                        "--dir",
                                        data.toString(),
                                        "--save",
                                        "",
                                        "--appendonly",
                                        "yes",
                                        "--appendfsync",
                                        fsync),
                                Map.of())
                        .await(() -> ServerProcess.isOpen(Ports.REDIS), Duration.ofSeconds(20));
    }

    static String url() {
        return "redis://127.0.0.1:" + Ports.REDIS;
    }

    @Override
    public List<Long> pids() {
        return List.of(process.pid());
    }

    @Override
    public String promise() {
        return "Redis, appendonly yes, appendfsync " + fsync;
    }

    @Override
    public void close() {
        process.close();
    }
}
