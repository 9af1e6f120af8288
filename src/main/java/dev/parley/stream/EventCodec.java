package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
import dev.parley.history.Tally;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(event, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DurableEvent event, DataOutputStream out) throws IOException {
        if (event instanceof DurableEvent.OfMessage of) {
            out.writeByte(
                    event instanceof DurableEvent.MessagePosted
                            ? POSTED
                            : event instanceof DurableEvent.MessageEdited ? EDITED : DELETED);
            writeText(event.epoch(), out);
            write(of.message(), out);
        } else if (event instanceof DurableEvent.MessageReacted reacted) {
            out.writeByte(REACTED);
            writeText(reacted.epoch(), out);
            writeText(reacted.roomId(), out);
            out.writeLong(reacted.rev());
            writeText(reacted.messageId(), out);
            out.writeLong(reacted.seq());
            writeText(reacted.emoji(), out);
            writeText(reacted.userId(), out);
            out.writeInt(reacted.count());
            out.writeBoolean(reacted.removed());
        } else if (event instanceof DurableEvent.RoomClosed closed) {
            out.writeByte(CLOSED);
            writeText(closed.epoch(), out);
            writeText(closed.roomId(), out);
            out.writeLong(closed.rev());
            writeText(closed.by(), out);
        } else {
            throw new IllegalArgumentException("Nobody knows how to write " + event);
        }
    }

    private static void write(StoredMessage message, DataOutputStream out) throws IOException {
        writeText(message.id(), out);
        writeText(message.roomId(), out);
        out.writeLong(message.seq());
        out.writeLong(message.rev());
        writeText(message.userId(), out);
        writeText(message.username(), out);
        writeText(message.text(), out);
        writeText(message.clientMessageId(), out);
        writeText(message.replyTo(), out);
        writeText(message.metadata(), out);
        out.writeLong(message.createdAt());
        out.writeBoolean(message.editedAt() != null);
        out.writeLong(message.editedAt() == null ? 0 : message.editedAt());
        out.writeBoolean(message.deleted());
        out.writeInt(message.reactions().size());
        for (Tally tally : message.reactions()) {
            writeText(tally.emoji(), out);
            out.writeInt(tally.count());
            out.writeInt(tally.userIds().size());
            for (String userId : tally.userIds()) {
                writeText(userId, out);
            }
        }
    }

    /** Not as {@code writeUTF} does it, which ends at 64 KiB. */
    private static void writeText(String text, DataOutputStream out) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * @throws IllegalArgumentException if it is no event, or of a version or kind that this node
     *     does not know; it finds the event in the database then
     */
    static DurableEvent decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("An event of version " + version);
            }
            return read(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("No event", e);
        }
    }

    private static DurableEvent read(DataInputStream in) throws IOException {
        int kind = in.readByte();
        String epoch = readText(in);
        return switch (kind) {
            case POSTED -> new DurableEvent.MessagePosted(readMessage(in), epoch);
            case EDITED -> new DurableEvent.MessageEdited(readMessage(in), epoch);
            case DELETED -> new DurableEvent.MessageDeleted(readMessage(in), epoch);
            case REACTED ->
                    new DurableEvent.MessageReacted(
                            readText(in),
                            epoch,
                            in.readLong(),
                            readText(in),
                            in.readLong(),
                            readText(in),
                            readText(in),
                            in.readInt(),
                            in.readBoolean());
            case CLOSED ->
                    new DurableEvent.RoomClosed(readText(in), epoch, in.readLong(), readText(in));
            default -> throw new IllegalArgumentException("An event of kind " + kind);
        };
    }

    private static StoredMessage readMessage(DataInputStream in) throws IOException {
        String id = readText(in);
        String roomId = readText(in);
        long seq = in.readLong();
        long rev = in.readLong();
        String userId = readText(in);
        String username = readText(in);
        String text = readText(in);
        String clientMessageId = readText(in);
        String replyTo = readText(in);
        String metadata = readText(in);
        long createdAt = in.readLong();
        boolean edited = in.readBoolean();
        long editedAt = in.readLong();
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
                in.readBoolean(),
                readTallies(in));
    }

    private static List<Tally> readTallies(DataInputStream in) throws IOException {
        List<Tally> tallies = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String emoji = readText(in);
            int count = in.readInt();
            Set<String> userIds = new LinkedHashSet<>();
            for (int users = in.readInt(); users > 0; users--) {
                userIds.add(readText(in));
            }
            tallies.add(new Tally(emoji, count, userIds));
        }
        return tallies;
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        if (length > in.available()) {
            throw new IOException("A text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
