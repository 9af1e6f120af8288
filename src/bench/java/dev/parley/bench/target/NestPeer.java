package dev.parley.bench.target;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The peer on NestJS, Socket.IO and Redis, with its history in Redis or in PostgreSQL. */
final class NestPeer extends StartedTarget {

    private final List<Store> stores;

    /**
     * @param databaseUrl of PostgreSQL, or null for a history in Redis
     * @param stores what it uses
     */
    NestPeer(String name, int port, String databaseUrl, List<Store> stores) {
        super(name, port, start(name, port, databaseUrl));
        this.stores = stores;
    }

    private static ServerProcess start(String name, int port, String databaseUrl) {
        ServerProcess.requireFree(port);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("NODE_ENV", "production");
        environment.put("HTTP_PORT", Integer.toString(port));
        environment.put("REDIS_URL", RedisStore.url());
        if (databaseUrl != null) {
            environment.put("DB_URL", databaseUrl);
        }
        return ServerProcess.start(
                        name, PeerPrograms.nest(), List.of("node", "dist/main.js"), environment)
                .await(() -> ServerProcess.isOpen(port), Duration.ofSeconds(30));
    }

    @Override
    public String description() {
        List<String> promises = stores.stream().map(Store::promise).toList();
        return "NestJS, Socket.IO and its Redis adapter, one process; "
                + String.join("; ", promises);
    }

    @Override
    public List<Long> storePids() {
        return stores.stream().flatMap(store -> store.pids().stream()).toList();
    }

    @Override
    public boolean resumes() {
        return true;
    }
}
