package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
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

    /**
     * Stores a batch; the locks of its rooms put all writers of a room in line.
     *
     * @return the outcome of each draft, in the order of the drafts
     */
    List<AppendResult> write(List<Draft> drafts) {
        return new Batch(entities, reactions, drafts).write();
    }

    /**
     * Which of these drafts are stored, by id; waits for whoever still holds the rooms' locks, so
     * that the answer is final.
     */
    Map<String, AppendResult> committed(List<Draft> drafts) {
        Heads heads = new Heads(entities, drafts);
        Map<String, StoredMessage> found =
                messages.whole(drafts.stream().map(BatchStore::messageId).toList());
        Map<String, RoomEvent> changes = events.ofChanges(drafts.stream().map(Draft::id).toList());
        Map<String, AppendResult> results = new HashMap<>();
        for (Draft draft : drafts) {
            StoredMessage message = found.get(messageId(draft));
            if (message == null) {
                continue;
            }
            String epoch = heads.of(message.roomId()).epoch;
            RoomEvent change = changes.get(draft.id());
            if (draft instanceof MessageDraft) {
                results.put(draft.id(), posted(message, epoch));
            } else if (change != null) {
                DurableEvent event = change.event(epoch, message);
                results.put(draft.id(), new AppendResult.Stored(message.at(event.rev()), event));
            }
        }
        return results;
    }

    /** Where nobody knows of a message yet, nobody has changed it. */
    private static AppendResult posted(StoredMessage message, String epoch) {
        return new AppendResult.Stored(message, new DurableEvent.MessagePosted(message, epoch));
    }

    private static String messageId(Draft draft) {
        return draft instanceof MessageChange change ? change.messageId() : draft.id();
    }
}
