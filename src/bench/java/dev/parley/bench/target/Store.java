package dev.parley.bench.target;

import java.util.List;

/** Something that servers keep their data in; shared by those that use it, one at a time. */
interface Store extends AutoCloseable {

    List<Long> pids();

    /** What it does before it says that something is kept. */
    String promise();

    @Override
    void close();
}
