package dev.parley.bench.target;

import java.util.List;

/** A database of the targets; targets that share it use it one at a time. */
interface Store extends AutoCloseable {

    List<Long> pids();

    /** Describes its durability: what it does before it acknowledges a write. */
    String promise();

    @Override
    void close();
}
