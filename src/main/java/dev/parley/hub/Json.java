package dev.parley.hub;

import dev.parley.api.Binary;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyOrderStrategy;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON in and out: JSON-P for what comes, JSON-B for what goes. Thread-safe. */
public final class Json {

    // Looked up once: each static call of jakarta.json.Json searches the class path anew.
    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final JsonParserFactory PARSERS = PROVIDER.createParserFactory(Map.of());
    private static final Jsonb JSONB =
            JsonbBuilder.create(
                    new JsonbConfig()
                            .withPropertyOrderStrategy(PropertyOrderStrategy.LEXICOGRAPHICAL)
                            .withSerializers(new BinarySerializer()));

    /** Where the bytes go that are being taken out of a value on this thread. */
    private static final ThreadLocal<List<byte[]>> DETACHED = new ThreadLocal<>();

    private Json() {}

    /** The JSON-P provider, for builders. */
    public static JsonProvider provider() {
        return PROVIDER;
    }

    /**
     * Reads an object or array, and nothing after it.
     *
     * @throws JsonException if {@code text} is neither, or nested too deep
     */
    public static JsonStructure read(String text) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            JsonStructure structure =
                    parser.next() == JsonParser.Event.START_ARRAY
                            ? parser.getArray()
                            : parser.getObject();
            // A reader would stop here and accept {}{}; the parser looks at what follows.
            if (parser.hasNext()) {
                throw new JsonException("something follows the value");
            }
            return structure;
        } catch (JsonException e) {
            throw e;
        } catch (RuntimeException e) {
            // Parsson: nested over 1,000 deep, no value at all, a bare value.
            throw new JsonException("not an object or array", e);
        }
    }

    /**
     * Makes an object of a class that is no record, by the rules of JSON-B.
     *
     * @throws jakarta.json.bind.JsonbException if the text does not fit the class
     */
    public static <T> T bind(String json, Class<T> type) {
        return JSONB.fromJson(json, type);
    }

    /**
     * Writes records, maps, lists, strings, numbers and JSON-P values; a {@link Binary} as a
     * string.
     */
    public static String write(Object value) {
        if (value == null) {
            return "null";
        }
        return value instanceof JsonValue json ? json.toString() : JSONB.toJson(value);
    }

    /**
     * Writes a value without its bytes: each {@link Binary} goes to the end of {@code attachments},
     * and a placeholder of Socket.IO with its index stands for it.
     */
    public static String write(Object value, List<byte[]> attachments) {
        if (value instanceof byte[] bytes) {
            return write(new Binary(bytes), attachments);
        }
        if (value instanceof JsonValue json) {
            return Placeholders.detach(json, attachments).toString();
        }
        DETACHED.set(attachments);
        try {
            return write(value);
        } finally {
            DETACHED.remove();
        }
    }

    /** Public, as JSON-B wants it. */
    public static final class BinarySerializer implements JsonbSerializer<Binary> {

        @Override
        public void serialize(Binary value, JsonGenerator generator, SerializationContext context) {
            List<byte[]> detached = DETACHED.get();
            generator.write(detached == null ? value : Placeholders.detach(value, detached));
        }
    }

    /** The JSON-P form of a record or map, in which each {@link Binary} is one. */
    static JsonObject tree(Object value) {
        List<byte[]> attachments = new ArrayList<>();
        JsonObject detached =
                value instanceof JsonObject json
                        ? json
                        : read(write(value, attachments)).asJsonObject();
        return attachments.isEmpty()
                ? detached
                : Placeholders.attach(detached, attachments).asJsonObject();
    }

    /** The JSON-P form of a record or map. */
    public static JsonObject object(Object value) {
        return value instanceof JsonObject json ? json : read(write(value)).asJsonObject();
    }
}
