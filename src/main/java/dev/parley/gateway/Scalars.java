package dev.parley.gateway;

import dev.parley.api.Binary;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates the readers of single values: text, numbers, times, enums and JSON-P values. Stateless.
 */
final class Scalars {

    private static final int UUID_LENGTH = 36;

    private static final ValueReader TEXT = text(value -> value, "must be a string");

    private static final Map<Class<?>, ValueReader> READERS = readers();

    private Scalars() {}

    private static Map<Class<?>, ValueReader> readers() {
        Map<Class<?>, ValueReader> readers = new HashMap<>();
        readers.put(JsonValue.class, (value, path, reading) -> value);
        readers.put(JsonObject.class, json(JsonObject.class, "must be an object"));
        readers.put(JsonArray.class, json(JsonArray.class, "must be an array"));
        readers.put(JsonStructure.class, json(JsonStructure.class, "must be an object or array"));
        readers.put(JsonString.class, json(JsonString.class, "must be a string"));
        readers.put(JsonNumber.class, json(JsonNumber.class, "must be a number"));
        readers.put(Binary.class, Scalars::binary);
        readers.put(String.class, TEXT);
        readers.put(CharSequence.class, TEXT);
        primitive(
                readers,
                char.class,
                Character.class,
                text(Scalars::character, "must be a single character"));
        primitive(readers, boolean.class, Boolean.class, Scalars::bool);
        Numbers.addTo(readers);
        times(readers);
        readers.put(UUID.class, text(Scalars::uuid, "must be a UUID"));
        readers.put(URI.class, text(URI::create, "must be a URI"));
        return Map.copyOf(readers);
    }

    /** Adds the readers of dates and times. The formats are those of JSON-B: ISO 8601. */
    private static void times(Map<Class<?>, ValueReader> readers) {
        readers.put(
                Instant.class, text(Instant::parse, "must be a time such as 2026-01-31T12:00:00Z"));
        readers.put(LocalDate.class, text(LocalDate::parse, "must be a date such as 2026-01-31"));
        readers.put(
                LocalTime.class, text(LocalTime::parse, "must be a time of day such as 12:00:00"));
        readers.put(
                LocalDateTime.class,
                text(LocalDateTime::parse, "must be a date and time such as 2026-01-31T12:00:00"));
        readers.put(
                OffsetDateTime.class,
                text(
                        OffsetDateTime::parse,
                        "must be a date and time such as 2026-01-31T12:00:00+01:00"));
        readers.put(
                OffsetTime.class,
                text(OffsetTime::parse, "must be a time of day such as 12:00:00+01:00"));
        readers.put(
                ZonedDateTime.class,
                text(
                        ZonedDateTime::parse,
                        "must be a date and time such as 2026-01-31T12:00:00+01:00[Europe/Paris]"));
        readers.put(Duration.class, text(Duration::parse, "must be a duration such as PT1H30M"));
        readers.put(Period.class, text(Period::parse, "must be a period such as P1Y2M"));
        readers.put(Year.class, text(Year::parse, "must be a year such as 2026"));
        readers.put(YearMonth.class, text(YearMonth::parse, "must be a month such as 2026-01"));
        readers.put(MonthDay.class, text(MonthDay::parse, "must be a day such as --01-31"));
        readers.put(ZoneId.class, text(ZoneId::of, "must be a time zone such as Europe/Paris"));
        readers.put(ZoneOffset.class, text(ZoneOffset::of, "must be an offset such as +01:00"));
    }

    /** Adds the readers of a primitive type and its wrapper. */
    static void primitive(
            Map<Class<?>, ValueReader> readers,
            Class<?> type,
            Class<?> wrapper,
            ValueReader reader) {
        readers.put(wrapper, reader);
        readers.put(type, new Required(reader));
    }

    /**
     * Reads a primitive. A primitive cannot be null, and a default value would hide that the client
     * omitted the field.
     */
    private record Required(ValueReader reader) implements ValueReader {
        @Override
        public @Nullable Object read(JsonValue value, FieldPath path, Reading reading) {
            return reader.read(value, path, reading);
        }

        @Override
        public @Nullable Object absent(FieldPath path, Reading reading) {
            return reading.mismatch(path, "is required");
        }
    }

    /** Returns the reader of a type that needs no other readers. */
    static Optional<ValueReader> of(Class<?> type) {
        if (type.isEnum()) {
            return Optional.of(enumeration(type));
        }
        return Optional.ofNullable(READERS.get(type));
    }

    /** Reads an id: a string, or a number, which becomes its decimal string. */
    static @Nullable Object id(JsonValue value, FieldPath path, Reading reading) {
        return value instanceof JsonNumber number
                ? Numbers.decimal(number.bigDecimalValue())
                : TEXT.read(value, path, reading);
    }

    private static ValueReader json(Class<? extends JsonValue> type, String message) {
        return (value, path, reading) ->
                type.isInstance(value) && !(value instanceof Binary)
                        ? value
                        : reading.mismatch(path, message);
    }

    private static @Nullable Object binary(JsonValue value, FieldPath path, Reading reading) {
        return value instanceof Binary ? value : reading.mismatch(path, "must be binary");
    }

    private static @Nullable Object bool(JsonValue value, FieldPath path, Reading reading) {
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        return reading.mismatch(path, "must be true or false");
    }

    /** Returns the reader of a value that JSON represents as a string. */
    static ValueReader text(Function<String, Object> parse, String message) {
        return (value, path, reading) -> {
            if (value instanceof Binary) {
                // A Binary is also a JsonString.
                return reading.mismatch(path, "must not be binary");
            }
            if (!(value instanceof JsonString string)) {
                return reading.mismatch(path, message);
            }
            try {
                return parse.apply(string.getString());
            } catch (IllegalArgumentException | DateTimeException e) {
                return reading.mismatch(path, message);
            }
        };
    }

    private static Object character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("not one character");
        }
        return text.charAt(0);
    }

    /** Parses a UUID of full length; {@link UUID#fromString} also accepts shorter text. */
    private static Object uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            throw new IllegalArgumentException("not a UUID");
        }
        return UUID.fromString(text);
    }

    private static ValueReader enumeration(Class<?> type) {
        Map<String, Object> constants =
                Arrays.stream(type.getEnumConstants())
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        constant -> ((Enum<?>) constant).name(), c -> c));
        String names =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name())
                        .collect(Collectors.joining(", "));
        String message = "must be one of " + names;
        return text(
                name -> {
                    Object constant = constants.get(name);
                    if (constant == null) {
                        throw new IllegalArgumentException("unknown");
                    }
                    return constant;
                },
                message);
    }

    /**
     * Converts a JSON value to maps, lists, strings, booleans and {@link BigDecimal}, as JSON-B
     * does for Object.
     */
    static @Nullable Object plain(JsonValue value) {
        if (value instanceof Binary) {
            return value;
        }
        return switch (value.getValueType()) {
            case NULL -> null;
            case TRUE -> true;
            case FALSE -> false;
            case STRING -> ((JsonString) value).getString();
            case NUMBER -> ((JsonNumber) value).bigDecimalValue();
            case ARRAY ->
                    value.asJsonArray().stream()
                            .map(Scalars::plain)
                            .collect(Collectors.toCollection(ArrayList::new));
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                value.asJsonObject().forEach((key, field) -> map.put(key, plain(field)));
                yield map;
            }
        };
    }
}
