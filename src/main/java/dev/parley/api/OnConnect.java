package dev.parley.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of a {@link Gateway} that takes each {@link Socket} that has joined one of its
 * namespaces. It must not block. If it throws, the socket is closed.
 *
 * <p>In Parley's own namespaces, it runs after {@code connected} was sent to the client.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnConnect {}
