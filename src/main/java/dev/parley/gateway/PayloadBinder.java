package dev.parley.gateway;

import dev.parley.api.RefusedException;
import dev.parley.api.Violation;
import jakarta.json.JsonValue;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a record of one type from JSON, and validates it. Immutable and thread-safe.
 *
 * <p>Components may be anything that JSON-B binds: text, numbers, booleans, enums, dates and times,
 * other records, lists, maps, arrays, Optional, JSON-P values, {@link dev.parley.api.Binary}, and
 * classes that JSON-B makes. Binding is strict: a value of another type is a violation with its
 * path. Fields that the record does not have are dropped. An absent or null field is null, an empty
 * Optional, or, for a primitive, a violation.
 */
public final class PayloadBinder {

    private final Validator validator;
    private final RecordBinder binder;
    private final List<PayloadField> bare;

    /**
     * @throws IllegalArgumentException naming each component that no payload can be
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
     * Makes the record.
     *
     * @throws RefusedException with a violation for each field that does not fit
     */
    public Object bind(JsonValue payload) {
        Reading reading = new Reading();
        Object bound = read(payload, reading);
        if (!reading.isGood()) {
            throw RefusedException.invalid(reading.violations());
        }
        validate(bound, reading);
        return bound;
    }

    private Object read(JsonValue payload, Reading reading) {
        return switch (payload.getValueType()) {
            case OBJECT -> binder.read(payload, null, reading);
            case NULL -> binder.read(JsonValue.EMPTY_JSON_OBJECT, null, reading);
            default ->
                    bare.stream().anyMatch(field -> field.fitsBare(payload))
                            ? readBare(payload, reading)
                            : reading.mismatch(null, "must be an object");
        };
    }

    private Object readBare(JsonValue payload, Reading reading) {
        List<PayloadField> fields = binder.fields();
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            PayloadField field = fields.get(i);
            values[i] =
                    field.fitsBare(payload)
                            ? field.readBare(payload, reading)
                            : field.read(JsonValue.EMPTY_JSON_OBJECT, null, reading);
        }
        return reading.isGood() ? binder.construct(values, null, reading) : null;
    }

    private void validate(Object bound, Reading reading) {
        List<Violation> violations = new ArrayList<>();
        for (ConstraintViolation<Object> violation : validator.validate(bound)) {
            String field = reading.asSent(violation.getPropertyPath().toString());
            violations.add(new Violation(field, violation.getMessage()));
        }
        if (!violations.isEmpty()) {
            throw RefusedException.invalid(violations);
        }
    }
}
