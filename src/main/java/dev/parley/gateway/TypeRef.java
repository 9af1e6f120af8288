package dev.parley.gateway;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Java type without type variables and wildcards. Immutable.
 *
 * @param arguments the type arguments of a generic class; the component type of an array
 */
record TypeRef(Class<?> raw, List<TypeRef> arguments) {

    static TypeRef of(Class<?> type) {
        return of(type, Map.of());
    }

    /**
     * Resolves a type with the given values of its variables; a wildcard or an unknown variable
     * becomes its bound.
     */
    static TypeRef of(Type type, Map<TypeVariable<?>, TypeRef> variables) {
        if (type instanceof Class<?> plain) {
            return plain.isArray()
                    ? new TypeRef(plain, List.of(of(plain.getComponentType(), variables)))
                    : new TypeRef(plain, List.of());
        }
        if (type instanceof ParameterizedType generic) {
            List<TypeRef> arguments =
                    Stream.of(generic.getActualTypeArguments()).map(a -> of(a, variables)).toList();
            return new TypeRef((Class<?>) generic.getRawType(), arguments);
        }
        if (type instanceof GenericArrayType array) {
            TypeRef component = of(array.getGenericComponentType(), variables);
            return new TypeRef(component.raw().arrayType(), List.of(component));
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0], variables);
        }
        TypeVariable<?> variable = (TypeVariable<?>) type;
        TypeRef known = variables.get(variable);
        return known != null ? known : TypeRef.of(erasure(variable.getBounds()[0]));
    }

    private static Class<?> erasure(Type bound) {
        if (bound instanceof Class<?> plain) {
            return plain;
        }
        return bound instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : Object.class;
    }

    /** Returns the values of the class's type variables. */
    Map<TypeVariable<?>, TypeRef> variables() {
        TypeVariable<?>[] declared = raw.getTypeParameters();
        Map<TypeVariable<?>, TypeRef> meanings = new HashMap<>();
        for (int i = 0; i < declared.length && i < arguments.size(); i++) {
            meanings.put(declared[i], arguments.get(i));
        }
        return meanings;
    }

    /** Returns a type argument; Object for a raw class. */
    TypeRef argument(int index) {
        return index < arguments.size() ? arguments.get(index) : of(Object.class);
    }

    /** Returns the type in Java syntax. */
    @Override
    public String toString() {
        if (raw.isArray() || arguments.isEmpty()) {
            return raw.getTypeName();
        }
        return arguments.stream()
                .map(TypeRef::toString)
                .collect(Collectors.joining(", ", raw.getTypeName() + "<", ">"));
    }
}
