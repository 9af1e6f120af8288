package dev.parley.gateway;

import dev.parley.api.Field;
import dev.parley.hub.Json;
import dev.parley.hub.Placeholders;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbDateFormat;
import jakarta.json.bind.annotation.JsonbNumberFormat;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeDeserializer;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Creates the readers of a record and its components, and collects the components that cannot be
 * bound. Not thread-safe.
 *
 * <p>JSON-B could bind records, too, but it converts the number 5 to the text "5" and does not name
 * the field in its errors. It is used for classes that are not records.
 */
final class ValueReaders {

    private static final int DEEPEST = 50;

    /**
     * Annotations that change how JSON-B reads a component; they have no effect here, since JSON-B
     * does not read records.
     */
    private static final List<Class<? extends Annotation>> UNSUPPORTED =
            List.of(
                    JsonbDateFormat.class,
                    JsonbNumberFormat.class,
                    JsonbTypeAdapter.class,
                    JsonbTypeDeserializer.class,
                    JsonbTransient.class);

    private final Map<TypeRef, RecordBinder> records = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private int depth;

    /** Returns the components that cannot be bound. */
    List<String> mistakes() {
        return mistakes;
    }

    RecordBinder ofRecord(TypeRef type) {
        RecordBinder known = records.get(type);
        if (known != null) {
            return known;
        }
        RecordBinder binder = new RecordBinder(type.raw());
        records.put(type, binder);
        for (Executable creator : creators(type.raw())) {
            mistakes.add(
                    type
                            + " has a @JsonbCreator, "
                            + creator.getName()
                            + ": records are always created with their constructor");
        }
        List<PayloadField> fields = new ArrayList<>();
        for (RecordComponent component : type.raw().getRecordComponents()) {
            fields.add(field(type, component));
        }
        requireDistinctNames(type, fields);
        binder.complete(fields);
        return binder;
    }

    private static List<Executable> creators(Class<?> type) {
        return Stream.<Executable>concat(
                        Stream.of(type.getDeclaredConstructors()),
                        Stream.of(type.getDeclaredMethods()))
                .filter(executable -> executable.isAnnotationPresent(JsonbCreator.class))
                .toList();
    }

    private PayloadField field(TypeRef owner, RecordComponent component) {
        String place = owner.raw().getName() + "." + component.getName();
        Field settings = component.getAnnotation(Field.class);
        List<String> names = new ArrayList<>(List.of(name(component)));
        if (settings != null) {
            names.addAll(List.of(settings.aliases()));
        }
        for (Class<? extends Annotation> annotation : UNSUPPORTED) {
            if (component.getAccessor().isAnnotationPresent(annotation)) {
                mistakes.add(
                        place
                                + ": @"
                                + annotation.getSimpleName()
                                + " is not supported in payloads");
            }
        }
        boolean id = settings != null && settings.id();
        boolean bare = settings != null && settings.bare();
        if ((id || bare) && component.getType() != String.class) {
            mistakes.add(place + ": a @Field with id or bare must be a String");
        }
        TypeRef type = TypeRef.of(component.getGenericType(), owner.variables());
        ValueReader reader = id ? Scalars::id : reader(type, place);
        return new PayloadField(component.getName(), List.copyOf(names), reader, id, bare);
    }

    private static String name(RecordComponent component) {
        JsonbProperty property = component.getAccessor().getAnnotation(JsonbProperty.class);
        return property == null || property.value().isEmpty()
                ? component.getName()
                : property.value();
    }

    private void requireDistinctNames(TypeRef type, List<PayloadField> fields) {
        Set<String> seen = new HashSet<>();
        for (PayloadField field : fields) {
            for (String name : field.names()) {
                if (!seen.add(name)) {
                    mistakes.add(type + " has two fields with the name or alias " + name);
                }
            }
        }
        if (fields.stream().filter(PayloadField::bare).count() > 1) {
            mistakes.add(type + " has two bare fields");
        }
    }

    private ValueReader reader(TypeRef type, String place) {
        if (depth > DEEPEST) {
            mistakes.add(place + ": the types are nested too deep");
            return (value, path, reading) -> null;
        }
        depth++;
        try {
            return known(type, place).orElseGet(() -> byJsonb(type, place));
        } finally {
            depth--;
        }
    }

    private Optional<ValueReader> known(TypeRef type, String place) {
        if (type.raw() == Object.class) {
            return Optional.of((value, path, reading) -> Scalars.plain(value));
        }
        Optional<ValueReader> scalar = Scalars.of(type.raw());
        if (scalar.isPresent()) {
            return scalar;
        }
        Optional<ValueReader> container =
                Containers.of(
                        type,
                        inner -> reader(inner, place),
                        mistake -> mistakes.add(place + ": " + mistake));
        if (container.isPresent()) {
            return container;
        }
        return type.raw().isRecord() ? Optional.of(ofRecord(type)) : Optional.empty();
    }

    private ValueReader byJsonb(TypeRef type, String place) {
        Class<?> raw = type.raw();
        if (!isBindable(type)) {
            mistakes.add(place + ": unsupported payload type " + type);
        }
        return (value, path, reading) -> {
            if (Placeholders.hasBinary(value)) {
                // JSON-B would get the bytes as a text in Base64.
                return reading.mismatch(path, "must not contain binary data");
            }
            try {
                return Json.bind(Json.write(value), raw);
            } catch (JsonbException e) {
                return reading.mismatch(path, "is not a valid " + raw.getSimpleName());
            }
        };
    }

    private static boolean isBindable(TypeRef type) {
        Class<?> raw = type.raw();
        if (Date.class == raw || Calendar.class.isAssignableFrom(raw)) {
            return true;
        }
        boolean foreign = raw.getName().startsWith("java.") || raw.getName().startsWith("jakarta.");
        if (foreign || raw.isPrimitive() || !type.arguments().isEmpty()) {
            return false;
        }
        if (raw.isAnnotationPresent(JsonbTypeInfo.class)
                || raw.isAnnotationPresent(JsonbTypeAdapter.class)
                || raw.isAnnotationPresent(JsonbTypeDeserializer.class)) {
            return true;
        }
        return !raw.isInterface()
                && !Modifier.isAbstract(raw.getModifiers())
                && (!creators(raw).isEmpty() || hasPlainConstructor(raw));
    }

    private static boolean hasPlainConstructor(Class<?> type) {
        return Stream.of(type.getDeclaredConstructors())
                .filter(constructor -> constructor.getParameterCount() == 0)
                .map(Constructor::getModifiers)
                .anyMatch(
                        modifiers ->
                                Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers));
    }
}
