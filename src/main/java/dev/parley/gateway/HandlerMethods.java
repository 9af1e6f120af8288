package dev.parley.gateway;

import dev.parley.api.OnAdmission;
import dev.parley.api.OnConnect;
import dev.parley.api.OnDisconnect;
import dev.parley.api.OnEvent;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the handler methods of a class: all annotated methods of any visibility, including
 * inherited ones. Stateless.
 */
final class HandlerMethods {

    private static final List<Class<? extends Annotation>> ANNOTATIONS =
            List.of(OnEvent.class, OnAdmission.class, OnConnect.class, OnDisconnect.class);

    private HandlerMethods() {}

    /**
     * Returns all annotated methods, except overridden ones and bridge methods, to which the
     * compiler copies the annotations.
     */
    static List<Method> of(Class<?> type) {
        List<Method> all = new ArrayList<>();
        for (Class<?> each = type;
                each != null && each != Object.class;
                each = each.getSuperclass()) {
            declared(each, all);
        }
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            interfaces(each, all);
        }
        // Filter last, since a bridge method shows which method of a generic superclass is
        // overridden.
        return all.stream().filter(method -> !method.isSynthetic() && isAnnotated(method)).toList();
    }

    private static void interfaces(Class<?> type, List<Method> all) {
        for (Class<?> each : type.getInterfaces()) {
            declared(each, all);
            interfaces(each, all);
        }
    }

    private static void declared(Class<?> type, List<Method> all) {
        for (Method method : type.getDeclaredMethods()) {
            if (all.stream().noneMatch(known -> overrides(known, method))) {
                all.add(method);
            }
        }
    }

    private static boolean overrides(Method known, Method inherited) {
        return known.getName().equals(inherited.getName())
                && !Modifier.isPrivate(inherited.getModifiers())
                && !Modifier.isStatic(inherited.getModifiers())
                && Arrays.equals(known.getParameterTypes(), inherited.getParameterTypes());
    }

    private static boolean isAnnotated(Method method) {
        return ANNOTATIONS.stream().anyMatch(method::isAnnotationPresent);
    }

    /** Checks whether the container can call a method, and records a mistake if not. */
    static boolean isCallable(Method method, Mistakes mistakes) {
        int modifiers = method.getModifiers();
        if (!Modifier.isPublic(modifiers)) {
            mistakes.add(method, "a handler must be public");
        } else if (Modifier.isStatic(modifiers)) {
            mistakes.add(method, "a handler must not be static");
        } else if (Modifier.isAbstract(modifiers)) {
            mistakes.add(method, "a handler must not be abstract");
        } else if (Modifier.isFinal(modifiers)) {
            mistakes.add(
                    method,
                    "a handler must not be final, since the container puts a proxy in front of the bean");
        } else {
            return true;
        }
        return false;
    }
}
