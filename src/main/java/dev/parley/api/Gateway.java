package dev.parley.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A CDI bean that handles the events of the named namespaces, for Socket.IO clients and plain
 * WebSocket clients alike. It is application-scoped, unless it declares {@code
 * jakarta.inject.Singleton}. Its handlers are called from many threads at once.
 *
 * <p>A mistake in a gateway stops the deployment; the message names every mistake with its class
 * and method.
 */
@Documented
@Stereotype
@ApplicationScoped
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Gateway {

    /**
     * Namespaces: {@code /} or a slash and a name, such as {@code /orders}. The name contains none
     * of {@code / , ? #}; {@code /admin} is reserved.
     */
    String[] value();

    /**
     * Whether clients that speak kebab-case, too, get the events of these namespaces exactly as
     * they were emitted. One gateway with this setting is enough for a namespace.
     */
    boolean verbatim() default false;
}
