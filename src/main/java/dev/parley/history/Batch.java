package dev.parley.history;

import dev.parley.history.AppendResult.Reason;
import dev.parley.history.AppendResult.Refused;
import dev.parley.history.AppendResult.Repeated;
import dev.parley.history.AppendResult.Stored;
import dev.parley.history.Heads.Head;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores drafts in one transaction. Reads everything they need at the start; this is free of races,
 * because the rooms are locked. Not thread-safe; belongs to one transaction.
 */
final class Batch {

    /** One row of VALUES; H2 needs the types. */
    private static final String KEY =
            "(CAST(? AS VARCHAR(100)), CAST(? AS VARCHAR(128)), CAST(? AS VARCHAR(128)))";

    private final EntityManager entities;
    private final List<Draft> drafts;
    private final Heads heads;
    private final Map<RepeatKey, StoredMessage> repeats;
    private final Set<String> replyTargets;
    private final Map<String, Message> changed;
    private final ReactionBook reactions = new ReactionBook();
    private final List<Message> stripped = new ArrayList<>();

    Batch(EntityManager entities, Dialect dialect, ReactionStore store, List<Draft> drafts) {
        this.entities = entities;
        this.drafts = drafts;
        heads = new Heads(entities, dialect, drafts);
        List<MessageDraft> posts = of(MessageDraft.class);
        repeats = repeats(posts);
        replyTargets = replyTargets(posts);
        changed = messages(values(of(MessageChange.class), MessageChange::messageId));
        readReactions(store);
    }

