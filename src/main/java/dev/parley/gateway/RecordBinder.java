package dev.parley.gateway;

import dev.parley.api.RefusedException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Creates a record from a JSON object with its canonical constructor. Unknown fields are ignored.
 * Thread-safe once {@link #complete} has been called.
 */
final class RecordBinder implements ValueReader {

    private static final Logger LOG = Logger.getLogger(RecordBinder.class.getName());

    private final Class<?> type;
    private final MethodHandle constructor;
    private PayloadField[] fields = {};

    /**
     * @throws IllegalArgumentException if the constructor cannot be called
     */
    RecordBinder(Class<?> type) {
        this.type = type;
        Class<?>[] types =
                Stream.of(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            this.constructor =
                    MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                            .findConstructor(type, MethodType.methodType(void.class, types))
                            .asSpreader(Object[].class, types.length)
                            .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " cannot be constructed: " + e, e);
        }
    }

    /** Sets the components. Separate from the constructor, since a record may contain itself. */
    void complete(List<PayloadField> components) {
        fields = components.toArray(PayloadField[]::new);
    }

    List<PayloadField> fields() {
        return List.of(fields);
    }

    @Override
    public @Nullable Object read(JsonValue value, FieldPath path, Reading reading) {
        if (value.getValueType() != JsonValue.ValueType.OBJECT) {
            return reading.mismatch(path, "must be an object");
        }
        JsonObject object = value.asJsonObject();
        int before = reading.size();
        Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields[i].read(object, path, reading);
        }
        return reading.size() > before ? null : construct(values, path, reading);
    }

    /**
     * Constructs the record. If its constructor rejects the arguments with an
     * IllegalArgumentException, or fails on a null with a NullPointerException, that becomes a
     * violation: both depend on what the client sent.
     *
     * @return null if there is a violation
     */
    @Nullable Object construct(Object[] values, FieldPath path, Reading reading) {
        try {
            return constructor.invokeExact(values);
        } catch (RefusedException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            // The record's constructor validates its arguments.
            return reading.mismatch(path, e.getMessage() == null ? "is invalid" : e.getMessage());
        } catch (NullPointerException e) {
            // Constructors run before Bean Validation: List.copyOf(lines) meets an absent field.
            LOG.log(Level.FINE, "The constructor of a payload failed on a null", e);
            return reading.mismatch(path, "is invalid: a required value is missing or null");
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(type.getName() + " cannot be constructed", e);
        }
    }
}
