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

/** Reads JSON with JSON-P and writes it with JSON-B. Thread-safe. */
public final class Json {

    // Looked up once: each static call of jakarta.json.Json searches the class path again.
    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final JsonParserFactory PARSERS = PROVIDER.createParserFactory(Map.of());
    private static final Jsonb JSONB =
            JsonbBuilder.create(
                    new JsonbConfig()
                            .withPropertyOrderStrategy(PropertyOrderStrategy.LEXICOGRAPHICAL)
                            .withSerializers(new BinarySerializer()));

    /** Collects the bytes that this thread is detaching from a value. */
    private static final ThreadLocal<List<byte[]>> DETACHED = new ThreadLocal<>();

    private Json() {}

    /** Returns the JSON-P provider, for builders. */
    public static JsonProvider provider() {
        return PROVIDER;
    }

    /**
     * Reads one object or array; anything after it is an error. Skips a byte order mark, which some
     * libraries write before JSON (RFC 8259, section 8.1).
     *
     * @throws JsonException if {@code text} is neither or is nested too deeply
     */
    public static JsonStructure read(String text) {
        String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (JsonParser parser = PARSERS.createParser(new StringReader(json))) {
            JsonStructure structure =
                    parser.next() == JsonParser.Event.START_ARRAY
                            ? parser.getArray()
                            : parser.getObject();
            // A JsonReader would stop here and accept {}{}; the parser checks what follows.
            if (parser.hasNext()) {
                throw new JsonException("unexpected content after the JSON value");
            }
            return structure;
        } catch (JsonException e) {
            throw e;
        } catch (RuntimeException e) {
            // Parsson throws other exceptions for a nesting deeper than 1,000, an empty text, or a
            // bare value.
            throw new JsonException("not an object or array", e);
        }
    }

    /**
     * Creates an instance of a class that is not a record, by the rules of JSON-B.
     *
     * @throws jakarta.json.bind.JsonbException if the text does not match the class
     */
    public static <T> T bind(String json, Class<T> type) {
        return JSONB.fromJson(json, type);
    }

    /**
     * Writes records, maps, lists, strings, numbers and JSON-P values. Writes a {@link Binary} as a
     * string.
     */
    public static String write(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof JsonText encoded) {
            return encoded.text();
        }
        return value instanceof JsonValue json ? json.toString() : JSONB.toJson(value);
    }

    /**
     * Writes a value without its bytes: appends the bytes of each {@link Binary} to {@code
     * attachments}, and writes a Socket.IO placeholder with their index.
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

    /** Writes a {@link Binary}. Public because JSON-B requires it. */
    public static final class BinarySerializer implements JsonbSerializer<Binary> {

        @Override
        public void serialize(Binary value, JsonGenerator generator, SerializationContext context) {
            List<byte[]> detached = DETACHED.get();
            generator.write(detached == null ? value : Placeholders.detach(value, detached));
        }
    }

    /** Returns a record or map as a JSON-P object that keeps each {@link Binary}. */
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

    /** Returns a record or map as a JSON-P object. */
    public static JsonObject object(Object value) {
        return value instanceof JsonObject json ? json : read(write(value)).asJsonObject();
    }
}
