package dev.parley.history;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Where the lanes write. Wants a transaction around each call. */
@ApplicationScoped
public class BatchStore {

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private ReactionStore reactions;
    @Inject private MessageStore messages;
    @Inject private RoomEventStore events;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    private boolean postgresql;

    /** Learns what it has to do with; called once, before all else. */
    void prepare() {
        EclipseLink.readOnlyOnce(entities);
        try (Connection connection = dataSource.getConnection()) {
            postgresql =
                    connection.getMetaData().getDatabaseProductName().equals(Durability.POSTGRESQL);
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be asked", e);
        }
    }

    /**
     * H2 lets nobody wait for a lock longer than two seconds. PostgreSQL has to be told: Hibernate
     * gives it no such bound, and no timeout of the transaction ends a statement that waits.
     */
    private void boundLocks(Duration patience) {
        if (postgresql) {
            entities.createNativeQuery("SET LOCAL lock_timeout = " + patience.toMillis())
                    .executeUpdate();
        }
    }

    /**
     * Stores a batch; the locks of its rooms put all writers of a room in line.
     *
     * @param patience how long to wait for each lock
     * @return the outcome of each draft, in the order of the drafts
     * @throws RoomLockedException if somebody else has locked a room for longer
     */
    List<AppendResult> write(List<Draft> drafts, Duration patience) {
        boundLocks(patience);
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
        boundLocks(patience);
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
