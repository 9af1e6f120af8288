package dev.parley.history;

import dev.parley.server.ApplicationServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the batches of the lanes. Requires a transaction around each call. */
@ApplicationScoped
public class BatchStore {

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private ReactionStore reactions;
    @Inject private MessageStore messages;
    @Inject private RoomEventStore events;

    @Inject private Dialect dialect;
    @Inject private ApplicationServer server;

    /** Configures the database; called once, before any other method. */
    void prepare() {
        server.disableReadRetries(entities.getDelegate());
        dialect.prepare();
    }

    /**
     * Stores a batch. The row locks of the rooms serialise all writers of a room.
     *
     * @param patience how long to wait for each lock
     * @return the outcome of each draft, in the order of the drafts
     * @throws RoomLockedException if another transaction holds a room's lock for longer
     */
    List<AppendResult> write(List<Draft> drafts, Duration patience) {
        dialect.bound(entities, patience);
        return new Batch(entities, dialect, reactions, drafts).write();
    }

    /**
     * Returns the results of those drafts that are stored, by draft id. Waits for the rooms' locks,
     * so that the answer is final.
     *
     * @param patience how long to wait for each lock
     * @throws RoomLockedException if another transaction holds a room's lock for longer
     */
    Map<String, AppendResult> committed(List<Draft> drafts, Duration patience) {
        dialect.bound(entities, patience);
        Heads heads = new Heads(entities, dialect, drafts);
        Map<String, AppendResult> results = new HashMap<>();
        results.putAll(posted(only(MessageDraft.class, drafts), heads));
        results.putAll(changed(only(MessageChange.class, drafts), heads));
        return results;
    }

    /**
     * Returns the stored messages in their current state; another node may have published them
     * already.
     */
    private Map<String, AppendResult> posted(List<MessageDraft> drafts, Heads heads) {
        Map<String, AppendResult> results = new HashMap<>();
        messages.posted(drafts.stream().map(Draft::id).toList())
                .forEach(
                        (id, message) -> {
                            String epoch = heads.epoch(message.roomId());
                            DurableEvent event = new DurableEvent.MessagePosted(message, epoch);
                            results.put(id, new AppendResult.Stored(message, event));
                        });
        return results;
    }

    private Map<String, AppendResult> changed(List<MessageChange> drafts, Heads heads) {
        Map<String, AppendResult> results = new HashMap<>();
        Map<String, StoredMessage> found =
                messages.whole(drafts.stream().map(MessageChange::messageId).toList());
        Map<String, RoomEvent> changes = events.ofChanges(drafts.stream().map(Draft::id).toList());
        for (MessageChange draft : drafts) {
            StoredMessage message = found.get(draft.messageId());
            RoomEvent change = changes.get(draft.id());
            if (message != null && change != null) {
                DurableEvent event = change.event(heads.epoch(message.roomId()), found);
                results.put(draft.id(), new AppendResult.Stored(message.at(event.rev()), event));
            }
        }
        return results;
    }

    private static <T> List<T> only(Class<T> kind, List<Draft> drafts) {
        return drafts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
