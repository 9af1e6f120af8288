package dev.parley.cluster;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
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

/**
 * A {@link SharedMap} in a replicated Infinispan cache, whose keys begin with the name of the node
 * that wrote them.
 *
 * <p>Only {@code writer}, one thread, writes to the cache: while it waits for the cluster, what a
 * key has become meanwhile is written once. The cache of a node that was parted from the others
 * forgets what they did not know, so {@link #mend} compares it with what this node says.
 */
final class ReplicatedMap implements SharedMap {

    // No key of ours can hold it: see PresenceKey, which separates with the same character.
    private static final char SEPARATOR = '\u001f';

    /** What is to be written of a key: a value, or its end and the last word before. */
    private record Change(byte[] value, boolean end) {}

    private final String self;
    private final Cache<String, byte[]> reads;
    private final Cache<String, byte[]> writes;
    private final Executor writer;
    private final Map<String, byte[]> own = new ConcurrentHashMap<>();
    private final Map<String, Change> pending = new ConcurrentHashMap<>();
    private volatile Members members;
    private volatile SharedMap.Observer observer;

    /**
     * @param writer runs one task at a time
     */
    ReplicatedMap(Cache<String, byte[]> cache, Members members, Executor writer) {
        this.self = members.self();
        this.members = members;
        this.writer = writer;
        this.reads = cache.getAdvancedCache().withFlags(Flag.CACHE_MODE_LOCAL);
        // The former value would be fetched, and compared, for nobody.
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

    private void change(String key, Change change) {
        if (pending.put(key, change) == null) {
            writer.execute(() -> write(key));
        }
    }

    private void write(String key) {
        Change change = pending.remove(key);
        String name = self + SEPARATOR + key;
        writes.put(name, change.value());
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

    private void tell(String node, String key, byte[] value) {
        SharedMap.Observer present = observer;
        if (present != null) {
            present.onChange(node, key, value);
        }
    }

    private void tellAll(String node) {
        String prefix = node + SEPARATOR;
        reads.forEach(
                (name, value) -> {
                    if (name.startsWith(prefix)) {
                        tell(node, name.substring(prefix.length()), value);
                    }
                });
    }

    /** Something was written, perhaps here, or came from another node while this one joined. */
    private void heard(String name, byte[] value) {
        int end = name.indexOf(SEPARATOR);
        if (end < 0) {
            return;
        }
        String node = name.substring(0, end);
        // A ghost's entry may still be on its way; and of itself this node knows more.
        if (!node.equals(self) && members.contains(node)) {
            tell(node, name.substring(end + 1), value);
        }
    }

    /** Others see this node again, or came or went. */
    void onMembers(Members now) {
        Members before = members;
        members = now;
        SharedMap.Observer present = observer;
        if (present == null) {
            return;
        }
        before.others().stream().filter(node -> !now.contains(node)).forEach(present::onNodeGone);
        // What a new one wrote may have come before the news of it.
        now.others().stream().filter(node -> !before.contains(node)).forEach(this::tellAll);
    }

    /**
     * Brings the cache to what this node says, takes away what dead nodes said, and tells what is
     * in it of others: while Infinispan moves data, nobody hears of it.
     *
     * @param merged whether nodes have been parted. Then one side's cache counts, and goes to the
     *     other side, where what was written there stays beside it: what this node finds in its own
     *     copy need not be in another one
     */
    void mend(boolean merged) {
        writer.execute(
                () -> {
                    own.forEach((key, value) -> restore(key, value, merged));
                    reads.forEach((name, value) -> removeIfVoid(name));
                    members.others().forEach(this::audit);
                    forgetOthers();
                });
    }

    /** A word of a node may have been on its way when the node died. */
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
            String prefix = node + SEPARATOR;
            present.onAudit(node, key -> reads.containsKey(prefix + key));
        }
    }

    private void restore(String key, byte[] value, boolean always) {
        String name = self + SEPARATOR + key;
        if (always || !Arrays.equals(reads.get(name), value)) {
            writes.put(name, value);
        }
    }

    private void removeIfVoid(String name) {
        int end = name.indexOf(SEPARATOR);
        String node = end < 0 ? name : name.substring(0, end);
        boolean isVoid =
                node.equals(self)
                        ? !own.containsKey(name.substring(end + 1))
                        : members.isFirst() && !members.contains(node);
        if (isVoid) {
            writes.remove(name);
        }
    }

    /** Public with public methods, as Infinispan wants its listeners. */
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

        private void tell(CacheEntryEvent<String, byte[]> event, byte[] value) {
            map.heard(event.getKey(), value);
        }
    }
}
