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

/** Where the lanes write. Wants a transaction around each call. */
@ApplicationScoped
public class BatchStore {

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private ReactionStore reactions;
    @Inject private MessageStore messages;
    @Inject private RoomEventStore events;

    @Inject private Dialect dialect;
    @Inject private ApplicationServer server;

    /** Called once, before all else. */
    void prepare() {
        server.disableReadRetries(entities.getDelegate());
        dialect.prepare();
    }

    /**
     * Stores a batch; the locks of its rooms put all writers of a room in line.
     *
     * @param patience how long to wait for each lock
     * @return the outcome of each draft, in the order of the drafts
     * @throws RoomLockedException if somebody else has locked a room for longer
     */
    List<AppendResult> write(List<Draft> drafts, Duration patience) {
        dialect.bound(entities, patience);
        return new Batch(entities, reactions, drafts).write();
    }

    /**
     * Which of these drafts are stored, by id; waits for whoever still holds the rooms' locks, so
     * that the answer is final.
     *
     * @param patience how long to wait for each of them
     * @throws RoomLockedException if somebody has locked a room for longer
     */
    Map<String, AppendResult> committed(List<Draft> drafts, Duration patience) {
        dialect.bound(entities, patience);
        Heads heads = new Heads(entities, drafts);
        Map<String, AppendResult> results = new HashMap<>();
        results.putAll(posted(only(MessageDraft.class, drafts), heads));
        results.putAll(changed(only(MessageChange.class, drafts), heads));
        return results;
    }

    /** Some other node may have told of it by now, and somebody may have changed it since. */
    private Map<String, AppendResult> posted(List<MessageDraft> drafts, Heads heads) {
        Map<String, AppendResult> results = new HashMap<>();
        messages.posted(drafts.stream().map(Draft::id).toList())
                .forEach(
                        (id, message) -> {
                            String epoch = heads.of(message.roomId()).epoch;
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
                DurableEvent event = change.event(heads.of(message.roomId()).epoch, message);
                results.put(draft.id(), new AppendResult.Stored(message.at(event.rev()), event));
            }
        }
        return results;
    }

    private static <T> List<T> only(Class<T> kind, List<Draft> drafts) {
        return drafts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
