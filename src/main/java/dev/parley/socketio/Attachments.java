package dev.parley.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the attachments of one packet at a time, bounded in number and bytes. For one thread at
 * a time.
 */
final class Attachments {

    private final int maxCount;
    private final int maxBytes;
    private Packet.Announcement announced;
    private List<byte[]> collected;
    private int bytes;
    private int announcementBytes;

    Attachments(int maxCount, int maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** Whether a packet still lacks some. */
    boolean areOwed() {
        return announced != null;
    }

    /**
     * Begins to wait for what a packet announces.
     *
     * @param size of the announcement, in bytes
     * @throws PacketException if it is too much
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
     * Takes an attachment.
     *
     * @return the packet, if it is complete
     * @throws PacketException if it was not announced, or is too much
     */
    Optional<Packet> take(byte[] attachment) throws PacketException {
        if (announced == null) {
            throw new PacketException("binary data that nobody announced");
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
        collected = null;
        return Optional.of(whole);
    }

    /** Bytes of the packet that was completed last, with its attachments. */
    int bytes() {
        return announcementBytes + bytes;
    }
}
