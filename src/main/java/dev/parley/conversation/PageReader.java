package dev.parley.conversation;

import dev.parley.config.Settings;
import dev.parley.flow.Frame;
import dev.parley.history.MessageStore;
import dev.parley.history.MessageStore.Page;
import dev.parley.history.RoomInfo;
import dev.parley.history.StoredMessage;
import dev.parley.history.Tally;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Naming;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Reads pages of messages that are limited in number and in bytes ({@code parley.page.bytes}). A
 * page has at least one message, however long. Requires a transaction around each call.
 * Thread-safe.
 *
 * <p>Sizes are those of the canonical JSON, nearly: a page may be some per cent larger.
 */
@ApplicationScoped
class PageReader {

    /** What one query may load into memory. */
    private static final int QUERY_BYTES = 1024 * 1024;

    private static final int MOST_ROWS = 200;

    /** The bytes of a message without its text and metadata: ids, names, times. */
    private static final int FRAME_BYTES = 300;

    private static final int REACTION_BYTES = 40;
    private static final int METADATA_BYTES = 4 * 1024;
    private static final int BYTES_OF_CODE_POINT = 4;

    @Inject private MessageStore messages;
    @Inject private Settings settings;

    /** Who gets the page. */
    record Reader(String id, Naming naming) {
        static Reader of(LocalSocket socket) {
            return new Reader(socket.user().id(), socket.naming());
        }
    }

    /** Reads the next messages from a place on. */
    private interface Query {
        Page read(long place, int rows);
    }

    /** Returns the newest messages. */
    Page newest(RoomInfo room, int limit, Reader reader) {
        if (room.lastSeq() == 0) {
            return new Page(List.of(), false);
        }
        return before(room, room.lastSeq() + 1, limit, reader);
    }

    /** Returns the messages just before a {@code seq}; the oldest are left out first. */
    Page before(RoomInfo room, long seq, int limit, Reader reader) {
        List<StoredMessage> page = new ArrayList<>();
        long bytes = 0;
        long place = seq;
        boolean more = true;
        while (more && page.size() < limit) {
            Page part = messages.before(room.id(), place, rows(limit - page.size()), reader.id());
            for (int i = part.messages().size() - 1; i >= 0; i--) {
                StoredMessage message = part.messages().get(i);
                bytes += bytesOf(message);
                if (bytes > mostBytes(reader) && !page.isEmpty()) {
                    return new Page(reversed(page), true);
                }
                page.add(message);
                place = message.seq();
            }
            more = part.more();
        }
        return new Page(reversed(page), more);
    }

    private static List<StoredMessage> reversed(List<StoredMessage> page) {
        Collections.reverse(page);
        return page;
    }

    /** Returns the messages just after a {@code seq}; the newest are left out first. */
    Page after(RoomInfo room, long seq, int limit, Reader reader) {
        return after(room, seq, limit, reader, mostBytes(reader));
    }

    /** The same, with another limit in bytes. */
    Page after(RoomInfo room, long seq, int limit, Reader reader, long mostBytes) {
        return forward(
                (place, rows) ->
                        messages.after(room.id(), place, room.lastSeq(), rows, reader.id()),
                StoredMessage::seq,
                seq,
                limit,
                mostBytes);
    }

    /** Returns the messages up to {@code lastSeq} that were changed after {@code rev}. */
    Page changed(RoomInfo room, long rev, long lastSeq, int limit, Reader reader) {
        return forward(
                (place, rows) -> messages.changed(room.id(), place, lastSeq, rows, reader.id()),
                StoredMessage::rev,
                rev,
                limit,
                mostBytes(reader));
    }

    private Page forward(
            Query query,
            ToLongFunction<StoredMessage> placeOf,
            long start,
            int limit,
            long mostBytes) {
        List<StoredMessage> page = new ArrayList<>();
        long bytes = 0;
        long place = start;
        boolean more = true;
        while (more && page.size() < limit) {
            Page part = query.read(place, rows(limit - page.size()));
            for (StoredMessage message : part.messages()) {
                bytes += bytesOf(message);
                if (bytes > mostBytes && !page.isEmpty()) {
                    return new Page(page, true);
                }
                page.add(message);
                place = Math.max(place, placeOf.applyAsLong(message));
            }
            more = part.more();
        }
        return new Page(page, more);
    }

    /**
     * Returns the limit in bytes. It leaves room in the outbox. A client of the naming kebab gets
     * each text twice in a message, and each page of a join twice.
     */
    long mostBytes(Reader reader) {
        return reader.naming() == Naming.KEBAB ? mostBytes() / 4 : mostBytes();
    }

    /** Returns the limit in bytes of a page without messages. */
    long mostBytes() {
        return Math.min(settings.history().pageBytes(), settings.outbox().bytes() / 4);
    }

    private int rows(int wanted) {
        long longest =
                (long) BYTES_OF_CODE_POINT * settings.chat().textLength()
                        + METADATA_BYTES
                        + FRAME_BYTES;
        return (int) Math.max(1, Math.min(Math.min(wanted, MOST_ROWS), QUERY_BYTES / longest));
    }

    /** Returns about the length of a list of messages as JSON, in bytes. */
    static long bytesOf(List<StoredMessage> messages) {
        return messages.stream().mapToLong(PageReader::bytesOf).sum();
    }

    private static long bytesOf(StoredMessage message) {
        long bytes = FRAME_BYTES;
        if (message.text() != null) {
            bytes += escapedLength(message.text());
        }
        if (message.metadata() != null) {
            bytes += Frame.utf8Length(message.metadata());
        }
        for (Tally reaction : message.reactions()) {
            bytes += REACTION_BYTES + Frame.utf8Length(reaction.emoji());
        }
        return bytes;
    }

    /** JSON writes a control character as six, and a quote or backslash as two. */
    static long escapedLength(String text) {
        long bytes = Frame.utf8Length(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                bytes += 5;
            } else if (c == '"' || c == '\\') {
                bytes++;
            }
        }
        return bytes;
    }
}
