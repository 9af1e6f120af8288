package dev.parley.stream;

import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
import dev.parley.history.Tally;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Durable events as bytes, on their way to other nodes: a fixed layout that begins with its
 * version, so that nodes of different versions can work side by side. Stateless and thread-safe.
 */
final class EventCodec {

    private static final int VERSION = 1;

    private static final int POSTED = 1;
    private static final int EDITED = 2;
    private static final int DELETED = 3;
    private static final int REACTED = 4;
    private static final int CLOSED = 5;

    private EventCodec() {}

    static byte[] encode(DurableEvent event) {
        ByteWriter out = new ByteWriter(VERSION);
        if (event instanceof DurableEvent.MessagePosted posted) {
            write(POSTED, posted, out);
        } else if (event instanceof DurableEvent.MessageEdited edited) {
            write(EDITED, edited, out);
        } else if (event instanceof DurableEvent.MessageDeleted deleted) {
            write(DELETED, deleted, out);
        } else if (event instanceof DurableEvent.MessageReacted reacted) {
            out.number(REACTED).text(reacted.epoch()).text(reacted.roomId());
            out.longInteger(reacted.rev()).text(reacted.messageId()).longInteger(reacted.seq());
            out.text(reacted.emoji()).text(reacted.userId()).integer(reacted.count());
            out.flag(reacted.removed());
        } else if (event instanceof DurableEvent.RoomClosed closed) {
            out.number(CLOSED).text(closed.epoch()).text(closed.roomId());
            out.longInteger(closed.rev()).text(closed.by());
        } else {
            throw new IllegalArgumentException("Nobody knows how to write " + event);
        }
        return out.toBytes();
    }

    private static void write(int kind, DurableEvent.OfMessage event, ByteWriter out) {
        StoredMessage message = event.message();
        out.number(kind).text(event.epoch());
        out.text(message.id()).text(message.roomId());
        out.longInteger(message.seq()).longInteger(message.rev());
        out.text(message.userId()).text(message.username()).text(message.text());
        out.text(message.clientMessageId()).text(message.replyTo()).text(message.metadata());
        out.longInteger(message.createdAt());
        out.flag(message.editedAt() != null);
        out.longInteger(message.editedAt() == null ? 0 : message.editedAt());
        out.flag(message.deleted());
        out.integer(message.reactions().size());
        for (Tally tally : message.reactions()) {
            out.text(tally.emoji()).integer(tally.count()).integer(tally.userIds().size());
            tally.userIds().forEach(out::text);
        }
    }

    /**
     * @throws IllegalArgumentException if it is no event, or of a version or kind that this node
     *     does not know; it finds the event in the database then
     */
    static DurableEvent decode(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        int kind = in.number();
        String epoch = in.text();
        return switch (kind) {
            case POSTED -> new DurableEvent.MessagePosted(message(in), epoch);
            case EDITED -> new DurableEvent.MessageEdited(message(in), epoch);
            case DELETED -> new DurableEvent.MessageDeleted(message(in), epoch);
            case REACTED ->
                    new DurableEvent.MessageReacted(
                            in.text(),
                            epoch,
                            in.longInteger(),
                            in.text(),
                            in.longInteger(),
                            in.text(),
                            in.text(),
                            in.integer(),
                            in.flag());
            case CLOSED ->
                    new DurableEvent.RoomClosed(in.text(), epoch, in.longInteger(), in.text());
            default -> throw new IllegalArgumentException("An event of kind " + kind);
        };
    }

    private static StoredMessage message(ByteReader in) {
        String id = in.text();
        String roomId = in.text();
        long seq = in.longInteger();
        long rev = in.longInteger();
        String userId = in.text();
        String username = in.text();
        String text = in.text();
        String clientMessageId = in.text();
        String replyTo = in.text();
        String metadata = in.text();
        long createdAt = in.longInteger();
        boolean edited = in.flag();
        long editedAt = in.longInteger();
        return new StoredMessage(
                id,
                roomId,
                seq,
                rev,
                userId,
                username,
                text,
                clientMessageId,
                replyTo,
                metadata,
                createdAt,
                edited ? editedAt : null,
                in.flag(),
                tallies(in));
    }

    private static List<Tally> tallies(ByteReader in) {
        List<Tally> tallies = new ArrayList<>();
        for (int left = in.integer(); left > 0; left--) {
            String emoji = in.text();
            int count = in.integer();
            Set<String> userIds = new LinkedHashSet<>();
            for (int users = in.integer(); users > 0; users--) {
                userIds.add(in.text());
            }
            tallies.add(new Tally(emoji, count, userIds));
        }
        return tallies;
    }
}
