package dev.parley.bench.target;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The peer on NestJS, Socket.IO and Redis, with its history in Redis or in PostgreSQL. */
final class NestPeer implements Target {

    private final String name;
    private final List<Store> stores;
    private final InetSocketAddress address;
    private final ServerProcess process;

    /**
     * @param databaseUrl of PostgreSQL, or null for a history in Redis
     * @param stores what it uses
     */
    NestPeer(String name, int port, String databaseUrl, List<Store> stores) {
        this.name = name;
        this.stores = stores;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ServerProcess.requireFree(port);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("NODE_ENV", "production");
        environment.put("HTTP_PORT", Integer.toString(port));
        environment.put("REDIS_URL", RedisStore.url());
        if (databaseUrl != null) {
            environment.put("DB_URL", databaseUrl);
        }
        process =
                ServerProcess.start(
                                name,
                                PeerPrograms.nest(),
                                List.of("node", "dist/main.js"),
                                environment)
                        .await(() -> ServerProcess.isOpen(port), Duration.ofSeconds(30));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        List<String> promises = stores.stream().map(Store::promise).toList();
        return "NestJS, Socket.IO and its Redis adapter, one process; "
                + String.join("; ", promises);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public List<String> tokens(int users) {
        return List.of();
    }

    @Override
    public List<Long> serverPids() {
        return List.of(process.pid());
    }

    @Override
    public List<Long> storePids() {
        return stores.stream().flatMap(store -> store.pids().stream()).toList();
    }

    @Override
    public boolean resumes() {
        return true;
    }

    @Override
    public void close() {
        process.close();
    }
}
