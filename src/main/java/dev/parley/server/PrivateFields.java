package dev.parley.server;

import java.lang.reflect.Field;

/** Finds fields of the servers' classes that have no accessor. Stateless. */
final class PrivateFields {

    private PrivateFields() {}

    /**
     * Returns a field of a class, or of one that it extends, made accessible.
     *
     * @throws NoSuchFieldException if this version of the server has no such field
     */
    static Field of(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(type.getName() + "." + name);
    }

    /**
     * Like {@link #of(Class, String)}.
     *
     * @param content a type that every value of the field must have
     */
    static Field of(Class<?> type, String name, Class<?> content) throws NoSuchFieldException {
        Field field = of(type, name);
        if (!content.isAssignableFrom(field.getType())) {
            throw new NoSuchFieldException(
                    type.getName() + "." + name + " of type " + content.getName());
        }
        return field;
    }
}
