package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.parley.api.Binary;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BinaryTest {

    private static final Binary ONE = new Binary(new byte[] {1});
    private static final Binary TWO = new Binary(new byte[] {2, 3});

    /** A record of a portal that has bytes in it. */
    public record Picture(String name, Binary data) {}

    private final List<byte[]> attachments = new ArrayList<>();

    @Test
    void bytesAreNumberedInDepthFirstOrder() {
        JsonObject value =
                Json.provider()
                        .createObjectBuilder()
                        .add("a", Json.provider().createArrayBuilder().add(TWO))
                        .add("b", ONE)
                        .build();
        assertEquals(
                "{\"a\":[{\"_placeholder\":true,\"num\":0}],\"b\":{\"_placeholder\":true,\"num\":1}}",
                Json.write(value, attachments));
        assertEquals(List.of(TWO.bytes(), ONE.bytes()), attachments);
    }

    @Test
    void bytesInRecordsAndMapsAreDetached() {
        assertEquals(
                "{\"p\":{\"data\":{\"_placeholder\":true,\"num\":0},\"name\":\"x\"}}",
                Json.write(Map.of("p", new Picture("x", ONE)), attachments));
        assertEquals(List.of(ONE.bytes()), attachments);
    }

    @Test
    void bytesByThemselvesAreDetached() {
        byte[] bytes = {5};
        assertEquals("{\"_placeholder\":true,\"num\":0}", Json.write((Object) bytes, attachments));
        assertSame(bytes, attachments.get(0));
    }

    @Test
    void whereThereAreNoAttachmentsBytesAreAString() {
        assertEquals("{\"data\":\"AgM=\",\"name\":\"x\"}", Json.write(new Picture("x", TWO)));
        assertEquals("\"AQ==\"", Json.write(ONE));
    }

    @Test
    void whatHasNoBytesIsNotCopied() {
        JsonValue value = Json.read("{\"a\":[1,{\"b\":null}]}");
        assertSame(value, Placeholders.detach(value, attachments));
        assertSame(value, Placeholders.attach(value, attachments));
    }

    @Test
    void attachingUndoesDetaching() {
        JsonObject value = Json.provider().createObjectBuilder().add("a", ONE).build();
        JsonValue detached = Placeholders.detach(value, attachments);
        assertEquals(value, Placeholders.attach(detached, attachments));
    }
}
