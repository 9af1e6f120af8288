package dev.parley.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects the attachments of one packet at a time, and limits their number and total size. Not
 * thread-safe.
 */
final class Attachments {

    private final int maxCount;
    private final int maxBytes;

    /** Null if the current packet lacks no attachments. */
    private Packet.@Nullable Announcement announced;

    private List<byte[]> collected = List.of();
    private int bytes;
    private int announcementBytes;

    Attachments(int maxCount, int maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** Returns whether the current packet still lacks attachments. */
    boolean areOwed() {
        return announced != null;
    }

    /**
     * Starts collecting the attachments that a packet announced.
     *
     * @param size the size of the announcement, in bytes
     * @throws PacketException if it announces more attachments than allowed
     */
    void expect(Packet.Announcement announcement, int size) throws PacketException {
        if (announcement.attachments() > maxCount) {
            throw new PacketException("too many attachments");
        }
        announced = announcement;
        collected = new ArrayList<>();
        bytes = 0;
        announcementBytes = size;
    }

    /**
     * Adds an attachment.
     *
     * @return the packet, once its last attachment has arrived
     * @throws PacketException if the attachment was not announced, or if the total size is too
     *     large
     */
    Optional<Packet> take(byte[] attachment) throws PacketException {
        if (announced == null) {
            throw new PacketException("unexpected binary message: no attachment was announced");
        }
        if (attachment.length > maxBytes - bytes) {
            throw new PacketException("attachments are too large");
        }
        bytes += attachment.length;
        collected.add(attachment);
        if (collected.size() < announced.attachments()) {
            return Optional.empty();
        }
        Packet whole = PacketCodec.attach(announced.packet(), collected);
        announced = null;
        collected = List.of();
        return Optional.of(whole);
    }

    /** Returns the size of the most recently completed packet, with its attachments, in bytes. */
    int bytes() {
        return announcementBytes + bytes;
    }
}
