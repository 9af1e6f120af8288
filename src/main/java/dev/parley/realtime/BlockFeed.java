package dev.parley.realtime;

import dev.parley.api.BlockIndexed;
import dev.parley.api.Target;
import dev.parley.hub.ServerEvent;
import dev.parley.room.Broadcast;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;

/** Sends new blocks to all sockets of the namespace. Thread-safe. */
@ApplicationScoped
public class BlockFeed {

    /** The data of {@code new-block}; {@code timestamp} in milliseconds since the epoch. */
    public record NewBlock(long number, String hash, long timestamp) {}

    @Inject private Broadcast broadcast;

    void indexed(@Observes BlockIndexed block) {
        announce(block);
    }

    /** CDI delivers an event to either this observer or the synchronous one, never to both. */
    void indexedAsync(@ObservesAsync BlockIndexed block) {
        announce(block);
    }

    private void announce(BlockIndexed block) {
        NewBlock data =
                new NewBlock(block.blockNumber(), block.blockHash(), System.currentTimeMillis());
        broadcast.emit(
                new Target.InNamespace(RealtimeGateway.NAMESPACE),
                ServerEvent.NEW_BLOCK.same(data));
    }
}
