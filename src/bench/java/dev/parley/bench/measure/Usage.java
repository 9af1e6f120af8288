package dev.parley.bench.measure;

import java.util.List;

/**
 * Processor time that was taken between two moments, in seconds.
 *
 * @param wall how long it was
 * @param others what all else on the machine took: the more, the less the rest says
 */
public record Usage(double wall, double server, double store, double generator, double others) {

    /** A moment from which on usage is counted. */
    public static final class Meter {
        private final List<Long> servers;
        private final List<Long> stores;
        private final long began = System.nanoTime();
        private final double server;
        private final double store;
        private final double generator = ProcessTime.own();
        private final double machine = ProcessTime.ofMachine();

        /** Begins now. */
        public Meter(List<Long> servers, List<Long> stores) {
            this.servers = servers;
            this.stores = stores;
            server = ProcessTime.ofTrees(servers);
            store = ProcessTime.ofTrees(stores);
        }

        public Usage usage() {
            double servers = ProcessTime.ofTrees(this.servers) - server;
            double stores = ProcessTime.ofTrees(this.stores) - store;
            double own = ProcessTime.own() - generator;
            double all = ProcessTime.ofMachine() - machine;
            return new Usage(
                    (System.nanoTime() - began) / 1e9,
                    servers,
                    stores,
                    own,
                    Math.max(0, all - servers - stores - own));
        }
    }
}
