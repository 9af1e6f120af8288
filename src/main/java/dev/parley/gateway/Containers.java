package dev.parley.gateway;

import dev.parley.api.Binary;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates the readers of lists, sets, arrays, maps and Optional. Stateless. */
final class Containers {

    private static final Map<Class<?>, Supplier<Collection<Object>>> COLLECTIONS = collections();
    private static final Map<Class<?>, Supplier<Map<Object, Object>>> MAPS = maps();

    private Containers() {}

    private static Map<Class<?>, Supplier<Collection<Object>>> collections() {
        Map<Class<?>, Supplier<Collection<Object>>> makers = new HashMap<>();
        List.<Class<?>>of(Iterable.class, Collection.class, List.class, ArrayList.class)
                .forEach(type -> makers.put(type, ArrayList::new));
        List.<Class<?>>of(Set.class, HashSet.class, LinkedHashSet.class)
                .forEach(type -> makers.put(type, LinkedHashSet::new));
        List.<Class<?>>of(SortedSet.class, NavigableSet.class, TreeSet.class)
                .forEach(type -> makers.put(type, TreeSet::new));
        List.<Class<?>>of(Queue.class, Deque.class, ArrayDeque.class)
                .forEach(type -> makers.put(type, ArrayDeque::new));
        makers.put(LinkedList.class, LinkedList::new);
        return Map.copyOf(makers);
    }

    private static Map<Class<?>, Supplier<Map<Object, Object>>> maps() {
        Map<Class<?>, Supplier<Map<Object, Object>>> makers = new HashMap<>();
        List.<Class<?>>of(Map.class, HashMap.class, LinkedHashMap.class)
                .forEach(type -> makers.put(type, LinkedHashMap::new));
        List.<Class<?>>of(SortedMap.class, NavigableMap.class, TreeMap.class)
                .forEach(type -> makers.put(type, TreeMap::new));
        return Map.copyOf(makers);
    }

    /**
     * Returns the reader of a container type; empty for other types.
     *
     * @param readers creates the readers of the elements
     * @param mistakes receives why no value can ever be read, if so
     */
    static Optional<ValueReader> of(
            TypeRef type, Function<TypeRef, ValueReader> readers, Consumer<String> mistakes) {
        Class<?> raw = type.raw();
        if (raw == Optional.class) {
            return Optional.of(new Maybe(readers.apply(type.argument(0))));
        }
        if (raw.isArray()) {
            return Optional.of(array(raw.getComponentType(), readers.apply(type.argument(0))));
        }
        if (COLLECTIONS.containsKey(raw)) {
            if (SortedSet.class.isAssignableFrom(raw) && !isOrdered(type.argument(0))) {
                mistakes.accept(unordered("the elements of a sorted set", type.argument(0)));
            }
            return Optional.of(collection(COLLECTIONS.get(raw), readers.apply(type.argument(0))));
        }
        if (MAPS.containsKey(raw)) {
            TypeRef key = type.argument(0);
            requireKey(raw, key, mistakes);
            return Optional.of(
                    map(
                            MAPS.get(raw),
                            key.raw(),
                            readers.apply(key),
                            readers.apply(type.argument(1))));
        }
        return Optional.empty();
    }

    private static void requireKey(Class<?> map, TypeRef key, Consumer<String> mistakes) {
        if (!MapKeys.isSupported(key.raw())) {
            mistakes.accept("a map cannot have keys of the type " + key);
        } else if (SortedMap.class.isAssignableFrom(map)
                && !MapKeys.areStrings(key.raw())
                && !isOrdered(key)) {
            mistakes.accept(unordered("the keys of a sorted map", key));
        }
    }

    /** Returns whether all values that are read for this type can be compared with each other. */
    private static boolean isOrdered(TypeRef type) {
        Class<?> raw = type.raw();
        // The last two are read as String and BigDecimal.
        return Comparable.class.isAssignableFrom(raw)
                || raw == CharSequence.class
                || raw == Number.class;
    }

    private static String unordered(String what, TypeRef type) {
        return what + " must be Comparable, and " + type + " is not";
    }

    private record Maybe(ValueReader reader) implements ValueReader {
        @Override
        public Object read(JsonValue value, FieldPath path, Reading reading) {
            return Optional.ofNullable(reader.read(value, path, reading));
        }

        @Override
        public Object absent(FieldPath path, Reading reading) {
            return Optional.empty();
        }
    }

    private static ValueReader collection(
            Supplier<Collection<Object>> maker, ValueReader elements) {
        return (value, path, reading) -> {
            if (!(value instanceof JsonArray array)) {
                return reading.mismatch(path, "must be an array");
            }
            int before = reading.size();
            List<Object> read = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                read.add(elements.readOrAbsent(array.get(i), FieldPath.element(path, i), reading));
            }
            return reading.size() > before ? null : filled(maker.get(), read, path, reading);
        };
    }

    /** Sorted sets and queues reject null. */
    private static @Nullable Object filled(
            Collection<Object> empty, List<Object> read, FieldPath path, Reading reading) {
        try {
            empty.addAll(read);
            return empty;
        } catch (NullPointerException e) {
            return reading.mismatch(path, "must not contain null");
        }
    }

    private static ValueReader array(Class<?> component, ValueReader elements) {
        return (value, path, reading) -> {
            if (component == byte.class && value instanceof Binary binary) {
                return binary.bytes();
            }
            if (!(value instanceof JsonArray array)) {
                return reading.mismatch(path, "must be an array");
            }
            int before = reading.size();
            Object filled = Array.newInstance(component, array.size());
            for (int i = 0; i < array.size(); i++) {
                Object element =
                        elements.readOrAbsent(array.get(i), FieldPath.element(path, i), reading);
                if (element != null) {
                    Array.set(filled, i, element);
                }
            }
            return reading.size() > before ? null : filled;
        };
    }

    private static ValueReader map(
            Supplier<Map<Object, Object>> maker,
            Class<?> keyType,
            ValueReader keys,
            ValueReader values) {
        boolean textKeys = MapKeys.areStrings(keyType);
        return (value, path, reading) -> {
            if (value.getValueType() != JsonValue.ValueType.OBJECT) {
                return reading.mismatch(path, "must be an object");
            }
            int before = reading.size();
            Map<Object, Object> map = maker.get();
            value.asJsonObject()
                    .forEach(
                            (name, field) -> {
                                FieldPath place = FieldPath.element(path, name);
                                Object key =
                                        textKeys
                                                ? name
                                                : keys.read(
                                                        MapKeys.value(name, keyType),
                                                        place,
                                                        reading);
                                Object read = values.readOrAbsent(field, place, reading);
                                if (key != null) {
                                    map.put(key, read);
                                }
                            });
            return reading.size() > before ? null : map;
        };
    }
}
