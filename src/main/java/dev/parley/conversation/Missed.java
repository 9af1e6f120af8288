package dev.parley.conversation;

import dev.parley.history.DurableEvent;
import dev.parley.history.MessageStore;
import dev.parley.history.RoomInfo;
import dev.parley.history.StoredMessage;
import dev.parley.history.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a joining client missed, as read from the database, updated by the events since then. Not
 * thread-safe.
 */
final class Missed implements DurableEvent.Cases<Boolean> {

    private final @Nullable Boolean recovered;
    private final boolean more;

    /** Whether older messages were left out of the newest page because of its size. */
    private final boolean cut;

    private final long since;
    private final TreeMap<Long, StoredMessage> messages = new TreeMap<>();
    private final @Nullable TreeMap<Long, StoredMessage> changed;
    private long lastSeq;
    private long rev;

    private Missed(
            RoomInfo room,
            @Nullable Boolean recovered,
            boolean more,
            boolean cut,
            long since,
            List<StoredMessage> messages,
            @Nullable TreeMap<Long, StoredMessage> changed) {
        this.recovered = recovered;
        this.more = more;
        this.cut = cut;
        this.since = since;
        this.changed = changed;
        messages.forEach(message -> this.messages.put(message.seq(), message));
        lastSeq = room.lastSeq();
        rev = room.lastRev();
    }

    /**
     * Returns the newest page, for a client that starts afresh.
     *
     * @param size the number of messages that the page was to have
     * @param recovered null if the client did not ask for recovery
     */
    static Missed fresh(
            RoomInfo room, MessageStore.Page newest, int size, @Nullable Boolean recovered) {
        boolean cut = newest.more() && newest.messages().size() < size;
        return new Missed(room, recovered, false, cut, 0, newest.messages(), null);
    }

    /**
     * Returns the result for a client that has the messages up to {@code since}.
     *
     * @param changed all of those messages that have changed; null if the client did not ask
     */
    static Missed since(
            long since,
            RoomInfo room,
            MessageStore.Page missed,
            MessageStore.@Nullable Page changed) {
        TreeMap<Long, StoredMessage> bySeq = null;
        if (changed != null) {
            bySeq = new TreeMap<>();
            for (StoredMessage message : changed.messages()) {
                bySeq.put(message.seq(), message);
            }
        }
        return new Missed(room, true, missed.more(), false, since, missed.messages(), bySeq);
    }

    /**
     * Applies an event that was committed after the reading.
     *
     * @return false if the event does not contain enough about a message that was not read; then
     *     everything must be read again
     */
    boolean follow(DurableEvent event) {
        rev = event.rev();
        return event.match(this);
    }

    @Override
    public Boolean posted(DurableEvent.MessagePosted event) {
        lastSeq = event.message().seq();
        // If the page is incomplete, adding the message would leave a gap before it.
        if (!more) {
            messages.put(lastSeq, event.message());
        }
        return true;
    }

    @Override
    public Boolean edited(DurableEvent.MessageEdited event) {
        change(event.message());
        return true;
    }

    @Override
    public Boolean deleted(DurableEvent.MessageDeleted event) {
        change(event.message());
        return true;
    }

    @Override
    public Boolean reacted(DurableEvent.MessageReacted event) {
        return react(event);
    }

    /** Does nothing: the room rejects its joiners. */
    @Override
    public Boolean closed(DurableEvent.RoomClosed event) {
        return true;
    }

    private void change(StoredMessage message) {
        boolean replaced = messages.replace(message.seq(), message) != null;
        if (!replaced && changed != null && message.seq() <= since) {
            changed.put(message.seq(), message);
        }
    }

    private boolean react(DurableEvent.MessageReacted event) {
        StoredMessage message = messages.get(event.seq());
        if (message == null && changed != null) {
            message = changed.get(event.seq());
        }
        if (message == null) {
            // The client lacks the message, or did not ask for changes.
            return changed == null || event.seq() > since;
        }
        change(message.with(after(event, message.reactions()), event.rev()));
        return true;
    }

    /**
     * Applies a reaction. Uses the count of the event, because the reading may already include it.
     */
    private static List<Tally> after(DurableEvent.MessageReacted event, List<Tally> reactions) {
        List<Tally> after = new ArrayList<>();
        boolean found = false;
        for (Tally tally : reactions) {
            if (tally.emoji().equals(event.emoji())) {
                found = true;
                add(after, event, tally);
            } else {
                after.add(tally);
            }
        }
        if (!found) {
            add(after, event, Tally.none(event.emoji()));
        }
        return after;
    }

    private static void add(List<Tally> after, DurableEvent.MessageReacted event, Tally former) {
        if (event.count() > 0) {
            Tally known =
                    event.removed() ? former.without(event.userId()) : former.with(event.userId());
            after.add(new Tally(event.emoji(), event.count(), known.userIds()));
        }
    }

    /** Encodes all messages; on the room's stripe, this would delay its events. */
    void encode(MessageTexts texts) {
        texts.of(messages.values());
        if (changed != null) {
            texts.of(changed.values());
        }
    }

    /** Returns the result for the client. */
    Joining.Joined told(RoomInfo room, MessageTexts texts) {
        return new Joining.Joined(
                room,
                List.copyOf(messages.values()),
                lastSeq,
                rev,
                recovered,
                more || cut,
                changed == null ? null : List.copyOf(changed.values()),
                texts);
    }
}
