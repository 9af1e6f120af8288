package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.Binary;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2, 2};

    private static String placeholder(Object index) {
        return "{\"_placeholder\":true,\"num\":" + index + "}";
    }

    private static JsonArray attach(String json, byte[]... attachments) {
        return Placeholders.attach(Json.read(json), List.of(attachments)).asJsonArray();
    }

    @Test
    void anAttachmentIsPutWhereItsNumberStands() {
        JsonArray data =
                attach("[\"a\",{\"b\":[" + placeholder(1) + "]}," + placeholder(0) + "]", ONE, TWO);
        JsonValue inner = data.getJsonObject(1).getJsonArray("b").get(0);
        assertSame(TWO, assertInstanceOf(Binary.class, inner).bytes());
        assertSame(ONE, assertInstanceOf(Binary.class, data.get(2)).bytes());
    }

    @Test
    void anAttachmentMayBeUsedTwice() {
        JsonArray data = attach("[" + placeholder(0) + "," + placeholder(0) + "]", ONE);
        assertEquals(data.get(0), data.get(1));
    }

    /** Small in memory, since all share the bytes; gigabytes once it is written. */
    @Test
    void thousandsOfPlaceholdersForOneAttachmentAreRefused() {
        String many = String.join(",", Collections.nCopies(2_000, placeholder(0)));
        byte[] large = new byte[60_000];
        assertThrows(JsonException.class, () -> attach("[" + many + "]", large));
    }

    /** They would become thousands of attachments for each receiver. */
    @Test
    void thousandsOfPlaceholdersForASmallAttachmentAreRefused() {
        String many = String.join(",", Collections.nCopies(2_000, placeholder(0)));
        byte[] large = new byte[60_000];
        assertThrows(JsonException.class, () -> attach("[" + many + "]", ONE, large));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-1",
                "0.5",
                "1e9",
                "1e999999999",
                "9999999999999999999",
                "\"0\"",
                "null",
                "[]"
            })
    void aPlaceholderOfNoAttachmentIsRefused(String index) {
        assertThrows(JsonException.class, () -> attach("[" + placeholder(index) + "]", ONE));
    }

    @Property
    void whateverIsDetachedIsAttachedAgain(@ForAll("bytes") List<byte[]> parts) {
        var array = Json.provider().createArrayBuilder();
        parts.forEach(part -> array.add(new Binary(part)));
        JsonArray original = array.build();
        List<byte[]> attachments = new ArrayList<>();
        String text = Placeholders.detach(original, attachments).toString();
        JsonArray again = Placeholders.attach(Json.read(text), attachments).asJsonArray();
        assertEquals(parts.size(), again.size());
        for (int i = 0; i < parts.size(); i++) {
            assertArrayEquals(parts.get(i), ((Binary) again.get(i)).bytes());
        }
    }

    @Provide
    Arbitrary<List<byte[]>> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(20).list().ofMaxSize(10);
    }

    @Property
    void anyPlaceholderIsAttachedOrRefused(@ForAll("indexes") String index) {
        try {
            attach("[" + placeholder(index) + "]", ONE, TWO);
        } catch (JsonException expected) {
            // That is what it is for.
        }
    }

    @Provide
    Arbitrary<String> indexes() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.doubles().map(String::valueOf),
                Arbitraries.of("true", "{}", "[0]", "\"1\"", placeholder("0")));
    }
}
