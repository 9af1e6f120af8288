package dev.parley.gateway;

import dev.parley.api.Binary;
import dev.parley.api.Field;
import dev.parley.api.RefusedException;
import dev.parley.api.Violation;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a record of one type from JSON, and validates it. Immutable and thread-safe.
 *
 * <p>JSON-B would bind too, but it turns the number 5 into the text "5" and names no field in its
 * errors; the contract wants wrong types refused, by field. Unknown fields are dropped. Components
 * may be String, Boolean, Integer, Long, {@link JsonObject}, {@link Binary}, or {@link JsonValue}
 * for anything; absent and null are null.
 */
public final class PayloadBinder {

    private final Class<?> type;
    private final Validator validator;
    private final List<Component> components = new ArrayList<>();
    private final MethodHandle constructor;

    private record Component(
            String name, List<String> names, Class<?> type, boolean id, boolean bare) {}

    /** What was read, and under which name the client sent it. */
    private static final class Reading {
        final List<Violation> violations = new ArrayList<>();
        final Map<String, String> sentAs = new HashMap<>();
    }

    PayloadBinder(Class<?> type, Validator validator) {
        this.type = type;
        this.validator = validator;
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            types.add(component.getType());
            components.add(component(component));
        }
        try {
            this.constructor =
                    MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                            .findConstructor(type, MethodType.methodType(void.class, types))
                            .asSpreader(Object[].class, types.size())
                            .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " cannot be made", e);
        }
    }

    private static Component component(RecordComponent component) {
        Field field = component.getAnnotation(Field.class);
        List<String> names = new ArrayList<>(List.of(component.getName()));
        if (field != null) {
            names.addAll(List.of(field.aliases()));
        }
        return new Component(
                component.getName(),
                names,
                component.getType(),
                field != null && field.id(),
                field != null && field.bare());
    }

    /**
     * Makes the record.
     *
     * @throws RefusedException with a violation for each field that does not fit
     */
    public Object bind(JsonValue payload) {
        Reading reading = new Reading();
        Object[] values = new Object[components.size()];
        JsonObject object = object(payload);
        for (int i = 0; i < values.length; i++) {
            values[i] = read(components.get(i), object, payload, reading);
        }
        if (!reading.violations.isEmpty()) {
            throw RefusedException.invalid(reading.violations);
        }
        Object bound = construct(values);
        validate(bound, reading);
        return bound;
    }

    private JsonObject object(JsonValue payload) {
        if (payload instanceof JsonObject object) {
            return object;
        }
        boolean bare = components.stream().anyMatch(c -> c.bare() && fitsBare(c, payload));
        if (bare || payload == JsonValue.NULL) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        throw RefusedException.invalid("", "must be an object");
    }

    private static boolean fitsBare(Component component, JsonValue payload) {
        return (payload instanceof JsonString && !(payload instanceof Binary))
                || (component.id() && payload instanceof JsonNumber);
    }

    private Object read(
            Component component, JsonObject object, JsonValue payload, Reading reading) {
        if (component.bare() && fitsBare(component, payload)) {
            return convert(component, component.name(), payload, reading);
        }
        for (String name : component.names()) {
            JsonValue value = object.get(name);
            if (value != null && value != JsonValue.NULL) {
                reading.sentAs.put(component.name(), name);
                return convert(component, name, value, reading);
            }
        }
        return null;
    }

    private static Object convert(
            Component component, String sentAs, JsonValue value, Reading reading) {
        Class<?> type = component.type();
        if (type == JsonValue.class) {
            return value;
        }
        if (type == Binary.class) {
            return value instanceof Binary ? value : mismatch(sentAs, "must be binary", reading);
        }
        if (value instanceof Binary) {
            // It would pass for a string, too.
            return mismatch(sentAs, "must not be binary", reading);
        }
        if (type == String.class) {
            if (value instanceof JsonString string) {
                return string.getString();
            }
            if (component.id() && value instanceof JsonNumber number) {
                return decimal(number.bigDecimalValue());
            }
            return mismatch(sentAs, "must be a string", reading);
        } else if (type == Boolean.class) {
            if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
                return value == JsonValue.TRUE;
            }
            return mismatch(sentAs, "must be true or false", reading);
        } else if (type == Integer.class || type == Long.class) {
            return integer(type, sentAs, value, reading);
        } else if (type == JsonObject.class) {
            return value instanceof JsonObject
                    ? value
                    : mismatch(sentAs, "must be an object", reading);
        }
        throw new IllegalStateException("No payload can hold a " + type);
    }

    private static String decimal(BigDecimal number) {
        // A scale like 1e999999 would unfold to a megabyte of zeros.
        return Math.abs(number.scale()) > 100 ? number.toString() : plain(number);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static Object integer(Class<?> type, String sentAs, JsonValue value, Reading reading) {
        if (value instanceof JsonNumber number
                && Math.abs(number.bigDecimalValue().scale()) < 100) {
            try {
                long exact = number.bigDecimalValue().longValueExact();
                return type == Long.class ? (Object) exact : (Object) Math.toIntExact(exact);
            } catch (ArithmeticException e) {
                return mismatch(sentAs, "must be a whole number in range", reading);
            }
        }
        return mismatch(sentAs, "must be a whole number", reading);
    }

    private static Object mismatch(String field, String message, Reading reading) {
        reading.violations.add(new Violation(field, message));
        return null;
    }

    private Object construct(Object[] values) {
        try {
            return constructor.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private void validate(Object bound, Reading reading) {
        List<Violation> violations = new ArrayList<>();
        for (ConstraintViolation<Object> violation : validator.validate(bound)) {
            String field = violation.getPropertyPath().toString();
            violations.add(
                    new Violation(
                            reading.sentAs.getOrDefault(field, field), violation.getMessage()));
        }
        if (!violations.isEmpty()) {
            throw RefusedException.invalid(violations);
        }
    }
}