    private <T extends Draft> List<T> of(Class<T> kind) {
        return drafts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <T> Set<String> values(List<T> drafts, Function<T, String> field) {
        return drafts.stream().map(field).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /**
     * Identifies the repeats of a message.
     *
     * @param clientMessageId null for a message without repeats
     */
    private record RepeatKey(String roomId, String userId, @Nullable String clientMessageId) {}

    private Map<RepeatKey, StoredMessage> repeats(List<MessageDraft> posts) {
        List<RepeatKey> keys =
                posts.stream()
                        .filter(post -> post.clientMessageId() != null)
                        .map(Batch::repeatKey)
                        .distinct()
                        .toList();
        Map<RepeatKey, StoredMessage> found = new HashMap<>();
        if (!keys.isEmpty()) {
            messages(idsOf(keys)).values().forEach(m -> found.put(repeatKey(m), m.stored()));
        }
        return found;
    }

    /**
     * Looks up each combination by the unique index. Three independent lists would make the
     * database try all combinations of their values.
     */
    private Set<String> idsOf(List<RepeatKey> keys) {
        Query query =
                entities.createNativeQuery(
                        "SELECT m.id, m.seq FROM (VALUES "
                                + KEY
                                + (", " + KEY).repeat(keys.size() - 1)
                                + ") k (room_id, user_id, client_message_id)"
                                + " JOIN message m ON m.room_id = k.room_id"
                                + " AND m.user_id = k.user_id"
                                + " AND m.client_message_id = k.client_message_id");
        int position = 0;
        for (RepeatKey key : keys) {
            query.setParameter(++position, key.roomId())
                    .setParameter(++position, key.userId())
                    .setParameter(++position, key.clientMessageId());
        }
        Set<String> ids = new HashSet<>();
        for (Object row : query.getResultList()) {
            ids.add((String) ((Object[]) row)[0]);
        }
        return ids;
    }

    private static RepeatKey repeatKey(MessageDraft draft) {
        return new RepeatKey(draft.roomId(), draft.userId(), draft.clientMessageId());
    }

    private static RepeatKey repeatKey(Message message) {
        return new RepeatKey(message.roomId(), message.userId(), message.clientMessageId());
    }

    private Set<String> replyTargets(List<MessageDraft> posts) {
        Set<String> found = new HashSet<>();
        messages(values(posts, MessageDraft::replyTo))
                .values()
                .forEach(m -> found.add(m.roomId() + " " + m.id()));
        return found;
    }

    private Map<String, Message> messages(Set<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return entities.createQuery("select m from Message m where m.id in :ids", Message.class)
                .setParameter("ids", ids)
                .getResultStream()
                .collect(Collectors.toMap(Message::id, Function.identity()));
    }

    /** Reads the reactions: an edit needs all users who reacted, a reaction only its own users. */
    private void readReactions(ReactionStore store) {
        Set<String> edited = values(of(MessageChange.Edit.class), MessageChange::messageId);
        List<MessageChange.React> reacts = of(MessageChange.React.class);
        Set<String> reactedTo = values(reacts, MessageChange::messageId);
        reactedTo.removeAll(edited);
        if (!edited.isEmpty()) {
            reactions.read(store.whole(edited));
        }
        if (!reactedTo.isEmpty()) {
            Set<String> users = values(reacts, MessageChange.React::userId);
            reactions.read(store.seenBy(users, reactedTo));
        }
    }

    /**
     * Stores the drafts.
     *
     * @return the outcome of each draft, in the same order
     */
    List<AppendResult> write() {
        List<AppendResult> results = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            results.add(append(draft));
        }
        reactions.write(entities);
        entities.flush();
        stripped.forEach(message -> RoomEvent.forgetReactions(entities, message));
        heads.write();
        return results;
    }

    private AppendResult append(Draft draft) {
        Head head = heads.of(draft.roomId());
        if (head == null) {
            return new Refused(Reason.ROOM_NOT_FOUND);
        }
        if (head.closed) {
            return new Refused(Reason.ROOM_CLOSED);
        }
        return draft.match(
                new Draft.Cases<>() {
                    @Override
                    public AppendResult post(MessageDraft draft) {
                        return Batch.this.post(draft, head);
                    }

                    @Override
                    public AppendResult edit(MessageChange.Edit change) {
                        return Batch.this.change(
                                change, head, message -> Batch.this.edit(change, message, head));
                    }

                    @Override
                    public AppendResult delete(MessageChange.Delete change) {
                        return Batch.this.change(
                                change, head, message -> Batch.this.delete(change, message, head));
                    }

                    @Override
                    public AppendResult react(MessageChange.React change) {
                        return Batch.this.change(
                                change, head, message -> Batch.this.react(change, message, head));
                    }
                });
    }

    private AppendResult post(MessageDraft draft, Head head) {
        RepeatKey key = repeatKey(draft);
        StoredMessage first = repeats.get(key);
        if (first != null) {
            return repeated(first, head);
        }
        if (draft.replyTo() != null
                && !replyTargets.contains(draft.roomId() + " " + draft.replyTo())) {
            return new Refused(Reason.REPLY_NOT_FOUND);
        }
        long seq = head.nextSeq(draft.userId(), draft.createdAt());
        Message message = new Message(draft, seq, head.nextRev());
        entities.persist(message);
        StoredMessage stored = message.stored();
        if (key.clientMessageId() != null) {
            repeats.put(key, stored);
        }
        return new Stored(stored, new DurableEvent.MessagePosted(stored, head.epoch));
    }

    private static Repeated repeated(StoredMessage message, Head head) {
        return new Repeated(message, head.epoch, head.lastRev());
    }

    private AppendResult change(
            MessageChange change, Head head, Function<Message, AppendResult> apply) {
        Message message = changed.get(change.messageId());
        return message == null || !message.roomId().equals(change.roomId())
                ? new Refused(Reason.MESSAGE_NOT_FOUND)
                : apply.apply(message);
    }

    private AppendResult edit(MessageChange.Edit edit, Message message, Head head) {
        if (message.isDeleted()) {
            return new Refused(Reason.MESSAGE_NOT_FOUND);
        }
        if (edit.text().equals(message.text())) {
            return repeated(message.stored(), head);
        }
        message.edit(edit.text(), edit.changedAt(), head.nextRev());
        StoredMessage stored = message.stored(reactions.all(message.id()));
        return stored(edit, stored, new DurableEvent.MessageEdited(stored, head.epoch));
    }

    private AppendResult delete(MessageChange.Delete deletion, Message message, Head head) {
        if (message.isDeleted()) {
            return repeated(message.stored(), head);
        }
        if (message.isTouched()) {
            stripped.add(message);
        }
        message.delete(deletion.changedAt(), head.nextRev());
        reactions.clear(message.id());
        StoredMessage stored = message.stored();
        return stored(deletion, stored, new DurableEvent.MessageDeleted(stored, head.epoch));
    }

    private AppendResult react(MessageChange.React react, Message message, Head head) {
        if (message.isDeleted()) {
            return new Refused(Reason.MESSAGE_NOT_FOUND);
        }
        ReactionId id =
                reactions.asStored(new ReactionId(message.id(), react.emoji(), react.userId()));
        if (reactions.has(id) != react.remove()) {
            return repeated(message.stored(), head);
        }
        if (!react.remove() && reactions.isFullFor(id)) {
            return new Refused(Reason.TOO_MANY_EMOJIS);
        }
        long rev = head.nextRev();
        int count = react.remove() ? reactions.take(id) : reactions.give(id, rev);
        message.touch(rev);
        StoredMessage stored = message.stored();
        return stored(
                react,
                stored,
                new DurableEvent.MessageReacted(
                        head.roomId,
                        head.epoch,
                        rev,
                        message.id(),
                        stored.seq(),
                        id.emoji(),
                        react.userId(),
                        count,
                        react.remove()));
    }

    private AppendResult stored(MessageChange change, StoredMessage message, DurableEvent event) {
        entities.persist(new RoomEvent(event, change));
        return new Stored(message, event);
    }
}
