package dev.parley.gateway;

import dev.parley.api.Binary;
import dev.parley.hub.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeDeserializer;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.Calendar;
import java.util.Date;
import java.util.Set;

/**
 * The keys of maps. Keys of JSON objects are strings, so a key type must have a textual form.
 * Stateless.
 */
final class MapKeys {

    private static final int MOST_DIGITS = 100;

    /** Types whose readers accept no string. */
    private static final Set<Class<?>> WITHOUT_TEXT =
            Set.of(
                    Boolean.class,
                    Binary.class,
                    JsonArray.class,
                    JsonNumber.class,
                    JsonObject.class,
                    JsonStructure.class);

    private MapKeys() {}

    /** Returns whether a map may have keys of this type. */
    static boolean isSupported(Class<?> type) {
        return type == Object.class
                || Scalars.of(type).isPresent() && !WITHOUT_TEXT.contains(type)
                || isTextForJsonb(type);
    }

    private static boolean isTextForJsonb(Class<?> type) {
        return Date.class == type
                || Calendar.class.isAssignableFrom(type)
                || type.isAnnotationPresent(JsonbTypeAdapter.class)
                || type.isAnnotationPresent(JsonbTypeDeserializer.class);
    }

    /** Returns whether the keys of this type are the strings themselves. */
    static boolean areStrings(Class<?> type) {
        return type == String.class || type == Object.class || type == CharSequence.class;
    }

    /** Converts a key for the reader of its type: keys of numeric types to numbers. */
    static JsonValue value(String key, Class<?> type) {
        JsonProvider json = Json.provider();
        if (Number.class.isAssignableFrom(type) && key.length() <= MOST_DIGITS) {
            try {
                return json.createValue(new BigDecimal(key));
            } catch (NumberFormatException e) {
                return json.createValue(key);
            }
        }
        return json.createValue(key);
    }
}
