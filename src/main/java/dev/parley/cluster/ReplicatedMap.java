package dev.parley.cluster;

import dev.parley.flow.Guarded;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.logging.Logger;
import org.infinispan.Cache;
import org.infinispan.context.Flag;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryRemoved;
import org.infinispan.notifications.cachelistener.event.CacheEntryCreatedEvent;
import org.infinispan.notifications.cachelistener.event.CacheEntryEvent;
import org.infinispan.notifications.cachelistener.event.CacheEntryModifiedEvent;
import org.infinispan.notifications.cachelistener.event.CacheEntryRemovedEvent;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SharedMap} in a replicated Infinispan cache, whose keys begin with the name of the node
 * that wrote them.
 *
 * <p>Only {@code writer}, one thread, writes to the cache. While it waits for the cluster, several
 * changes of a key become one write.
 *
 * <p>The copies of the nodes can diverge. After a partition, a node's copy lacks entries that the
 * others did not have, and keeps entries that they have removed: a removal is not forwarded by a
 * node that has nothing to remove. So {@link #mend} compares the copy with this node's own entries
 * and writes all of them again: see {@link Word}.
 */
final class ReplicatedMap implements SharedMap {

    private static final String NOT_HANDLED = "An entry of a node could not be handled";
    private static final Logger LOG = Logger.getLogger(ReplicatedMap.class.getName());

    // No key can contain it: PresenceKey uses the same separator.
    private static final char SEPARATOR = '\u001f';

    /** A pending write: a value, or the last value before a removal. */
    private record Change(byte[] value, boolean end) {}

    private final String self;

    /** This node's copy; tests make it differ from those of others. */
    final Cache<String, byte[]> copy;

    private final Cache<String, byte[]> writes;
    private final Executor writer;
    private final CopyLimit limit;
    private final Map<String, byte[]> own = new ConcurrentHashMap<>();
    private final Map<String, Change> pending = new ConcurrentHashMap<>();
    private volatile Members members;
    private volatile SharedMap.@Nullable Observer observer;

    /** Accessed by the writer only. */
    private int round;

    /**
     * @param writer runs one task at a time
     */
    ReplicatedMap(Cache<String, byte[]> cache, Members members, Executor writer) {
        // A quarter of the heap for each of the two maps.
        this(cache, members, writer, Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * @param maxBytes what the entries of all other nodes may occupy
     */
    ReplicatedMap(Cache<String, byte[]> cache, Members members, Executor writer, long maxBytes) {
        this.self = members.self();
        this.members = members;
        this.writer = writer;
        this.copy = cache.getAdvancedCache().withFlags(Flag.CACHE_MODE_LOCAL);
        this.limit = new CopyLimit(copy, maxBytes);
        // Nobody needs the previous value, which would be fetched and compared.
        this.writes = cache.getAdvancedCache().withFlags(Flag.IGNORE_RETURN_VALUES);
        cache.addListener(new Changes(this));
    }

    @Override
    public void put(String key, byte[] value) {
        own.put(key, value);
        change(key, new Change(value, false));
        tell(self, key, value);
    }

    @Override
    public void remove(String key, byte[] farewell) {
        own.remove(key);
        change(key, new Change(farewell, true));
        tell(self, key, farewell);
        tell(self, key, null);
    }

    private String nameOf(String key) {
        return self + SEPARATOR + key;
    }

    private void change(String key, Change change) {
        if (pending.put(key, change) == null) {
            writer.execute(
                    () -> Guarded.run(LOG, "An entry could not be written", () -> write(key)));
        }
    }

    private void write(String key) {
        Change change = pending.remove(key);
        if (change == null) {
            return;
        }
        String name = nameOf(key);
        writes.put(name, new Word(round, change.value()).toBytes());
        if (change.end()) {
            writes.remove(name);
        }
    }

    @Override
    public void listen(SharedMap.Observer newObserver) {
        observer = newObserver;
        own.forEach((key, value) -> tell(self, key, value));
        members.others().forEach(this::tellAll);
    }

    private void tell(String node, String key, byte @Nullable [] value) {
        SharedMap.Observer present = observer;
        if (present != null) {
            tell(present, node, key, value);
        }
    }

    /** An entry that cannot be handled must not hide the others. */
    private static void tell(
            SharedMap.Observer to, String node, String key, byte @Nullable [] value) {
        Guarded.run(LOG, NOT_HANDLED, () -> to.onChange(node, key, value));
    }

    private void tellAll(String node) {
        String prefix = node + SEPARATOR;
        int present = round(node);
        copy.forEach(
                (name, word) -> {
                    if (name.startsWith(prefix) && Word.round(word) >= present) {
                        tell(node, name.substring(prefix.length()), Word.fromBytes(word).value());
                    }
                });
    }

    /** The latest round of a node that is known to be complete. */
    private int round(String node) {
        byte[] word = copy.get(node);
        return word == null ? 0 : Word.round(word);
    }

    /** An entry was written, here or elsewhere, or arrived while this node joined. */
    private void heard(String name, byte @Nullable [] word) {
        if (word != null && !nodeOf(name).equals(self) && limit.isDue(name, word)) {
            writer.execute(() -> Guarded.run(LOG, "Entries could not be counted", this::enforce));
        }
        int end = name.indexOf(SEPARATOR);
        if (end < 0) {
            return;
        }
        String node = name.substring(0, end);
        // Entries of departed nodes may still arrive; and this node knows its own better.
        if (!node.equals(self) && members.contains(node)) {
            tell(node, name.substring(end + 1), word == null ? null : Word.fromBytes(word).value());
        }
    }

    /** The members have changed, or a partition has healed. */
    void onMembers(Members now) {
        Members before = members;
        members = now;
        SharedMap.Observer present = observer;
        if (present == null) {
            return;
        }
        before.others().stream().filter(node -> !now.contains(node)).forEach(present::onNodeGone);
        // Entries of a new node may have arrived before the new view.
        now.others().stream().filter(node -> !before.contains(node)).forEach(this::tellAll);
    }

    /**
     * Writes this node's entries to the cache, removes entries of dead nodes, and reports the
     * entries of others again: Infinispan notifies no listener while it moves data.
     *
     * @param anew whether other nodes may have missed something. Their copies may then differ from
     *     this node's in both directions; entries that this node no longer has become void with the
     *     next call
     */
    void mend(boolean anew) {
        writer.execute(() -> mendGuarded(anew));
    }

    private void mendGuarded(boolean anew) {
        Guarded.run(
                LOG,
                "Entries could not be written again",
                () -> {
                    // From now on, entries of earlier rounds are void. A round that begins only now
                    // is not announced yet: its entries might arrive after this announcement.
                    restore(self, Word.ofRound(round));
                    if (anew) {
                        round++;
                    }
                    own.forEach((key, value) -> restore(nameOf(key), new Word(round, value)));
                    copy.forEach((name, word) -> removeIfVoid(name));
                    enforce();
                    members.others().forEach(this::audit);
                    forgetOthers();
                });
    }

    /** Entries may have been in transit when their node died. */
    private void forgetOthers() {
        SharedMap.Observer present = observer;
        if (present != null) {
            present.onPresent(Set.copyOf(members.nodes()));
        }
    }

    private void audit(String node) {
        tellAll(node);
        SharedMap.Observer present = observer;
        if (present != null) {
            present.onAudit(node, key -> says(node, key));
        }
    }

    private boolean says(String node, String key) {
        byte[] word = copy.get(node + SEPARATOR + key);
        return word != null && Word.round(word) >= round(node);
    }

    private void restore(String name, Word word) {
        byte[] bytes = word.toBytes();
        if (!Arrays.equals(copy.get(name), bytes)) {
            writes.put(name, bytes);
        }
    }

    private void enforce() {
        limit.enforce(self, node -> !node.equals(self) && members.contains(node));
    }

    /** Returns the node that has written an entry. */
    static String nodeOf(String name) {
        int end = name.indexOf(SEPARATOR);
        return end < 0 ? name : name.substring(0, end);
    }

    private void removeIfVoid(String name) {
        int end = name.indexOf(SEPARATOR);
        String node = nodeOf(name);
        if (!node.equals(self)) {
            if (!members.contains(node)) {
                // From this copy only: each node cleans up its own.
                copy.remove(name);
            }
        } else if (end >= 0 && !own.containsKey(name.substring(end + 1))) {
            writes.remove(name);
            copy.remove(name);
        }
    }

    /** Public with public methods, as Infinispan requires of listeners. */
    @Listener(observation = Listener.Observation.POST)
    public static final class Changes {

        private final ReplicatedMap map;

        Changes(ReplicatedMap map) {
            this.map = map;
        }

        @CacheEntryCreated
        public void created(CacheEntryCreatedEvent<String, byte[]> event) {
            tell(event, event.getValue());
        }

        @CacheEntryModified
        public void modified(CacheEntryModifiedEvent<String, byte[]> event) {
            tell(event, event.getNewValue());
        }

        @CacheEntryRemoved
        public void removed(CacheEntryRemovedEvent<String, byte[]> event) {
            tell(event, null);
        }

        private void tell(CacheEntryEvent<String, byte[]> event, byte @Nullable [] value) {
            map.heard(event.getKey(), value);
        }
    }
}
