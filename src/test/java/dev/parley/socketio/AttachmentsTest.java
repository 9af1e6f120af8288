package dev.parley.socketio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.Binary;
import jakarta.json.JsonArray;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttachmentsTest {

    private final Attachments attachments = new Attachments(3, 10);

    private void announce(String packet) throws PacketException {
        attachments.expect((Packet.Announcement) PacketCodec.decode(packet), packet.length());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private JsonArray complete(byte[]... parts) throws PacketException {
        for (int i = 0; i < parts.length - 1; i++) {
            assertEquals(Optional.empty(), attachments.take(parts[i]));
        }
        Packet packet = attachments.take(parts[parts.length - 1]).orElseThrow();
        return packet instanceof Packet.Event event ? event.data() : ((Packet.Ack) packet).data();
    }

    private static void assertBytes(byte[] expected, Object value) {
        assertArrayEquals(expected, ((Binary) value).bytes());
    }

    @Test
    void aPacketIsCompleteWithItsLastAttachment() throws PacketException {
        announce(
                "52-[\"x\",{\"_placeholder\":true,\"num\":0},{\"a\":[{\"_placeholder\":true,\"num\":1}]}]");
        assertTrue(attachments.areOwed());
        JsonArray data = complete(bytes(1), bytes(2, 3));
        assertBytes(bytes(1), data.get(1));
        assertBytes(bytes(2, 3), data.getJsonObject(2).getJsonArray("a").get(0));
        assertFalse(attachments.areOwed());
        assertTrue(attachments.bytes() > 3);
    }

    @Test
    void placeholdersMayComeInAnyOrderAndTwice() throws PacketException {
        announce(
                "52-[\"x\",{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        JsonArray data = complete(bytes(1), bytes(2));
        assertBytes(bytes(2), data.get(1));
        assertBytes(bytes(1), data.get(2));
        assertBytes(bytes(2), data.get(3));
    }

    @Test
    void anAcknowledgementHasAttachments() throws PacketException {
        announce("61-/custom,12[{\"_placeholder\":true,\"num\":0}]");
        assertBytes(bytes(7), complete(bytes(7)).get(0));
    }

    @Test
    void moreAttachmentsThanAllowedAreRefusedBeforeTheyCome() {
        assertThrows(PacketException.class, () -> announce("54-[\"x\"]"));
        assertThrows(PacketException.class, () -> announce("59999-[\"x\"]"));
    }

    @Test
    void theBytesOfAllAttachmentsTogetherAreBounded() throws PacketException {
        announce("52-[\"x\",{\"_placeholder\":true,\"num\":0}]");
        attachments.take(new byte[6]);
        assertThrows(PacketException.class, () -> attachments.take(new byte[5]));
    }

    @Test
    void theBoundCountsAnewForEachPacket() throws PacketException {
        for (int i = 0; i < 3; i++) {
            announce("51-[\"x\",{\"_placeholder\":true,\"num\":0}]");
            complete(new byte[10]);
        }
    }

    @Test
    void binaryDataThatNobodyAnnouncedIsRefused() {
        assertThrows(PacketException.class, () -> attachments.take(new byte[1]));
    }

    @Test
    void aPlaceholderWithoutItsAttachmentIsRefused() throws PacketException {
        for (String index : new String[] {"1", "-1", "\"0\"", "0.5", "1e99", "null"}) {
            announce("51-[\"x\",{\"_placeholder\":true,\"num\":" + index + "}]");
            assertThrows(PacketException.class, () -> attachments.take(new byte[1]), index);
            // As the client would: the connection is over then.
            attachments.expect((Packet.Announcement) PacketCodec.decode("51-[\"x\"]"), 8);
            attachments.take(new byte[0]);
        }
    }
}
