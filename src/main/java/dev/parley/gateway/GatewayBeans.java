package dev.parley.gateway;

import dev.parley.api.Gateway;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the gateway beans, and records those that are invalid. Not thread-safe. */
final class GatewayBeans {

    private static final String HOME = GatewayBeans.class.getPackageName();

    private final BeanManager beans;
    private final Mistakes mistakes;

    GatewayBeans(BeanManager beans, Mistakes mistakes) {
        this.beans = beans;
        this.mistakes = mistakes;
    }

    /** Finds the bean of each gateway class. */
    Map<Class<?>, Bean<?>> find() {
        Map<Class<?>, Bean<?>> found = new LinkedHashMap<>();
        List<Class<?>> seen = new ArrayList<>();
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Class<?> type = bean.getBeanClass();
            // For a producer's bean, this is the class that declares the producer.
            boolean isItself = bean.getTypes().contains(type);
            if (type.isAnnotationPresent(Gateway.class)) {
                seen.add(type);
                if (isItself) {
                    found.put(type, bean);
                }
            } else if (isItself && isOurs(type)) {
                rejectStrayHandlers(type);
            }
        }
        for (Class<?> type : Set.copyOf(seen)) {
            if (!found.containsKey(type)) {
                mistakes.add(type, "a gateway must be a bean of its own type: remove @Typed");
            }
        }
        found.values().removeIf(bean -> !isUsable(bean));
        return found;
    }

    /**
     * Returns whether the class belongs to this application. The server's own classes are skipped,
     * since inspecting them may throw a LinkageError.
     */
    private static boolean isOurs(Class<?> type) {
        return type.getClassLoader() == GatewayBeans.class.getClassLoader()
                && !type.getPackageName().equals(HOME);
    }

    private void rejectStrayHandlers(Class<?> type) {
        try {
            HandlerMethods.of(type)
                    .forEach(
                            method ->
                                    mistakes.add(
                                            method,
                                            "the class of a handler must have the annotation @Gateway"));
        } catch (LinkageError e) {
            // A class whose optional dependency is missing has no handlers.
            return;
        }
    }

    private boolean isUsable(Bean<?> bean) {
        Class<?> type = bean.getBeanClass();
        if (bean.getScope() != ApplicationScoped.class && bean.getScope() != Singleton.class) {
            mistakes.add(
                    type,
                    "a gateway must be @ApplicationScoped (the default) or @Singleton, not @"
                            + bean.getScope().getSimpleName());
            return false;
        }
        if (bean.getScope() == ApplicationScoped.class && Modifier.isFinal(type.getModifiers())) {
            mistakes.add(
                    type,
                    "a gateway must not be final, since the container puts a proxy in front of it");
            return false;
        }
        return true;
    }

    /**
     * Returns the reference of a gateway: its proxy, so that interceptors apply; null if there is a
     * mistake.
     */
    @Nullable Object reference(Bean<?> bean) {
        Class<?> type = bean.getBeanClass();
        try {
            return beans.getReference(bean, type, beans.createCreationalContext(bean));
        } catch (RuntimeException e) {
            mistakes.add(type, "the container cannot provide the bean: " + e.getMessage());
            return null;
        }
    }
}
