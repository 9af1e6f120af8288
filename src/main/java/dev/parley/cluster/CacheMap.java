package dev.parley.cluster;

import java.util.function.BiConsumer;
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

/** A {@link SharedMap} in an Infinispan cache. */
final class CacheMap implements SharedMap {

    private final Cache<String, byte[]> cache;
    private final Cache<String, byte[]> writes;

    CacheMap(Cache<String, byte[]> cache) {
        this.cache = cache;
        // The former value would be fetched, and compared, for nobody.
        this.writes = cache.getAdvancedCache().withFlags(Flag.IGNORE_RETURN_VALUES);
    }

    @Override
    public void put(String key, byte[] value) {
        writes.put(key, value);
    }

    @Override
    public void remove(String key) {
        writes.remove(key);
    }

    @Override
    public void listen(BiConsumer<String, byte[]> listener) {
        cache.addListener(new Changes(listener));
    }

    /** Public with public methods, as Infinispan wants its listeners. */
    @Listener(observation = Listener.Observation.POST)
    public static final class Changes {

        private final BiConsumer<String, byte[]> listener;

        Changes(BiConsumer<String, byte[]> listener) {
            this.listener = listener;
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
            listener.accept(event.getKey(), value);
        }
    }
}
