package dev.parley.gateway;

import dev.parley.api.RefusedException;
import jakarta.json.JsonValue;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates records of one type from JSON, and validates them. Immutable and thread-safe.
 *
 * <p>A component may have any type that JSON-B binds: text, numbers, booleans, enums, dates and
 * times, other records, lists, maps, arrays, Optional, JSON-P values, {@link
 * dev.parley.api.Binary}, and classes that JSON-B can create. Binding is strict: a value of another
 * type is a violation, reported with its path. Unknown fields are ignored. An absent or null field
 * becomes null, an empty Optional, or, for a primitive, a violation.
 */
public final class PayloadBinder {

    private final Validator validator;
    private final RecordBinder binder;
    private final List<PayloadField> bare;

    /**
     * @throws IllegalArgumentException if there are components that cannot be bound; the message
     *     lists all of them
     */
    PayloadBinder(Class<?> type, Validator validator) {
        this.validator = validator;
        ValueReaders readers = new ValueReaders();
        this.binder = readers.ofRecord(TypeRef.of(type));
        if (!readers.mistakes().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", readers.mistakes()));
        }
        this.bare = binder.fields().stream().filter(PayloadField::bare).toList();
    }

    /**
     * Creates a record from a payload.
     *
     * @throws RefusedException if the payload is invalid, with a violation for each invalid field
     */
    public Object bind(JsonValue payload) {
        Reading reading = new Reading();
        Object bound = read(payload, reading);
        if (bound == null || !reading.isGood()) {
            throw RefusedException.invalid(reading.violations());
        }
        validate(bound, reading);
        return bound;
    }

    private @Nullable Object read(JsonValue payload, Reading reading) {
        return switch (payload.getValueType()) {
            case OBJECT -> binder.read(payload, FieldPath.PAYLOAD, reading);
            case NULL -> binder.read(JsonValue.EMPTY_JSON_OBJECT, FieldPath.PAYLOAD, reading);
            default ->
                    bare.stream().anyMatch(field -> field.fitsBare(payload))
                            ? readBare(payload, reading)
                            : reading.mismatch(FieldPath.PAYLOAD, "must be an object");
        };
    }

    private @Nullable Object readBare(JsonValue payload, Reading reading) {
        List<PayloadField> fields = binder.fields();
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            PayloadField field = fields.get(i);
            values[i] =
                    field.fitsBare(payload)
                            ? field.readBare(payload, reading)
                            : field.read(JsonValue.EMPTY_JSON_OBJECT, FieldPath.PAYLOAD, reading);
        }
        return reading.isGood() ? binder.construct(values, FieldPath.PAYLOAD, reading) : null;
    }

    private void validate(Object bound, Reading reading) {
        for (ConstraintViolation<Object> violation : validator.validate(bound)) {
            reading.objection(violation.getPropertyPath().toString(), violation.getMessage());
        }
        if (!reading.isGood()) {
            throw RefusedException.invalid(reading.violations());
        }
    }
}
