package dev.parley.bench.measure;

import java.util.List;

/** Processor time that server, store and generator took between two moments, in seconds. */
public record Usage(double wall, double server, double store, double generator) {

    /** A moment from which on usage is counted. */
    public static final class Meter {
        private final List<Long> servers;
        private final List<Long> stores;
        private final long began = System.nanoTime();
        private final double server;
        private final double store;
        private final double generator = ProcessTime.own();

        /** Begins now. */
        public Meter(List<Long> servers, List<Long> stores) {
            this.servers = servers;
            this.stores = stores;
            server = ProcessTime.ofTrees(servers);
            store = ProcessTime.ofTrees(stores);
        }

        public Usage usage() {
            return new Usage(
                    (System.nanoTime() - began) / 1e9,
                    ProcessTime.ofTrees(servers) - server,
                    ProcessTime.ofTrees(stores) - store,
                    ProcessTime.own() - generator);
        }
    }
}
