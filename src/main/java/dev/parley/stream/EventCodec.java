package dev.parley.stream;

import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
import dev.parley.history.Tally;
import dev.parley.history.UserName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Encodes durable events for other nodes. The fixed binary layout starts with its version, so that
 * nodes of different versions can work together. Stateless and thread-safe.
 */
final class EventCodec {

    private static final int VERSION = 1;

    /** The kinds of events; their numbers are part of the layout. */
    private enum Kind {
        POSTED(1),
        EDITED(2),
        DELETED(3),
        REACTED(4),
        CLOSED(5);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        static Kind of(int number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("Unknown kind of event: " + number);
        }
    }

    private EventCodec() {}

    static byte[] encode(DurableEvent event) {
        ByteWriter out = new ByteWriter(VERSION);
        return event.match(new Writing(out)).toBytes();
    }

    private record Writing(ByteWriter out) implements DurableEvent.Cases<ByteWriter> {

        private ByteWriter begin(Kind kind, DurableEvent event) {
            return out.number(kind.number).text(event.epoch());
        }

        @Override
        public ByteWriter posted(DurableEvent.MessagePosted event) {
            return message(event.message(), begin(Kind.POSTED, event));
        }

        @Override
        public ByteWriter edited(DurableEvent.MessageEdited event) {
            return message(event.message(), begin(Kind.EDITED, event));
        }

        @Override
        public ByteWriter deleted(DurableEvent.MessageDeleted event) {
            return message(event.message(), begin(Kind.DELETED, event));
        }

        @Override
        public ByteWriter reacted(DurableEvent.MessageReacted event) {
            begin(Kind.REACTED, event).text(event.roomId());
            out.longInteger(event.rev()).text(event.messageId()).longInteger(event.seq());
            out.text(event.emoji()).text(event.userId()).integer(event.count());
            return out.flag(event.removed());
        }

        @Override
        public ByteWriter closed(DurableEvent.RoomClosed event) {
            begin(Kind.CLOSED, event).text(event.roomId());
            return out.longInteger(event.rev()).text(event.by());
        }
    }

    private static ByteWriter message(StoredMessage message, ByteWriter out) {
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
        return out;
    }

    /**
     * Decodes an event.
     *
     * @throws IllegalArgumentException if the bytes are no event, or have a version or kind that
     *     this node does not know; the node then reads the event from the database
     */
    static DurableEvent decode(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        Kind kind = Kind.of(in.number());
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
        };
    }

    private static StoredMessage message(ByteReader in) {
        StoredMessage.Place place =
                new StoredMessage.Place(in.text(), in.text(), in.longInteger(), in.longInteger());
        UserName author = new UserName(in.text(), in.text());
        StoredMessage.Content content =
                new StoredMessage.Content(
                        in.textOrNull(), in.textOrNull(), in.textOrNull(), in.textOrNull());
        return new StoredMessage(place, author, content, status(in), tallies(in));
    }

    private static StoredMessage.Status status(ByteReader in) {
        long createdAt = in.longInteger();
        boolean edited = in.flag();
        long editedAt = in.longInteger();
        return new StoredMessage.Status(createdAt, edited ? editedAt : null, in.flag());
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
