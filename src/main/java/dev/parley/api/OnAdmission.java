package dev.parley.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of a {@link Gateway} that decides who may join its namespaces. It takes the
 * {@link User} and the {@link Handshake}, in this order, must not block, and refuses by throwing a
 * {@link RefusedException}: Socket.IO clients get CONNECT_ERROR with its message and code, and the
 * plain endpoint answers the handshake with 403. With a new token it is asked again.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnAdmission {}
