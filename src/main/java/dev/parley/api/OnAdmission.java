package dev.parley.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link Gateway} that judges who may join its namespace. It is given the {@link
 * User} and the {@link Handshake}, must not block, and refuses by a {@link RefusedException}: the
 * client gets a CONNECT_ERROR with its message and code, one of the plain door the status 403.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnAdmission {}
