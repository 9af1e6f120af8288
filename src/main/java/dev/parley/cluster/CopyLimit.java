package dev.parley.cluster;

import dev.parley.flow.LogLimit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.logging.Logger;
import org.infinispan.Cache;

/**
 * Limits the memory that entries of other nodes occupy in this node's copy of a cache. If they
 * exceed it, each node keeps an equal share, and this node ignores its further entries: users who
 * are connected there may be missing here. They appear with their next change, or once all nodes
 * write their entries again, which they do when a node joins or leaves. {@link #isDue} is
 * thread-safe; {@link #enforce} is for one thread.
 */
final class CopyLimit {

    private static final Logger LOG = Logger.getLogger(CopyLimit.class.getName());

    /** The memory that an entry needs in addition to its texts, here and in Parley, in bytes. */
    static final int OVERHEAD = 400;

    private final LogLimit complaints = new LogLimit();
    private final Cache<String, byte[]> copy;
    private final long maxBytes;

    /** The size of all writes since the last check. */
    private final AtomicLong written = new AtomicLong();

    CopyLimit(Cache<String, byte[]> copy, long maxBytes) {
        this.copy = copy;
        this.maxBytes = maxBytes;
    }

    private static long size(String name, byte[] word) {
        return (long) name.length() + word.length + OVERHEAD;
    }

    /** Counts a write of another node. Returns whether to call {@link #enforce}. */
    boolean isDue(String name, byte[] word) {
        long size = size(name, word);
        long due = maxBytes / 4;
        long all = written.addAndGet(size);
        return all >= due && all - size < due;
    }

    /**
     * Removes entries if there are too many.
     *
     * @param isOther whether a name is that of another node; entries of any other name but {@code
     *     self} are removed
     */
    void enforce(String self, Predicate<String> isOther) {
        written.set(0);
        Map<String, Long> sizes = new HashMap<>();
        copy.forEach(
                (name, word) -> {
                    String node = ReplicatedMap.nodeOf(name);
                    if (isOther.test(node)) {
                        sizes.merge(node, size(name, word), Long::sum);
                    } else if (!node.equals(self)) {
                        copy.remove(name);
                    }
                });
        long all = sizes.values().stream().mapToLong(size -> size).sum();
        if (all > maxBytes) {
            complaints.warn(LOG, "Other nodes have too many users in rooms: some are ignored");
            reduceTo(maxBytes / sizes.size(), isOther);
        }
    }

    private void reduceTo(long share, Predicate<String> isOther) {
        Map<String, Long> kept = new HashMap<>();
        copy.forEach(
                (name, word) -> {
                    String node = ReplicatedMap.nodeOf(name);
                    if (isOther.test(node)
                            && kept.merge(node, size(name, word), Long::sum) > share) {
                        copy.remove(name);
                    }
                });
    }
}
